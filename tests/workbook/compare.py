"""Compares a workbook, cell by cell, with the CSV tables of the same run.

Numbers must be numbers, times dates and text text; nothing may be a formula.
The columns and their units are those that the README lists. The CSV tables are
those of `--raw`, and the workbook's time zone is UTC.

Usage: python3 compare.py README.md CSV-FOLDER WORKBOOK…
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


def columns(readme: str) -> dict[str, list[tuple[str, str, str]]]:
    """For each table the key, heading and unit of its columns."""
    tables: dict[str, list[tuple[str, str, str]]] = {}
    for line in readme.splitlines():
        if heading := re.match(r"#### `(\w+)`:", line):
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
            cells += compare(book[file.stem.capitalize()], expected, shown)
        assert cells > 1000, f"{path}: only {cells} cells were compared"
        print(f"{path}: {cells} cells are those of CSV")


main()
