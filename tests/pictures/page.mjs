// Takes a picture of what a page shows first.
// Usage: node page.mjs PAGE PICTURE WIDTH HEIGHT

import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [page, path, width, height] = process.argv.slice(2);
const browser = await open();
const viewport = { width: Number(width), height: Number(height) };
const tab = await browser.newPage({ viewport, deviceScaleFactor: 1.5 });
await tab.goto(pathToFileURL(page).href);
await tab.screenshot({ path });
await browser.close();
