// Looks at pages as wide as a laptop and as a phone: no page scrolls sideways as a whole, and a
// wide table scrolls in its frame with its first column in view.
// Usage: node widths.mjs FOLDER…, all pages below each

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const WIDTHS = [1366, 390];

const pagesBelow = (folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => join(folder, name));

/** What is wrong with the page that is open, and how many frames scroll. */
const measure = () => {
  const faults = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`is ${scrollWidth - clientWidth} px wider than the window`);
  const wide = [...document.querySelectorAll(".scroll")].filter((frame) => frame.scrollWidth > frame.clientWidth);
  for (const frame of wide) {
    frame.scrollLeft = frame.scrollWidth;
    const left = frame.getBoundingClientRect().left;
    // A heading over all columns begins at its text.
    const firsts = [...frame.querySelectorAll("tr")].map(({ cells: [cell] }) =>
      cell.colSpan > 1 ? (cell.firstElementChild ?? cell) : cell);
    const gone = firsts.filter((first) => first.getBoundingClientRect().left < left - 1).length;
    if (gone > 0) faults.push(`${frame.ariaLabel}: ${gone} of ${firsts.length} rows lose their first column`);
    if (frame.querySelector(".list, .register") && frame.clientHeight > innerHeight)
      faults.push(`${frame.ariaLabel}: the bar to scroll with lies below the window`);
  }
  return [faults, wide.length];
};

const pages = process.argv.slice(2).flatMap(pagesBelow);
const faults = [];
let frames = 0;
// Bars take room, as on most people's screens.
const browser = await open({ ignoreDefaultArgs: ["--hide-scrollbars"] });
for (const width of WIDTHS) {
  const tab = await browser.newPage({ viewport: { width, height: 900 } });
  for (const page of pages) {
    await tab.goto(pathToFileURL(page).href);
    const [found, wide] = await tab.evaluate(measure);
    faults.push(...found.map((fault) => `${page} (${width} px): ${fault}`));
    frames += wide;
  }
  await tab.close();
}
await browser.close();
if (frames === 0) faults.push("no table was wide enough to scroll");

for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages, ${WIDTHS.length} widths, ${frames} wide tables: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
