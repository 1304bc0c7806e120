"""Reads what a program wrote, and compares it with what another wrote.

Compared are the rows, each by report, record, interval sum and sum check, in any
order, and for each role the records, reported total, interval sum and mismatches:
as the rows add up to, and as the program's own table of roles says.
"""

import csv
import hashlib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

# Ours in CSV, ours as the workbook's headings, and those of the peers where they differ.
HEADINGS = {
    "Report id": "report_id",
    "Record id": "record_id",
    "Role": "role",
    "Records": "records",
    "Reported total (s)": "reported_total_seconds",
    "Interval sum (s)": "interval_sum_seconds",
    "Sum check": "sum_check",
}
ROW = ("report_id", "record_id", "role", "reported_total_seconds", "interval_sum_seconds", "sum_check")
SUMS = ("records", "reported_total_seconds", "interval_sum_seconds", "mismatches")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Row = tuple[str, str, str, int, int, str]


class Differs(Exception):
    """Two outputs, or two tables of one output, say different things."""


@dataclass(frozen=True)
class Outcome:
    """What a program found. The digest is that of all rows, whatever their order."""

    rows: int
    digest: int
    roles: dict[str, tuple[int, ...]]


def csv_cells(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def column(reference: str) -> int:
    """The place of a cell such as `AB12`, counted from 0."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - 64
    return place - 1


def sheet_member(book: zipfile.ZipFile, name: str | None) -> str:
    """The file of the sheet of this name, or of the first."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
    ids = {sheet.get("name"): sheet.get(f"{LINKS}id") for sheet in sheets}
    wanted = ids[name] if name else next(iter(ids.values()))
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    target = next(link.get("Target") for link in links if link.get("Id") == wanted)
    return "xl/" + target.removeprefix("/xl/")


def sheet_cells(path: Path, name: str | None) -> Iterator[list[str]]:
    """The rows of a sheet, whose texts stand in the cells and not in a list of their own."""
    with zipfile.ZipFile(path) as book, book.open(sheet_member(book, name)) as file:
        events = ElementTree.iterparse(file, events=("start", "end"))
        for event, element in events:
            if element.tag == f"{SHEET}sheetData":
                rows = element
            if event == "start" or element.tag != f"{SHEET}row":
                continue
            cells: dict[int, str] = defaultdict(str)
            for cell in element:
                if cell.get("t") == "s":
                    raise Differs(f"{path}: shared strings are not read here")
                cells[column(cell.get("r"))] = "".join(cell.itertext())
            yield [cells[place] for place in range(max(cells, default=-1) + 1)]
            rows.clear()


def picked(table: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[list[str]]:
    """Only these columns, which the table may have in any order."""
    found = {HEADINGS.get(heading, heading): place for place, heading in enumerate(next(table))}
    places = [found[name] for name in columns]
    for cells in table:
        yield [cells[place] for place in places]


def number(text: str) -> int:
    """A whole number; a workbook may say `12.0`."""
    return int(text) if text.isdigit() else int(float(text or 0))


def rows(table: Iterator[list[str]]) -> Iterator[Row]:
    for report, record, role, total, seconds, check in picked(table, ROW):
        yield report, record, role, number(total), number(seconds), check


def tables(output: Path, format: str) -> tuple[Iterator[list[str]], Iterator[list[str]]]:
    """The records and the roles that a program wrote into this folder."""
    if format == "csv":
        roles = next(output.rglob("report_roles.csv"), None) or next(output.rglob("roles.csv"))
        return csv_cells(next(output.rglob("records.csv"))), csv_cells(roles)
    if (output / "records.xlsx").exists():
        return tuple(sheet_cells(output / f"{name}.xlsx", None) for name in ("records", "roles"))
    return tuple(sheet_cells(output / "attendance.xlsx", name) for name in ("Records", "Report roles"))


def add_up(of: Iterable[Row]) -> Outcome:
    count, digest = 0, 0
    roles: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for report, record, role, total, seconds, check in of:
        count += 1
        sums = roles[role]
        sums[0] += 1
        sums[1] += total
        sums[2] += seconds
        sums[3] += check != "equal"
        key = f"{report}\t{record}\t{seconds}\t{check}".encode()
        digest += int.from_bytes(hashlib.blake2b(key, digest_size=16).digest(), "little")
    return Outcome(count, digest % (1 << 128), {role: tuple(sums) for role, sums in roles.items()})


def role_sums(table: Iterator[list[str]]) -> dict[str, tuple[int, ...]]:
    """The sums of a table of roles, which may have a row for each meeting and may not count mismatches."""
    headings = [HEADINGS.get(heading, heading) for heading in next(table)]
    names = [name for name in SUMS if name in headings]
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(names))
    for role, *values in picked(iter([headings, *table]), ("role", *names)):
        for place, value in enumerate(values):
            found[role][place] += number(value)
    return {role: tuple(sums) for role, sums in found.items()}


def read(output: Path, format: str) -> Outcome:
    """What a program wrote; its two tables must agree."""
    records, roles = tables(output, format)
    outcome, said = add_up(rows(records)), role_sums(roles)
    width = min(map(len, said.values()), default=0)
    if width < 3 or said != {role: sums[:width] for role, sums in outcome.roles.items()}:
        raise Differs(f"{output}: roles say {said}, and the records add up to {outcome.roles}")
    return outcome


def fingerprint(output: Path, format: str) -> str:
    """The same for outputs that are the same, quicker than reading them."""
    if format == "csv":
        tables = sorted([*output.rglob("records.csv"), *output.rglob("*roles.csv")])
        return " ".join(digest_of(path) for path in tables)
    sheets = [
        f"{member.filename}={member.CRC:08x}"
        for path in sorted(output.rglob("*.xlsx"))
        for member in zipfile.ZipFile(path).infolist()
        if member.filename.startswith("xl/worksheets/sheet")
    ]
    return " ".join(sheets)


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def differences(one: Path, other: Path, format: str) -> str:
    """The first rows that only one of two outputs has."""
    keys = [set(), set()]
    for found, output in zip(keys, (one, other)):
        for report, record, _, _, seconds, check in rows(tables(output, format)[0]):
            found.add((report, record, seconds, check))
    only = [sorted(keys[0] - keys[1])[:3], sorted(keys[1] - keys[0])[:3]]
    return f"only in {one}: {only[0]}; only in {other}: {only[1]}"


def compare(one: Path, outcome: Outcome, other: Path, expected: Outcome, format: str) -> None:
    if outcome == expected:
        return
    raise Differs(
        f"{one}: {outcome.rows} rows, {outcome.roles}\n{other}: {expected.rows} rows, {expected.roles}\n"
        + differences(one, other, format)
    )
