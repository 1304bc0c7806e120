"""Compares a workbook, cell by cell, with the CSV tables of the same run.

Numbers must be numbers, times dates and text text; nothing may be a formula.
Every link must lead to a row of the same meeting, of evidence to one of the same report,
or from and to the first sheet.
The columns and their units are those that the guide lists. The CSV tables are
those of `--raw`, and the workbook's time zone is UTC.

Usage: python3 compare.py src/guide/tables.md CSV-FOLDER WORKBOOK…
"""

import csv
import re
import sys
import warnings
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl

DAY = 86_400
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def columns(chapter: str) -> dict[str, list[tuple[str, str, str]]]:
    """For each table the key, heading and unit of its columns."""
    tables: dict[str, list[tuple[str, str, str]]] = {}
    for line in chapter.splitlines():
        if heading := re.match(r"### `(\w+)`:", line):
            name = heading[1]
            tables[name] = []
        elif line.startswith("## "):
            name = None
        elif tables and name and (row := re.match(r"\| `(\w+)` \| (.+?) \| (.+?) \|", line)):
            tables[name].append(row.groups())
    return tables


def seconds(value: object) -> float:
    """A length of time that Excel shows as hours, minutes and seconds."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        ).total_seconds()
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds()
    if isinstance(value, (int, float)):
        return value * DAY
    raise TypeError(f"{value!r} is no length of time")


def instant(text: str) -> datetime:
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(value: object, text: str, unit: str) -> bool:
    """Whether a cell holds what CSV holds, in the right type."""
    if text == "":
        return value is None
    if unit == "text":
        return isinstance(value, str) and value == UNSEEN.sub(" ", text)
    if unit.startswith("date-time"):
        return isinstance(value, datetime) and abs(value - instant(text)) < timedelta(milliseconds=1)
    if unit == "length":
        return abs(seconds(value) - float(text)) < 0.001
    return is_number(value) and abs(value - float(text)) < 1e-9


def sheet_columns(key: str, heading: str, unit: str) -> list[tuple[str, str, str]]:
    """The sheet's heading or headings for a column, with the key and how it is shown."""
    if unit == "seconds":
        return [(heading, key, "length"), (f"{heading} (s)", key, unit)]
    if unit == "seconds, 2 decimals":
        return [(heading, key, "length")]
    if unit.startswith("date-time"):
        return [(f"{heading} (UTC)", key, unit)]
    return [(heading, key, unit)]


def compare(sheet, expected: list[dict[str, str]], shown: list[tuple[str, str, str]]) -> int:
    rows = list(sheet.iter_rows())
    headings = [cell.value for cell in rows[0]]
    assert sorted(headings) == sorted(heading for heading, _, _ in shown), (
        f"{sheet.title}: {set(headings) ^ {heading for heading, _, _ in shown}}"
    )
    assert len(rows) - 1 == len(expected), f"{sheet.title}: {len(rows) - 1} rows, not {len(expected)}"
    kinds = {heading: (key, unit) for heading, key, unit in shown}
    for row, record in zip(rows[1:], expected):
        for heading, cell in zip(headings, row):
            key, unit = kinds[heading]
            assert cell.data_type != "f", f"{sheet.title} {cell.coordinate}: a formula"
            assert same(cell.value, record[key], unit), (
                f"{sheet.title} {cell.coordinate}: {cell.value!r}, and CSV has {key}={record[key]!r} ({unit})"
            )
    return len(expected) * len(headings)


def links(book) -> int:
    """How many links lead to where they belong; all must."""
    count = 0
    for sheet in book:
        headings = {cell.value: cell.column for cell in sheet[1]}
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            place = f"{sheet.title} {link.ref}"
            name, _, target = link.location.rpartition("!")
            target = book[name.strip("'")][target]
            assert link.target is None, f"{place} leads out of the workbook"
            start = sheet[link.ref]
            if sheet.title in (book.sheetnames[0], "About"):
                # A finding, whose code stands behind its sentence, leads to its first row, all
                # else to the beginning of a sheet.
                found = target.parent.cell(target.row, 2).value
                is_same = str(start.value).endswith(f"[{found}]")
                assert target.row == 1 or is_same, f"{place} leads to {found!r}"
            elif start.row == 1:
                assert target.parent.title == book.sheetnames[0], f"{place} does not lead back"
            else:
                there = {cell.value: cell.column for cell in target.parent[1]}
                about = "Report" if "Report" in headings else "Meeting"
                own = sheet.cell(start.row, headings[about]).value
                led_to = target.parent.cell(target.row, there[about]).value
                assert own == led_to, f"{place} leads from {own!r} to {led_to!r}"
            count += 1
    return count


def main() -> None:
    readme, folder, *workbooks = sys.argv[1:]
    tables = columns(Path(readme).read_text(encoding="utf-8"))
    for path in workbooks:
        with warnings.catch_warnings():
            # It does not know the data bars, which are no cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
        cells = 0
        for file in sorted(Path(folder).glob("*.csv")):
            with file.open(encoding="utf-8-sig", newline="") as text:
                expected = list(csv.DictReader(text))
            shown = [one for column in tables[file.stem] for one in sheet_columns(*column)]
            cells += compare(book[file.stem.replace("_", " ").capitalize()], expected, shown)
        assert cells > 1000, f"{path}: only {cells} cells were compared"
        led = links(book)
        assert led > 1000, f"{path}: only {led} links"
        charts = [len(book[name]._charts) for name in (book.sheetnames[0], "About")]
        assert charts == [1, 1], f"{path}: a chart is missing"
        print(f"{path}: {cells} cells are those of CSV, {led} links lead where they belong")


main()
