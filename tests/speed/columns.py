"""Tables and facts in columns beside CSV, and a partition in Spark beside the program alone.

For `records` the digests are those that users get: of what is read and of what is written.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from measuring import Failed, Runs, measure
from race import GOOD_EXITS, say
from workloads import Bench, Source

PROJECT = Path(__file__).resolve().parent.parent.parent
IN_SPARK = Path(__file__).resolve().parent / "in_spark.py"

# What is written of lines, by which command into which file.
WAYS = {
    "`records` as CSV": ("convert", "out/csv/records.csv"),
    "`records` as Parquet": ("convert", "out/parquet/records.parquet"),
    "facts as lines": ("facts", "all.facts"),
    "facts as Parquet": ("facts", "all.parquet"),
}


@dataclass
class Written:
    """Runs that wrote one file, and its size in bytes."""

    title: str
    runs: Runs = field(default_factory=Runs)
    size: int = 0


@dataclass(frozen=True)
class Columns:
    source: Source
    written: list[Written]
    # Of each work the shortest wall time of each way in seconds, the program alone last.
    in_spark: dict[str, dict[str, float]]
    partition: Source
    left_out: list[str]


def has_arrow(program: Path) -> bool:
    """Asks the program, which writes Parquet of nothing where it was built with Arrow."""
    command = [program, "facts", "--lines", "-", "--format", "parquet", "--exit-zero"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def command(program: Path, path: Path, verb: str, file: str) -> list[str]:
    if verb == "facts":
        return [str(program), verb, str(path), "--output", file]
    output = ["--format", Path(file).parent.name, "--output", "out", "--quiet"]
    return [str(program), verb, str(path), "--tables", "records", *output]


def written(source: Source, ways: dict[str, tuple[str, str]], bench: Bench) -> list[Written]:
    """All ways in turn."""
    say(f"{source.title} → columns")
    path, found = source.make(bench.inputs), [Written(title) for title in ways]
    output = bench.outputs / "columns"
    for _ in range(bench.repetitions):
        for one, (verb, file) in zip(found, ways.values()):
            one.runs.runs.append(measure(command(bench.program, path, verb, file), output, GOOD_EXITS))
            one.size = (output / file).stat().st_size
    shutil.rmtree(output, ignore_errors=True)
    return found


def missing_for_spark() -> list[str]:
    packages = [name for name in ("pyspark", "pyarrow") if importlib.util.find_spec(name) is None]
    return packages if shutil.which("java") else [*packages, "java"]


def in_spark(partition: Source, bench: Bench) -> dict[str, dict[str, float]]:
    """What a partition takes, measured by a process of its own that is Spark's driver."""
    say(f"{partition.title} in Spark")
    folders = [PROJECT / "src" / "python", PROJECT / "samples" / "spark"]
    environment = {
        **os.environ,
        "ROLLBOOK": str(bench.program),
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
        "PYSPARK_PYTHON": sys.executable,
    }
    words = [sys.executable, str(IN_SPARK), str(partition.make(bench.inputs)), str(bench.repetitions)]
    run = subprocess.run(words, env=environment, cwd=bench.outputs, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise Failed(f"{' '.join(words)}\nended with exit code {run.returncode}:\n{run.stderr[-2000:]}")
    return json.loads(run.stdout.splitlines()[-1])


def columns(bench: Bench) -> Columns:
    source, partition = Source("lines", bench.scale.columns), Source("lines", bench.scale.partition)
    ways, spark, left_out = WAYS, {}, []
    if not has_arrow(bench.program):
        ways = {title: way for title, way in WAYS.items() if "Parquet" not in title}
        left_out.append("Parquet and Spark: the program was built without `--features arrow`")
    elif not bench.starts_spark:
        left_out.append("Spark: in a small run only with `--workload columns`")
    elif missing := missing_for_spark():
        left_out.append(f"Spark: {', '.join(missing)} not installed")
    else:
        spark = in_spark(partition, bench)
    return Columns(source, written(source, ways, bench), spark, partition, left_out)
