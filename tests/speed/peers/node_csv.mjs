// Node: one thread, or several that each take a share of files or lines; rows put in order.
//
// Usage: node node_csv.mjs THREADS files|lines|one INPUT OUTPUT-FOLDER

import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

import { addRoles, COLUMNS, eachReport, eachRow, ROLE_COLUMNS, shares } from "./reports.mjs";

const NEEDS_QUOTES = /[",\r\n]/;
const SHARES_AHEAD = 4;

function cell(text) {
    if (text === null || text === undefined) return "";
    return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// The rows of a share as CSV, and its roles.
function work(share) {
    const roles = {};
    let text = "";
    eachReport(share, (report) =>
        eachRow(report, roles, (of, id, name, email, role, intervals, total, seconds, check) => {
            text += `${of},${id},${cell(name)},${cell(email)},${cell(role)},${intervals},${total},${seconds},${check}\r\n`;
        }),
    );
    return { bytes: Buffer.from(text, "utf8"), roles };
}

// Hands the shares to threads and calls `take` with the results in order.
function inThreads(count, todo, take) {
    return new Promise((resolve, reject) => {
        const waiting = new Map();
        let [given, taken, alive] = [0, 0, 0];
        const idle = [];
        const give = () => {
            while (idle.length > 0 && given < todo.length && given < taken + SHARES_AHEAD) {
                idle.pop().postMessage({ index: given, share: todo[given] });
                given += 1;
            }
            if (taken === todo.length) for (const worker of idle.splice(0)) worker.postMessage(null);
        };
        for (let i = 0; i < count; i += 1) {
            const worker = new Worker(fileURLToPath(import.meta.url));
            alive += 1;
            idle.push(worker);
            worker.on("error", reject);
            worker.on("exit", () => (alive -= 1) === 0 && resolve());
            worker.on("message", ({ index, bytes, roles }) => {
                waiting.set(index, { bytes, roles });
                for (; waiting.has(taken); taken += 1) {
                    take(waiting.get(taken));
                    waiting.delete(taken);
                }
                idle.push(worker);
                give();
            });
        }
        give();
    });
}

function answerShares() {
    parentPort.on("message", (message) => {
        if (message === null) return parentPort.close();
        const { bytes, roles } = work(message.share);
        parentPort.postMessage({ index: message.index, bytes, roles }, [bytes.buffer]);
    });
}

async function main() {
    const [threads, shape, input, output] = process.argv.slice(2);
    const everybody = {};
    const file = openSync(join(output, "records.csv"), "w");
    writeSync(file, `${COLUMNS.join(",")}\r\n`);
    const take = ({ bytes, roles }) => {
        writeSync(file, bytes);
        addRoles(everybody, roles);
    };
    const todo = shares(shape, input);
    if (threads === "1") for (const share of todo) take(work(share));
    else await inThreads(Number(threads), todo, take);
    closeSync(file);
    const rows = Object.entries(everybody).map(([role, sums]) => [cell(role), ...sums]);
    writeFileSync(join(output, "roles.csv"), [ROLE_COLUMNS, ...rows].map((row) => `${row.join(",")}\r\n`).join(""));
}

if (isMainThread) await main();
else answerShares();
