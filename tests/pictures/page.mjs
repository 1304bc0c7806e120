// Takes pictures of the top of a meeting's page and of its timeline.
// Usage: node page.mjs PAGE FOLDER

import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [page, folder] = process.argv.slice(2);
const browser = await open();
const tab = await browser.newPage({ viewport: { width: 1000, height: 1000 }, deviceScaleFactor: 1.5 });
await tab.goto(pathToFileURL(page).href);
const box = async (selector) => await tab.locator(selector).first().boundingBox();
const tiles = await box("dl.tiles");
const timeline = await box("section:has(#timeline)");
const clip = (y, height) => ({ x: 0, y, width: 1000, height });
await tab.screenshot({ path: `${folder}/top.png`, fullPage: true, clip: clip(0, tiles.y + tiles.height + 24) });
await tab.screenshot({ path: `${folder}/timeline.png`, fullPage: true, clip: clip(timeline.y, Math.min(timeline.height, 640)) });
await browser.close();
