"""The measurements as Markdown: what was measured where, the tables, the goals."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from alone import ByItself, Line, size
from columns import Columns
from measuring import Runs
from race import Race
from workloads import Bench

MIB = 1 << 20

# What Rollbook means to keep to.
MOST_MEMORY = 64 * MIB
MOST_TIMES_INPUT = 1.5
LONGEST_START = 0.010
LEAST_GAIN = 1.7
LONGEST_PAGES = 3.0
# A meeting among many may cost this much more than one among few.
MOST_GROWTH = 1.25
# Parquet beside CSV, and a partition in Spark beside the program alone.
MOST_SIZE = 1 / 8
MOST_CPU = 1.8
MOST_IN_SPARK = 1.3


def seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def table(headings: list[str], rows: Iterable[list[str]]) -> str:
    rule = ["---" if place < 2 else "---:" for place in range(len(headings))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [headings, rule, *rows])


def version(program: Path) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def heading(bench: Bench, missing: list[str]) -> str:
    lines = [
        f"{version(bench.program)}, {date.today()}, {os.cpu_count()} processors, {platform.system()} "
        f"{platform.machine()}, up to {bench.repetitions} runs of each program in turn.",
        "Wall time is the median and the shortest; CPU time the median of all processes together; memory the",
        "largest peak of the largest process. Python and jq are two processes where the input can be divided,",
        "DuckDB and chDB take all processors. A peer three times slower than the quickest ran once.",
    ]
    if missing:
        lines.append(f"Not installed, so not measured: {'; '.join(missing)}.")
    return "\n".join(lines) + "\n"


def figures(runs: Runs, rows: int, bytes_read: int) -> list[str]:
    return [
        seconds(runs.wall),
        seconds(runs.shortest),
        seconds(runs.cpu),
        f"{runs.peak / MIB:,.0f}",
        f"{rows / runs.wall:,.0f}",
        f"{bytes_read / MIB / runs.wall:,.0f}",
    ]


FIGURES = ["wall s", "shortest", "CPU s", "peak MiB", "rows/s", "MiB/s"]


def side_by_side(races: list[Race]) -> str:
    rows = [row for race in races for row in race_rows(race)]
    return "\n" + table(["work", "program", *FIGURES, "wall ÷ Rollbook's", "CPU ÷ Rollbook's"], rows) + "\n"


def race_rows(race: Race) -> Iterable[list[str]]:
    size_of_input, first = size(race.source), race.runs[race.first.name]
    work = f"{race.workload.title}: {race.rows:,} records, {size_of_input / MIB:,.0f} MiB"
    ranked = sorted(race.peers().items(), key=lambda peer: peer[1].wall)
    own = [(f"**{name}**", runs) for name, runs in race.own().items()]
    for name, runs in [*own, *ranked]:
        times = [f"{runs.wall / first.wall:.1f}", f"{runs.cpu / first.cpu:.1f}"]
        yield [work, name, *figures(runs, race.rows, size_of_input), *times]
        work = ""


def line_row(work: str, program: str, line: Line) -> list[str]:
    return [work, program, *figures(line.runs, line.rows, line.size)]


def by_itself(found: ByItself) -> str:
    parts, headings = [], ["work", "program", *FIGURES]
    if start := found.start:
        parts.append(f"Start (`--version`): {1000 * start.wall:.1f} ms, shortest {1000 * start.shortest:.1f} ms.")
    if found.tables:
        parts.append(table(headings, (line_row(line.title, "Rollbook", line) for line in found.tables)))
    if found.cores:
        lines = (line for pair in found.cores for line in pair)
        parts.append(table(headings, (line_row(line.source.title, line.title, line) for line in lines)))
    if found.series:
        costs = [f"{1e6 * cost(line, found.start):.1f}" for line in found.series]
        rows = [line_row(line.source.title, line.title, line) for line in found.series]
        rows = [[*row, spent] for row, spent in zip(rows, costs)]
        parts.append(table([*headings, "CPU µs a meeting"], rows))
    if found.columns:
        parts.extend(columns(found.columns))
    return "\n" + "\n\n".join(parts) + "\n"


def columns(found: Columns) -> Iterable[str]:
    """What columns cost beside CSV, a partition in Spark beside the program, and what was left out."""
    first, work = found.written[0], found.source.title
    rows = []
    for one in found.written:
        cells = [seconds(one.runs.wall), seconds(one.runs.shortest), seconds(one.runs.cpu), f"{one.size / MIB:,.1f}"]
        times = [f"{one.runs.cpu / first.runs.cpu:.2f}", f"{one.size / first.size:.3f}"]
        rows.append([work, one.title, *cells, *times])
        work = ""
    yield table(["work", "written", "wall s", "shortest", "CPU s", "MiB", "CPU ÷ CSV's", "size ÷ CSV's"], rows)
    if found.in_spark:
        yield table(["work", "way", "shortest wall s", "÷ program's"], in_spark_rows(found))
    for what in found.left_out:
        yield f"Left out: {what}."


def in_spark_rows(found: Columns) -> Iterable[list[str]]:
    for name, ways in found.in_spark.items():
        work, program = f"{name} of {found.partition.title}", [*ways.values()][-1]
        for way, wall in ways.items():
            yield [work, way, seconds(wall), f"{wall / program:.2f}"]
            work = ""


def cost(line: Line, start: Runs | None) -> float:
    """The CPU time of a meeting, without that of a start."""
    begun = start.least_cpu if start else 0.0
    return (line.runs.least_cpu - begun) / line.source.meetings


Goal = tuple[str, str, bool]


def goals(races: list[Race], found: ByItself) -> str:
    alone = [*starting(found), *growth(found), *second_core(found), *pages(found), *in_columns(found.columns)]
    reached = [*speed(races), *memory(races), *alone]
    rows = [[goal, measured, "met" if met else "missed"] for goal, measured, met in reached]
    return "\n" + table(["goal", "measured", "verdict"], rows)


def speed(races: list[Race]) -> Iterable[Goal]:
    for race in races:
        if peers := race.peers():
            name, best = min(peers.items(), key=lambda peer: peer[1].wall)
            for own, runs in race.own().items():
                times = best.wall / runs.wall
                goal = f"{race.workload.title}: {own} {race.workload.factor:g} times faster than the best peer"
                yield goal, f"{times:.2f} times ({name})", times >= race.workload.factor


def memory(races: list[Race]) -> Iterable[Goal]:
    for race in races:
        # A document of a few MiB is no huge one, whatever its shape.
        if race.workload.name not in ("files", "lines", "large"):
            continue
        limit, words = MOST_MEMORY, f"{MOST_MEMORY // MIB} MiB"
        if race.workload.source.shape == "one":
            limit = MOST_TIMES_INPUT * size(race.source)
            words = f"{MOST_TIMES_INPUT} times the input, {limit / MIB:,.0f} MiB"
        peak = race.runs[race.first.name].peak
        yield f"{race.workload.title}: memory under {words}", f"{peak / MIB:,.0f} MiB", peak < limit


def starting(found: ByItself) -> Iterable[Goal]:
    if found.start:
        limit, took = 1000 * LONGEST_START, 1000 * found.start.wall
        yield f"start under {limit:g} ms", f"{took:.1f} ms", took < limit


def growth(found: ByItself) -> Iterable[Goal]:
    """From the second step on, whose cost is more than that of a start."""
    if len(found.series) > 2:
        few, many = found.series[1], found.series[-1]
        times = cost(many, found.start) / cost(few, found.start)
        goal = f"a meeting of {many.source.count:,} costs at most {MOST_GROWTH} times that of {few.source.count:,}"
        yield goal, f"{times:.2f} times", times <= MOST_GROWTH


def second_core(found: ByItself) -> Iterable[Goal]:
    for one, two in found.cores:
        times = one.runs.shortest / two.runs.shortest
        goal = f"{one.source.title} → CSV: a second core gives {LEAST_GAIN} times"
        yield goal, f"{times:.2f} times", times >= LEAST_GAIN


def pages(found: ByItself) -> Iterable[Goal]:
    for line in found.tables:
        if "HTML" in line.title:
            goal = f"{line.title}: under {LONGEST_PAGES:g} s"
            yield goal, f"{seconds(line.runs.wall)} s", line.runs.wall < LONGEST_PAGES


def in_columns(found: Columns | None) -> Iterable[Goal]:
    if not found:
        return
    first, *others = found.written
    for one in others:
        if one.title == "`records` as Parquet":
            size_of, cpu = one.size / first.size, one.runs.cpu / first.runs.cpu
            yield f"{one.title} take an eighth of CSV", f"1/{1 / size_of:.1f}", size_of <= MOST_SIZE
            yield f"{one.title}: at most {MOST_CPU:g} times CSV's CPU", f"{cpu:.2f} times", cpu <= MOST_CPU
    for name, ways in found.in_spark.items():
        *_, program = ways.values()
        times = ways["Spark, paths"] / program
        goal = f"{name}, Spark, paths: at most {MOST_IN_SPARK:g} times the program alone"
        yield goal, f"{times:.2f} times", times <= MOST_IN_SPARK
