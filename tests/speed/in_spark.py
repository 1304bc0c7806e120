"""What a partition of lines takes in Spark, by the module alone, and by the program alone.

All take turns in one process, so that Spark and its Python workers are warm: the first turn is
thrown away. Spark has one task at a time. Rows go nowhere, as do those of the program; a lake is
written by either into a folder of its own.

Usage: python3 in_spark.py LINES REPETITIONS (needs pyspark, pyarrow and Java; the module and the
recipe in PYTHONPATH, the program in ROLLBOOK)
prints a line of JSON: of each work the shortest wall time of each way in seconds.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rollbook
from pyspark.sql import SparkSession
from rollbook_spark import evidence, evidence_of_files, lake_of_files

COMMANDS = {"records": ["convert", "--tables", "records", "--quiet"], "facts": ["facts"]}
LAKE = {"tables": "facts,records", "partition": "tenant,month", "format": "parquet"}


def session():
    builder = SparkSession.builder.master("local[1]")
    settings = {
        "spark.ui.enabled": False,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.files.maxPartitionBytes": 1 << 30,
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def run(rows):
    rows.write.format("noop").mode("overwrite").save()


def nothing(batches):
    for _ in batches:
        pass
    yield from ()


def by_module(table, path):
    with open(path, "rb") as lines:
        for _ in rollbook.batches(table, lines, jobs=1):
            pass


def by_program(*words):
    words = [rollbook.program(), *words, "--jobs=1", "--exit-zero"]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def of_rows(spark, table, path):
    lines, paths = spark.read.text(path).coalesce(1), one_path(spark, path)
    folder = str(Path(path).parent)
    return {
        "Spark, a task that does nothing": lambda: run(lines.mapInArrow(nothing, "nothing string")),
        "Spark, lines": lambda: run(evidence(lines, table)),
        "Spark, paths": lambda: run(evidence_of_files(paths, table, folder)),
        "module alone, lines": lambda: by_module(table, path),
        "program alone, `--jobs 1`": lambda: by_program(*COMMANDS[table], path, "--format=arrow", "--output=-"),
    }


def of_lakes(spark, path, output):
    def new():
        return tempfile.mkdtemp(dir=output)

    paths, folder = one_path(spark, path), str(Path(path).parent)
    options = [f"--{key}={value}" for key, value in LAKE.items()]
    return {
        "Spark, paths": lambda: lake_of_files(paths, new(), folder, **LAKE).collect(),
        "program alone, `--jobs 1`": lambda: by_program("facts", path, *options, "--output", new(), "--force"),
    }


def one_path(spark, path):
    return spark.createDataFrame([(path,)], "path string").coalesce(1)


def took(way):
    begin = time.perf_counter()
    way()
    return time.perf_counter() - begin


def turns(spark, path, output, repetitions):
    work = {table: of_rows(spark, table, path) for table in COMMANDS}
    work["facts and records as Parquet"] = of_lakes(spark, path, output)
    for _ in range(repetitions):
        yield {what: {name: took(way) for name, way in ways.items()} for what, ways in work.items()}


def main():
    path, repetitions = sys.argv[1], int(sys.argv[2])
    spark = session()
    try:
        with tempfile.TemporaryDirectory(dir=".") as output:
            first, *others = turns(spark, path, str(Path(output).resolve()), 1 + repetitions)
    finally:
        spark.stop()
    shortest = {
        what: {name: min(turn[what][name] for turn in others) for name in ways} for what, ways in first.items()
    }
    print(json.dumps(shortest))


if __name__ == "__main__":
    main()
