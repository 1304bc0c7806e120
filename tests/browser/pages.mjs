// Looks at pages as a browser does: they load without errors or requests, are
// valid HTML, and are accessible (axe) in light and dark, wide and narrow.
// Usage: node pages.mjs PAGE…

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import { open } from "./browser.mjs";

const WIDTHS = [1200, 390];
const SCHEMES = ["light", "dark"];

const faults = [];
const validator = new HtmlValidate({ extends: ["html-validate:standard"] });

const validate = async (page) => {
  const report = await validator.validateString(readFileSync(page, "utf8"), page);
  for (const { messages } of report.results) {
    for (const { line, ruleId, message, severity } of messages) {
      if (severity > 1) faults.push(`${basename(page)}:${line}: [${ruleId}] ${message}`);
    }
  }
};

const look = async (browser, page, width, colorScheme) => {
  const where = `${basename(page)} (${width} px, ${colorScheme})`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const tab = await context.newPage();
  const url = pathToFileURL(page).href;
  tab.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) faults.push(`${where}: ${said.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`${where}: ${error}`));
  tab.on("request", (request) => {
    if (request.url() !== url) faults.push(`${where}: asks for ${request.url()}`);
  });
  await tab.goto(url);
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) faults.push(`${where}: is ${overflow} px wider than the window`);
  await tab.evaluate(axe.source);
  const { violations, passes } = await tab.evaluate(() => globalThis.axe.run());
  if (passes.length < 10) faults.push(`${where}: axe looked at almost nothing`);
  for (const { id, help, nodes } of violations) {
    faults.push(`${where}: [${id}] ${help}: ${nodes.length} times, first ${nodes[0].target}`);
  }
  await context.close();
};

const pages = process.argv.slice(2);
const browser = await open();
for (const page of pages) {
  await validate(page);
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) await look(browser, page, width, scheme);
  }
}
await browser.close();

for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages, ${WIDTHS.length * SCHEMES.length} looks each: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
