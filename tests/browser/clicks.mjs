// Uses pages as people do, in a browser: sorts, searches, filters, and finds a
// meeting among very many. What is expected is read from the page's own rows.
// Usage: node clicks.mjs INDEX MEETING LARGE_INDEX REGISTER TABLE_OF_PEOPLE

import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";

const [index, meeting, large, register, people] = process.argv.slice(2);
const faults = [];
const expect = (held, what) => {
  if (!held) faults.push(what);
};

/** The rows that are shown: a list of cells for each. */
const rows = (tab, table) =>
  tab.$$eval(`${table} tbody tr:not([hidden])`, (rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));

/** A number as it is written in any language; a duration in seconds. */
const value = (text) => {
  const digits = text.replace(/[^\d:]/g, "");
  return digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
};

const ascending = (numbers) => numbers.every((number, at) => at === 0 || numbers[at - 1] <= number);

const visit = async (browser, page, use) => {
  const tab = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  tab.on("console", (said) => expect(said.type() !== "error", `${page}: ${said.text()}`));
  tab.on("pageerror", (error) => faults.push(`${page}: ${error}`));
  const begun = performance.now();
  await tab.goto(pathToFileURL(page).href);
  const opened = performance.now() - begun;
  await use(tab);
  await tab.close();
  return opened;
};

/** Clicks each heading twice and looks whether the numbers are in order. */
const sorting = async (tab, table) => {
  const heads = await tab.$$eval(`${table} thead th`, (heads) => heads.map((head) => "n" in head.dataset));
  for (const [column, numbers] of heads.entries()) {
    const button = tab.locator(`${table} thead th`).nth(column).locator("button");
    for (const order of ["ascending", "descending"]) {
      await button.click();
      const sorted = await tab.locator(`${table} thead th`).nth(column).getAttribute("aria-sort");
      expect(sorted === order, `column ${column} is sorted ${sorted} instead of ${order}`);
      if (!numbers) continue;
      const cells = await tab.$$eval(`${table} tbody tr`, (rows, column) =>
        rows.map((row) => [row.cells[column].dataset.v, row.cells[column].childNodes[0].textContent, row.cells[column].querySelector(".na") !== null]), column);
      const known = cells.filter(([, , missing]) => !missing);
      expect(cells.slice(known.length).every(([, , missing]) => missing), `column ${column}: unknown is not last`);
      const shown = known.map(([exact, text]) => (exact ? Number(exact) : value(text)));
      if (order === "descending") shown.reverse();
      expect(ascending(shown), `column ${column} is not ${order}: ${shown.slice(0, 8)}`);
    }
  }
};

const indexed = async (tab) => {
  const table = "#meetings-table", tools = tab.locator("[data-tools=meetings-table]");
  const all = await rows(tab, table);
  await sorting(tab, table);
  const name = all[1][0];
  await tools.locator("[data-search]").fill(name.toUpperCase());
  const found = await rows(tab, table);
  expect(found.length >= 1 && found.every((row) => row.join(" ").toLowerCase().includes(name.toLowerCase())), `search for ${name}`);
  expect((await tools.locator("output").textContent()).includes(String(all.length)), "the search says how many there are");
  await tools.locator("[data-search]").fill("");
  expect((await rows(tab, table)).length === all.length, "an empty search shows all");
  const days = await tab.$$eval(`${table} tbody tr`, (rows) => rows.map((row) => row.dataset.d).sort());
  const day = days[Math.floor(days.length / 2)];
  await tools.locator("[data-from]").fill(day);
  await tools.locator("[data-to]").fill(day);
  const ofDay = days.filter((one) => one === day).length;
  expect((await rows(tab, table)).length === ofDay, `${ofDay} meetings on ${day}`);
  await tools.locator("[data-from]").fill("");
  await tools.locator("[data-to]").fill("");
  const select = tools.locator("[data-finding]");
  for (const option of await select.locator("option").all()) {
    const codes = (await option.getAttribute("value")).split(" ").filter(Boolean);
    await select.selectOption(await option.getAttribute("value"));
    const wanted = await tab.$$eval(`${table} tbody tr`, (rows, codes) =>
      rows.filter((row) => codes.length === 0 || codes.some((code) => row.dataset.f.split(" ").includes(code))).length, codes);
    expect(wanted > 0 && (await rows(tab, table)).length === wanted, `${wanted} meetings with ${codes}`);
  }
};

const met = async (tab) => {
  const table = "#people-table", tools = tab.locator("[data-tools=people-table]");
  const all = await rows(tab, table);
  await sorting(tab, table);
  await tools.locator("[data-only]").check();
  const found = await rows(tab, table);
  expect(found.length > 0 && found.length <= all.length && found.every((row) => row.at(-1) !== ""), "only people with findings");
  await tools.locator("[data-only]").uncheck();
  expect((await rows(tab, table)).length === all.length, "everybody again");
};

