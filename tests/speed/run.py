"""Measures Rollbook beside other ways to do the same work, and prints Markdown tables.

Reports are made up (corpus.py). From each a row a record with its sum check and
the sums of each role are written, by Rollbook and by every peer that is installed,
in turn. What they wrote is compared; a difference ends the run with exit code 1.
Needs Python 3.10 or newer, on Linux or macOS, and nothing else; peers are taken
where they are found.

Usage: python3 tests/speed/run.py --rollbook target/release/rollbook
"""

import argparse
import sys
import tempfile
from pathlib import Path

import report
from alone import measure_parts
from comparing import Differs
from contenders import Contender, installed_peers, rollbook, with_columns_of_peers, without_digests
from measuring import Failed
from race import Race
from workloads import SCALES, Bench, Scale

PARTS = ("start", "series", "cores", "tables", "columns")


def typed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rollbook", type=Path, required=True, help="the program, built with --release")
    parser.add_argument("--scale", choices=SCALES, default="small", help="small: a minute; full: ten minutes")
    names = [workload.name for workload in SCALES["small"].workloads()]
    parser.add_argument(
        "--workload", action="append", choices=[*names, *PARTS], help="only this, may be given several times"
    )
    parser.add_argument("--repetitions", type=int, help="how many runs of each program")
    parser.add_argument("--folder", type=Path, help="keep inputs here for the next time; else a temporary folder")
    options = parser.parse_args()
    if not options.rollbook.is_file():
        parser.error(f"there is no {options.rollbook}; build it with `cargo build --release`")
    return options


def side_by_side(bench: Bench, wanted: list[str], peers: list[Contender]) -> list[Race]:
    races = []
    for workload in bench.scale.workloads():
        if workload.name in wanted:
            able = [peer for peer in peers if peer.can_do(workload)]
            narrow = with_columns_of_peers(bench.program)
            own = [rollbook(bench.program), narrow, without_digests(narrow)]
            races.append(Race(workload, [*own, *able], bench))
            races[-1].take_turns(bench.repetitions)
    return races


def measure_all(bench: Bench, wanted: list[str]) -> None:
    peers, missing = installed_peers()
    print(report.heading(bench, missing), flush=True)
    races = side_by_side(bench, wanted, peers)
    if races:
        print(report.side_by_side(races), flush=True)
    found = measure_parts(bench, [part for part in PARTS if part in wanted])
    if any(part in wanted for part in PARTS):
        print(report.by_itself(found), flush=True)
    # In a small run all take longest to start.
    if bench.scale is SCALES["full"]:
        print(report.goals(races, found), flush=True)
    if different := [text for race in races for text in race.different.values()]:
        raise Differs("\n".join(different))


def starts_spark(scale: Scale, asked: list[str] | None) -> bool:
    """Whether Spark is measured, too: in a full run, and where somebody asks for it."""
    return scale is SCALES["full"] or "columns" in (asked or [])


def main() -> None:
    options = typed()
    scale = SCALES[options.scale]
    wanted = options.workload or [*(one.name for one in scale.workloads()), *PARTS]
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rollbook-speed-", dir=options.folder) as folder:
        outputs = Path(folder).resolve()
        inputs = options.folder.resolve() if options.folder else outputs
        repetitions = options.repetitions or scale.repetitions
        try:
            spark = starts_spark(scale, options.workload)
            bench = Bench(options.rollbook.resolve(), scale, repetitions, inputs, outputs, spark)
            measure_all(bench, wanted)
        except (Differs, Failed) as error:
            sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
