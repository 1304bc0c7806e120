"""What only Rollbook is measured for: start, growth, a second core, all tables and pages, columns."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import comparing
from columns import Columns, columns
from contenders import Contender, on_cores, rollbook
from measuring import Runs, measure
from race import GOOD_EXITS, Race, say
from workloads import Bench, Source, Workload

# A start is so short that it needs many runs.
STARTS = 20


@dataclass(frozen=True)
class Line:
    """Runs of Rollbook for one purpose on one input."""

    title: str
    source: Source
    runs: Runs
    rows: int
    size: int


@dataclass
class ByItself:
    start: Runs | None = None
    series: list[Line] = field(default_factory=list)
    cores: list[tuple[Line, Line]] = field(default_factory=list)
    tables: list[Line] = field(default_factory=list)
    columns: Columns | None = None


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def start(bench: Bench) -> Runs:
    say("start")
    command = [str(bench.program), "--version"]
    return Runs([measure(command, bench.outputs / "start") for _ in range(STARTS)])


def raced(source: Source, contenders: list[Contender], bench: Bench) -> list[Line]:
    """Rows and sums as CSV, by variants of Rollbook in turn, whose outputs must agree."""
    race = Race(Workload("", source, "csv", 0.0), contenders, bench)
    race.take_turns(bench.repetitions)
    return [Line(one.name, source, race.runs[one.name], race.rows, size(race.source)) for one in contenders]


def series(bench: Bench) -> list[Line]:
    """Ten times as many meetings at each step."""
    sources = [Source("lines", count) for count in bench.scale.series]
    return [raced(source, [rollbook(bench.program)], bench)[0] for source in sources]


def cores(bench: Bench) -> list[tuple[Line, Line]]:
    """What is gained by a second core."""
    scale = bench.scale
    sources = [Source("files", scale.files), Source("lines", scale.lines), Source("one", scale.large)]
    one_and_two = [on_cores(bench.program, 1), on_cores(bench.program, 2)]
    return [tuple(raced(source, one_and_two, bench)) for source in sources]


# What each format writes that holds all default tables, or the pages.
WRITTEN = {"csv": "CSV, all tables", "xlsx": "XLSX, all tables", "html": "HTML, a page a meeting"}

# Without a format the program writes these.
BY_DEFAULT = "workbook and pages"


def all_tables(source: Source, format: str | None, bench: Bench) -> Line:
    """All default tables, the pages, or what is written where nobody names a format."""
    title = f"{source.title} → {WRITTEN[format] if format else BY_DEFAULT}"
    say(title)
    path, runs = source.make(bench.inputs), Runs()
    # Each into a folder of its own: to remove thousands of files slows down the making of
    # others on some file systems, for minutes.
    outputs = [bench.outputs / f"{format or 'default'}-{turn}" for turn in range(bench.repetitions)]
    try:
        for output in outputs:
            command = [str(bench.program), "convert", str(path), "--output", str(output), "--force", "--quiet"]
            if format:
                command += ["--format", format]
            # Records are in the workbook, too, by which what was written is held against the input.
            whole = ["--detail"] if format == "xlsx" else []
            runs.runs.append(measure([*command, *whole], output, GOOD_EXITS))
        return Line(title, source, runs, count(outputs[-1], format, source), size(path))
    finally:
        for output in outputs:
            shutil.rmtree(output, ignore_errors=True)


def count(output: Path, format: str | None, source: Source) -> int:
    """The records written, read back; or the pages, of which there must be one a meeting."""
    if format == "csv":
        return sum(1 for _ in comparing.csv_cells(output / "csv" / "records.csv")) - 1
    if format == "xlsx":
        return sum(1 for _ in comparing.sheet_cells(output / "attendance.xlsx", "Records")) - 1
    pages = sum(1 for _ in (output / "meetings").glob("*.html"))
    if pages != source.meetings:
        raise comparing.Differs(f"{pages} pages of {source.meetings} meetings")
    return pages


def tables(bench: Bench) -> list[Line]:
    files, lines = Source("files", bench.scale.files), Source("lines", bench.scale.lines)
    a_quarter = Source("files", bench.scale.files // 4)
    # Few pages first: where thousands were removed, new ones take longer for a while.
    few = [Source("files", count) for count in (1, 20, 200)]
    work = [(source, None) for source in few]
    work += [(a_quarter, "csv"), (files, "csv"), (lines, "csv"), (files, "xlsx"), (files, "html"), (files, None)]
    return [all_tables(source, format, bench) for source, format in work]


def measure_parts(bench: Bench, parts: list[str]) -> ByItself:
    found = ByItself()
    if "start" in parts:
        found.start = start(bench)
    if "series" in parts:
        found.series = series(bench)
    if "cores" in parts:
        found.cores = cores(bench)
    if "tables" in parts:
        found.tables = tables(bench)
    if "columns" in parts:
        found.columns = columns(bench)
    return found
