"use strict";
// The page is complete without this: it adds sorting, search and filters to the tables.
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const told = (output, shown, all, some) => {
  const text = output.dataset.text.replace("{shown}", numbers.format(shown)).replace("{all}", numbers.format(all));
  output.textContent = some ? text : "";
};

const sortable = table => {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const key = (cell, number) => {
    if (!number) return cell.textContent.trim();
    if (cell.dataset.v) return Number(cell.dataset.v);
    // In one column all have the same decimal places, so that separators of any
    // language may go; 0:25:58 counts in seconds; what is not known goes last.
    const digits = "v" in cell.dataset ? "" : cell.textContent.replace(/[^\d:]/g, "");
    return digits ? digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : Infinity;
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const number = "n" in head.dataset;
      const up = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = up ? "ascending" : "descending";
      const rows = [...body.rows].map(row => [key(row.cells[column], number), row]);
      const compare = (one, other) => number ? (one === other ? 0 : one === Infinity ? 1 : other === Infinity ? -1 : up ? one - other : other - one)
        : collator.compare(one, other) * (up ? 1 : -1);
      rows.sort((one, other) => compare(one[0], other[0]));
      body.append(...rows.map(row => row[1]));
    });
  });
};

const filterable = (table, tools) => {
  const body = table.tBodies[0], output = tools.querySelector("output");
  const [search, only, finding, from, to, department] = ["search", "only", "finding", "from", "to", "department"].map(name => tools.querySelector(`[data-${name}]`));
  const texts = new Map();
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    const codes = finding?.value ? finding.value.split(" ") : [];
    let shown = 0;
    for (const row of body.rows) {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      const found = (row.dataset.f ?? "").split(" "), day = row.dataset.d;
      row.hidden = !texts.get(row).includes(wanted)
        || (department?.value && row.cells[department.dataset.department].textContent.trim() !== department.value)
        || (only?.checked && !("f" in row.dataset))
        || (codes.length > 0 && !codes.some(code => found.includes(code)))
        || (from?.value && !(day >= from.value))
        || (to?.value && !(day && day <= to.value));
      shown += !row.hidden;
    }
    told(output, shown, body.rows.length, shown < body.rows.length);
  };
  tools.addEventListener("input", filter);
  tools.hidden = body.rows.length < 2;
};

// The index of very many meetings holds their names, and lists those that are looked for.
const findable = (place, data) => {
  const search = place.querySelector("input[type=search]"), list = place.querySelector("ul"), output = place.querySelector("output");
  const [only, from, to] = ["only", "from", "to"].map(name => place.querySelector(`[data-${name}]`));
  let meetings;
  const find = () => {
    meetings ??= JSON.parse(data.textContent).map(entry => [entry[0].toLowerCase(), ...entry]);
    const wanted = search.value.trim().toLowerCase();
    const asked = wanted || only.checked || from.value || to.value;
    const hits = asked ? meetings.filter(([lower, , , , day, trouble]) => lower.includes(wanted)
      && (!only.checked || trouble) && (!from.value || day >= from.value) && (!to.value || (day && day <= to.value))) : [];
    list.replaceChildren(...hits.slice(0, 100).map(([, name, page, time]) => {
      const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("bdi");
      text.textContent = name;
      link.href = page;
      link.append(text);
      item.append(link, time ? ` ${time}` : "");
      return item;
    }));
    told(output, hits.length, meetings.length, asked);
  };
  place.addEventListener("input", find);
  place.hidden = false;
};

// The register is filtered by what its rows show: department, letters, absences.
const registered = (table, tools) => {
  const output = tools.querySelector("output");
  const [search, department, status, absent] = ["search", "department", "status", "absent"].map(name => tools.querySelector(`[data-${name}]`));
  const rows = [...table.querySelectorAll("tbody:not(.totals) tr:not(.block)")].map(row => ({
    row, text: row.textContent.toLowerCase(), department: row.cells[1].textContent.trim(),
    letters: [...row.querySelectorAll(".st")].map(letter => letter.textContent),
  }));
  const others = table.querySelectorAll(".totals tr, .block");
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const one of rows) {
      one.row.hidden = !one.text.includes(wanted)
        || (department?.value && one.department !== department.value)
        || (status.value && !one.letters.includes(status.value))
        || (absent.checked && !one.letters.includes(absent.value));
      shown += !one.row.hidden;
    }
    // Totals are those of everybody.
    for (const other of others) other.hidden = shown < rows.length;
    told(output, shown, rows.length, shown < rows.length);
  };
  tools.addEventListener("input", filter);
  tools.hidden = rows.length < 2;
};

// The reason of a letter stands in a panel, for touch and keyboard as well.
const explained = (table, panel) => {
  const [name, meeting, reason] = panel.children;
  const words = new Map([...document.querySelectorAll(".legend [data-letter]")].map(letter => [letter.textContent, letter.nextElementSibling.textContent]));
  table.addEventListener("click", event => {
    const letter = event.target.closest("button.st");
    if (!letter) return;
    const cell = letter.closest("td"), head = table.tHead.rows[0].cells[cell.cellIndex];
    name.textContent = cell.parentElement.querySelector("th bdi").textContent;
    meeting.textContent = `${head.querySelector("bdi").textContent} · ${words.get(letter.textContent)}`;
    reason.textContent = letter.title;
    panel.hidden = false;
    for (const other of table.querySelectorAll(".st[aria-pressed]")) other.removeAttribute("aria-pressed");
    letter.setAttribute("aria-pressed", "true");
  });
};

for (const table of document.querySelectorAll("table[data-sort]")) {
  sortable(table);
  const tools = document.querySelector(`[data-tools="${table.id}"]`);
  if (table.id === "register-table") {
    registered(table, tools);
    explained(table, document.querySelector(".reason"));
  } else if (tools) filterable(table, tools);
}
const names = document.getElementById("all-meetings");
if (names) findable(document.querySelector(".find"), names);
