"use strict";
// The page is complete without this: it adds sorting, search and a filter to the tables.
for (const table of document.querySelectorAll("table[data-sort]")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const key = (cell, number) => {
    const text = cell.dataset.v ?? cell.textContent.trim();
    if (!number) return text.toLowerCase();
    const digits = text.replace(/[^\d:.]/g, "");
    // Durations such as 0:25:58 count in seconds; what is not known goes last.
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
        : one.localeCompare(other, undefined, { numeric: true }) * (up ? 1 : -1);
      rows.sort((one, other) => compare(one[0], other[0]));
      body.append(...rows.map(row => row[1]));
    });
  });
  const search = document.querySelector(`[data-search="${table.id}"]`);
  const only = document.querySelector(`[data-only="${table.id}"]`);
  if (!search) continue;
  const tools = search.closest(".tools"), output = tools.querySelector("output");
  const texts = new Map();
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      row.hidden = !texts.get(row).includes(wanted) || (only?.checked && !("f" in row.dataset));
      shown += !row.hidden;
    }
    output.textContent = shown < body.rows.length ? `${shown} of ${body.rows.length} shown` : "";
  };
  search.addEventListener("input", filter);
  only?.addEventListener("change", filter);
  tools.hidden = body.rows.length < 2;
}
