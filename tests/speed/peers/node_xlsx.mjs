// Node with exceljs: its writer that keeps no rows, at the fastest compression.
//
// Usage: node node_xlsx.mjs files|lines|one INPUT OUTPUT-FOLDER, with exceljs in NODE_PATH

import { createRequire } from "node:module";
import { join } from "node:path";

import { COLUMNS, eachReport, eachRow, ROLE_COLUMNS, shares } from "./reports.mjs";

// Unlike `import`, this looks into NODE_PATH.
const exceljs = createRequire(import.meta.url)("exceljs");

const [shape, input, output] = process.argv.slice(2);
const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    filename: join(output, "attendance.xlsx"),
    useSharedStrings: false,
    useStyles: false,
    zip: { zlib: { level: 1 } },
});

const roles = {};
const records = workbook.addWorksheet("Records");
records.addRow(COLUMNS).commit();
for (const share of shares(shape, input)) {
    eachReport(share, (report) => eachRow(report, roles, (...cells) => records.addRow(cells).commit()));
    // Lets what is written flow to the disk.
    await new Promise(setImmediate);
}
records.commit();

const summary = workbook.addWorksheet("Report roles");
for (const row of [ROLE_COLUMNS, ...Object.entries(roles).map(([role, sums]) => [role, ...sums])]) {
    summary.addRow(row).commit();
}
summary.commit();
await workbook.commit();
