"""Rollbook inside Spark: facts of each partition, and the answers of each tenant.

    from rollbook_spark import facts, answers

    lines = spark.read.text("reports.ndjson")            # a report, or an envelope, per line
    facts(lines).write.partitionBy("tenant").parquet("facts")
    people = answers(spark.read.parquet("facts"), "people", "--roster", "roster.csv")

Only `mapInArrow` and `applyInArrow` are used, which Spark Connect has, too. The program has to
be on each worker, at ROLLBOOK or in the PATH, built with `--features arrow`.
"""

import os
import subprocess

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema

FACTS = (
    "version long, program string, tenant string, day string, series string, source string,"
    " report string, report_id string, meeting_id string, start timestamp, end timestamp,"
    " records long, errors long, warnings long, facts string"
)


def _rollbook(words, data):
    """Runs the program on these bytes; its own sentence is what a failed task shows."""
    program = os.environ.get("ROLLBOOK", "rollbook")
    run = subprocess.run([program, *words], input=data, capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode(errors="replace").strip())
    return pa.ipc.open_stream(run.stdout)


def _facts(batches):
    lines = (line for batch in batches for line in batch.column(0).to_pylist() if line)
    data = "\n".join(lines).encode()
    words = ["facts", "-", "--lines", "--exit-zero", "--jobs", "1", "--format", "arrow"]
    yield from _rollbook(words, data)


def facts(lines):
    """Facts of a column of lines, however they are cut into partitions.

    So that a report is called the same in every partition, a line should be an envelope:
    {"source": "2026/a.json", "series": "course", "document": {...}}.
    """
    return lines.mapInArrow(_facts, FACTS)


def _fold(table, name, options):
    stream = pa.BufferOutputStream()
    only = table.select(["facts"])
    with pa.ipc.new_stream(stream, only.schema) as writer:
        writer.write_table(only)
    words = ["fold", "-", "--output", "-", "--quiet", "--exit-zero", "--tables", name]
    words += ["--format", "arrow", "--jobs", "1", *options]
    return _rollbook(words, stream.getvalue().to_pybytes()).read_all()


def answers(rows, name, *options):
    """A table of answers, of each tenant by itself, from rows of facts.

    `options` are those of `rollbook fold`; files they name have to be on each worker.
    """
    few = rows.select("facts").limit(1).toArrow()
    schema = from_arrow_schema(_fold(few, name, options).schema)
    fold = lambda table: _fold(table, name, options)  # noqa: E731
    return rows.groupBy("tenant").applyInArrow(fold, schema)
