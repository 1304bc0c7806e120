// Takes a picture of the table on a page.
// Usage: node list.mjs PAGE FOLDER

import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [page, folder] = process.argv.slice(2);
const browser = await open();
const tab = await browser.newPage({ viewport: { width: 1400, height: 1000 }, deviceScaleFactor: 1.5 });
await tab.goto(pathToFileURL(page).href);
await tab.locator("table").screenshot({ path: `${folder}/list.png` });
await browser.close();
