"""Python: two processes that each take a share of files or lines, rows put in order.

Usage: python3 in_python.py json|orjson|msgspec files|lines|one INPUT OUTPUT-FOLDER
json is the standard library's parser, orjson the fastest one that makes dictionaries, and
msgspec reads into types of which it is told before, and passes over the rest.
"""

import csv
import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from multiprocessing import Pool
from pathlib import Path

PROCESSES = 2
FILES_AT_A_TIME = 250
BYTES_AT_A_TIME = 4 << 20

COLUMNS = (
    "report_id", "record_id", "display_name", "email", "role",
    "intervals", "reported_total_seconds", "interval_sum_seconds", "sum_check",
)
ROLE_COLUMNS = ("role", "records", "reported_total_seconds", "interval_sum_seconds", "mismatches")

# Of each role the records, their total, the sum of their intervals, and how often these differ.
Roles = dict[str, list[int]]


def rows(report: dict, roles: Roles) -> Iterator[tuple]:
    of = report["id"]
    for record in report["attendanceRecords"]:
        intervals = record["attendanceIntervals"]
        total = record["totalAttendanceInSeconds"]
        seconds = sum([one["durationInSeconds"] for one in intervals])
        role = record["role"]
        sums = roles.get(role)
        if sums is None:
            sums = roles[role] = [0, 0, 0, 0]
        sums[0] += 1
        sums[1] += total
        sums[2] += seconds
        sums[3] += total != seconds
        yield (
            of, record["id"], record["identity"]["displayName"], record["emailAddress"], role,
            len(intervals), total, seconds, "equal" if total == seconds else "differs",
        )


def rows_of_structs(report, roles: Roles) -> Iterator[tuple]:
    """The same of what msgspec reads."""
    of = report.id
    for record in report.attendanceRecords:
        intervals = record.attendanceIntervals
        total = record.totalAttendanceInSeconds
        seconds = sum([one.durationInSeconds for one in intervals])
        sums = roles.get(record.role)
        if sums is None:
            sums = roles[record.role] = [0, 0, 0, 0]
        sums[0] += 1
        sums[1] += total
        sums[2] += seconds
        sums[3] += total != seconds
        yield (
            of, record.id, record.identity.displayName, record.emailAddress, record.role,
            len(intervals), total, seconds, "equal" if total == seconds else "differs",
        )


def decoder_of_structs() -> Callable:
    from msgspec import Struct, defstruct
    from msgspec.json import Decoder

    def struct(name: str, **fields: type) -> type[Struct]:
        return defstruct(name, list(fields.items()), gc=False)

    interval = struct("Interval", durationInSeconds=int)
    identity = struct("Identity", displayName=str)
    record = struct(
        "Record", id=str, emailAddress=str | None, totalAttendanceInSeconds=int, role=str,
        identity=identity, attendanceIntervals=list[interval],
    )
    return Decoder(struct("Report", id=str, attendanceRecords=list[record])).decode


def table(parser: str, documents: Iterable[bytes]) -> tuple[bytes, Roles]:
    if parser == "msgspec":
        parse, rows_of = decoder_of_structs(), rows_of_structs
    else:
        parse, rows_of = import_module(parser).loads, rows
    text, roles = io.StringIO(), {}
    writer = csv.writer(text)
    for document in documents:
        writer.writerows(rows_of(parse(document), roles))
    return text.getvalue().encode(), roles


def of_files(parser: str, names: list[str]) -> tuple[bytes, Roles]:
    def read(name: str) -> bytes:
        with open(name, "rb", buffering=0) as file:
            return file.read()

    return table(parser, map(read, names))


def of_lines(parser: str, path: str, share: tuple[int, int]) -> tuple[bytes, Roles]:
    begin, end = share
    with open(path, "rb") as file:
        file.seek(begin)
        block = file.read(end - begin)
    return table(parser, block.splitlines())


def shares(path: str) -> Iterator[tuple[int, int]]:
    """Divides a file at line breaks, without reading it."""
    size, begin = os.path.getsize(path), 0
    with open(path, "rb") as file:
        while begin < size:
            file.seek(min(begin + BYTES_AT_A_TIME, size))
            file.readline()
            yield begin, file.tell()
            begin = file.tell()


def parts(pool: Pool, parser: str, shape: str, source: str) -> Iterable[tuple[bytes, Roles]]:
    if shape == "lines":
        return pool.imap(partial(of_lines, parser, source), shares(source))
    names = sorted(entry.path for entry in os.scandir(source))
    groups = [names[i : i + FILES_AT_A_TIME] for i in range(0, len(names), FILES_AT_A_TIME)]
    return pool.imap(partial(of_files, parser), groups)


def write(output: Path, tables: Iterable[tuple[bytes, Roles]]) -> None:
    everybody: Roles = {}
    with (output / "records.csv").open("wb") as file:
        file.write(",".join(COLUMNS).encode() + b"\r\n")
        for text, roles in tables:
            file.write(text)
            for role, sums in roles.items():
                known = everybody.setdefault(role, [0, 0, 0, 0])
                known[:] = map(int.__add__, known, sums)
    with (output / "roles.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(ROLE_COLUMNS)
        writer.writerows((role, *sums) for role, sums in everybody.items())


def main() -> None:
    parser, shape, source, output = sys.argv[1:]
    # Nothing here refers to itself in a circle: looking for that costs a quarter of the time.
    gc.disable()
    if shape == "one":
        write(Path(output), [of_files(parser, [source])])
        return
    with Pool(PROCESSES) as pool:
        write(Path(output), parts(pool, parser, shape, source))


if __name__ == "__main__":
    main()