const many = async (tab) => {
  const find = tab.locator(".find");
  const meetings = await tab.$eval("#all-meetings", (data) => JSON.parse(data.textContent));
  const [name, page, , day] = meetings[Math.floor(meetings.length / 2)];
  await find.locator("input[type=search]").fill(name);
  const links = () => find.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect((await links()).includes(page), `finds ${name}`);
  await find.locator("input[type=search]").fill("");
  expect((await links()).length === 0, "asks before it lists");
  await find.locator("[data-from]").fill(day);
  await find.locator("[data-to]").fill(day);
  const ofDay = meetings.filter((meeting) => meeting[3] === day).length;
  expect((await links()).length === Math.min(100, ofDay), `${ofDay} meetings on ${day}`);
  const sum = (await rows(tab, "section:has(#meetings) table")).reduce((sum, row) => sum + value(row[1]), 0);
  expect(sum === meetings.length, `the periods have ${sum} of ${meetings.length} meetings`);
  await tab.locator("section:has(#meetings) table a").first().click();
  await tab.waitForURL("**/periods/*.html");
  const opened = await rows(tab, "#meetings-table");
  expect(opened.length > 0 && opened.length <= 1000, `a period shows ${opened.length} meetings`);
  await tab.locator(".turn a").first().click();
  await tab.locator("#meetings-table a").first().click();
  await tab.waitForURL("**/meetings/*.html");
};

/** The register: filters, and the reason of a letter by pointer and by keyboard. */
const listed = async (tab) => {
  const table = "#register-table", tools = tab.locator("[data-tools=register-table]");
  const people = () => tab.$$eval(`${table} tbody:not(.totals) tr:not(.block):not([hidden])`, (rows) =>
    rows.map((row) => [row.cells[1].textContent.trim(), ...[...row.querySelectorAll(".st")].map((letter) => letter.textContent)]));
  const all = await people();
  const totals = () => tab.locator(`${table} .totals tr:visible`).count();
  expect(all.length > 20 && (await totals()) > 0, `${all.length} people and their totals`);
  const absent = await tools.locator("[data-absent]").getAttribute("value");
  await tools.locator("[data-absent]").check();
  const missing = await people();
  expect(missing.length > 0 && missing.length < all.length && missing.every((row) => row.slice(1).includes(absent)), "only with absences");
  expect((await totals()) === 0, "totals of everybody stand below some");
  await tools.locator("[data-absent]").uncheck();
  const department = all.map((row) => row[0]).find(Boolean);
  await tools.locator("[data-department]").selectOption(department);
  expect((await people()).length === all.filter((row) => row[0] === department).length, `people of ${department}`);
  await tools.locator("[data-department]").selectOption("");
  await tools.locator("[data-status]").selectOption(absent);
  expect((await people()).length === missing.length, "people with a status");
  await tools.locator("[data-status]").selectOption("");
  expect((await people()).length === all.length, "everybody again");
  const letter = tab.locator(`${table} button.st.error`).first(), panel = tab.locator(".reason");
  expect(!(await panel.isVisible()), "a reason nobody asked for");
  await letter.click();
  const reason = await letter.getAttribute("title");
  expect(reason.length > 10 && (await panel.textContent()).includes(reason), "the reason of a letter");
  const next = tab.locator(`${table} button.st.warning`).first();
  await next.focus();
  await tab.keyboard.press("Enter");
  expect((await panel.textContent()).includes(await next.getAttribute("title")), "the reason by keyboard");
};

/** A table of people: the filter by department, and the way to a person's page. */
const byDepartment = async (tab) => {
  const table = "#rows", tools = tab.locator("[data-tools=rows]");
  const all = await rows(tab, table);
  const select = tools.locator("[data-department]");
  const column = Number(await select.getAttribute("data-department"));
  for (const department of (await select.locator("option").allTextContents()).slice(1)) {
    await select.selectOption(department);
    const own = all.filter((row) => row[column] === department);
    const shown = await rows(tab, table);
    expect(own.length > 0 && shown.length === own.length, `${own.length} people of ${department}`);
    expect(shown.every((row) => row[column] === department), `only people of ${department}`);
  }
  await select.selectOption("");
  expect((await rows(tab, table)).length === all.length, "everybody again");
  const name = tab.locator(`${table} tbody th a`).first();
  const wanted = (await name.textContent()).trim();
  await name.click();
  await tab.waitForURL("**/people/*.html");
  expect((await tab.locator("h1").textContent()).includes(wanted), `the page of ${wanted}`);
};

const browser = await open();
await visit(browser, index, indexed);
await visit(browser, meeting, met);
const opened = await visit(browser, large, many);
await visit(browser, register, listed);
await visit(browser, people, byDepartment);
await browser.close();

for (const fault of faults) console.error(fault);
console.log(`clicked through 5 pages, the large index opened in ${Math.round(opened)} ms: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
