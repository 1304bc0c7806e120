// What the Node peers share: documents in, rows and sums of roles.

import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

const FILES_AT_A_TIME = 250;
const BYTES_AT_A_TIME = 4 << 20;

export const COLUMNS = [
    "report_id", "record_id", "display_name", "email", "role",
    "intervals", "reported_total_seconds", "interval_sum_seconds", "sum_check",
];
export const ROLE_COLUMNS = ["role", "records", "reported_total_seconds", "interval_sum_seconds", "mismatches"];

// Calls `row` with the cells of each record, and adds the record to its role.
export function eachRow(report, roles, row) {
    for (const record of report.attendanceRecords) {
        let seconds = 0;
        for (const interval of record.attendanceIntervals) seconds += interval.durationInSeconds;
        const total = record.totalAttendanceInSeconds;
        let sums = roles[record.role];
        if (sums === undefined) sums = roles[record.role] = [0, 0, 0, 0];
        sums[0] += 1;
        sums[1] += total;
        sums[2] += seconds;
        if (total !== seconds) sums[3] += 1;
        row(
            report.id, record.id, record.identity.displayName, record.emailAddress, record.role,
            record.attendanceIntervals.length, total, seconds, total === seconds ? "equal" : "differs",
        );
    }
}

export function addRoles(everybody, roles) {
    for (const [role, sums] of Object.entries(roles)) {
        const known = (everybody[role] ??= [0, 0, 0, 0]);
        sums.forEach((sum, position) => (known[position] += sum));
    }
}

// Groups of files, or stretches of lines, that can be worked on apart.
export function shares(shape, input) {
    if (shape === "one") return [{ names: [input] }];
    if (shape === "lines") return lineShares(input);
    const names = readdirSync(input).sort().map((name) => join(input, name));
    const groups = [];
    for (let i = 0; i < names.length; i += FILES_AT_A_TIME) groups.push({ names: names.slice(i, i + FILES_AT_A_TIME) });
    return groups;
}

function lineShares(path) {
    const size = statSync(path).size;
    const file = openSync(path);
    const probe = Buffer.allocUnsafe(1 << 16);
    const found = [];
    for (let begin = 0; begin < size; ) {
        let end = Math.min(begin + BYTES_AT_A_TIME, size);
        for (let at = -1; end < size && at < 0; end += at < 0 ? probe.length : at + 1) {
            at = probe.subarray(0, readSync(file, probe, 0, probe.length, end)).indexOf(10);
        }
        end = Math.min(end, size);
        found.push({ path, begin, end });
        begin = end;
    }
    closeSync(file);
    return found;
}

// Calls `take` with each report of a share.
export function eachReport(share, take) {
    if (share.names) {
        for (const name of share.names) take(JSON.parse(readFileSync(name, "utf8")));
        return;
    }
    const block = Buffer.allocUnsafe(share.end - share.begin);
    const file = openSync(share.path);
    readSync(file, block, 0, block.length, share.begin);
    closeSync(file);
    for (const line of block.toString("utf8").split("\n")) if (line !== "") take(JSON.parse(line));
}
