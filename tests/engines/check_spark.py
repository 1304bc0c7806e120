#!/usr/bin/env python3
"""Holds the recipe in samples/spark to what one machine makes of the same reports.

The history is cut into partitions in no order, as lines and as paths of files. Spark's workers
make facts and evidence of it, and fold them by tenant. Each table must have the same rows as one
machine's: what one has and the other has not is empty both ways.

Usage: python tests/engines/check_spark.py (needs the wheel, pyarrow, pyspark, duckdb and Java)
"""

import json
import os
import random
import sys
import tempfile
from pathlib import Path

import duckdb
import rollbook
from history import ANSWERS, EVIDENCE, different, history, one_machine
from pyspark.errors import PythonException
from pyspark.sql import SparkSession

SAMPLE = Path(__file__).resolve().parent.parent.parent / "samples" / "spark"
sys.path.insert(0, str(SAMPLE))

from rollbook_spark import (  # noqa: E402
    answers,
    evidence,
    evidence_of_files,
    facts,
    lake_of_files,
)

# What is found of several reports together is among the answers.
OF_SINGLE_REPORTS = "code NOT IN ('report-repeated', 'report-superseded', 'identity-shared')"


def session(folder):
    """Spark in one process with several workers, which shuffle what they group."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[3]")
        .config("spark.ui.enabled", False)
        .config("spark.ui.showConsoleProgress", False)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", 3)
        .config("spark.executorEnv.PYTHONPATH", str(SAMPLE))
        .getOrCreate()
    )
    # A task fails on purpose.
    spark.sparkContext.setLogLevel("OFF")
    return spark


def holds_each_table(spark, tenants, folder):
    """Compares every table; returns whether all are the same."""
    one_machine(tenants, folder / "whole")
    lines = [line for some in tenants.values() for line in some]
    random.Random(4).shuffle(lines)
    rows = spark.createDataFrame([(line,) for line in lines], "value string").repartition(7)
    facts(rows).write.partitionBy("tenant").parquet(str(folder / "facts"))
    kept = spark.read.parquet(str(folder / "facts"))
    same = True
    for table in ANSWERS + EVIDENCE:
        made = answers(kept, table) if table in ANSWERS else evidence(rows, table)
        made.write.parquet(str(folder / "spark" / table))
        only = OF_SINGLE_REPORTS if table == "findings" else "true"
        whole = f"SELECT * FROM '{folder}/whole/*/parquet/{table}.parquet' WHERE {only}"
        spread = f"SELECT * FROM '{folder}/spark/{table}/*.parquet' WHERE {only}"
        count, missing, added = different(duckdb.sql, whole, spread)
        print(f"{table}: {count} rows, {missing} missing, {added} added")
        same &= count > 0 and missing == added == 0
    return same & holds_findings(kept, folder)


def holds_findings(kept, folder):
    """Whether findings of single reports, and those that fold writes, are all there are."""
    answers(kept, "findings").write.parquet(str(folder / "spark" / "across"))
    whole = f"SELECT * FROM '{folder}/whole/*/parquet/findings.parquet'"
    alone = f"SELECT * FROM '{folder}/spark/findings/*.parquet' WHERE {OF_SINGLE_REPORTS}"
    across = f"SELECT * FROM '{folder}/spark/across/*.parquet'"
    count, missing, added = different(duckdb.sql, whole, f"{alone} UNION ALL {across}")
    print(f"all findings: {count} rows, {missing} missing, {added} added")
    return count > 0 and missing == added == 0


def holds_tables_of_files(spark, tenants, folder):
    """Whether partitions of paths have the rows of one machine that reads the folder.

    As rows, and as files that tasks have written. Answers follow from facts, which are compared
    to the last byte.
    """
    lake = folder / "reports"
    paths = []
    for line in (line for some in tenants.values() for line in some):
        report = json.loads(line)
        path = lake / report["source"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report["document"]))
        paths.append(str(path))
    random.Random(5).shuffle(paths)
    rows = spark.createDataFrame([(path,) for path in paths], "path string")
    # Some partitions are of one tenant, whose folder all their files share.
    rows = rows.repartitionByRange(5, "path")
    tables = {"facts": rollbook.facts(lake), **rollbook.tables(EVIDENCE, lake)}
    written, same = folder / "written", True
    # The second as where a task is tried again.
    for names in (["facts", *EVIDENCE], ["facts", "findings"]):
        made = lake_of_files(rows, written, lake, tables=names, partition="tenant,month")
        same &= sum(row["files"] for row in made.collect()) == len(paths)
    for name, whole in tables.items():
        duckdb.register("whole", whole)
        duckdb.register("spread", evidence_of_files(rows, name, lake).toArrow())
        files = f"read_parquet('{written}/{name}/*/*/*.parquet', hive_partitioning = false)"
        # What files are kept apart by is in the names of folders.
        columns = "facts" if name == "facts" else "*"
        only = OF_SINGLE_REPORTS if name == "findings" else "true"
        one, *others = [
            f"SELECT {columns} FROM {side} WHERE {only}" for side in ("whole", "spread", files)
        ]
        for how, other in zip(("rows", "files"), others):
            count, missing, added = different(duckdb.sql, one, other)
            print(f"{name} of paths as {how}: {count} rows, {missing} missing, {added} added")
            same &= count > 0 and missing == added == 0
    return same


def reads_rollbooks_own_folder(spark, tenants, folder):
    """Whether facts that Rollbook itself kept apart are what Spark takes for such."""
    documents = [line.encode() for some in tenants.values() for line in some]
    lake = rollbook.facts(
        documents, folder / "lake", partition=["tenant", "month"], format="parquet"
    )
    kept = spark.read.parquet(str(lake))
    counts = {row["tenant"]: row["count"] for row in kept.groupBy("tenant").count().collect()}
    people = answers(kept, "people").toArrow()
    whole = duckdb.sql(f"SELECT count(*) FROM '{folder}/whole/*/parquet/people.parquet'")
    print(f"tenants in folders: {counts}, people: {people.num_rows}")
    expected = {tenant: len(lines) for tenant, lines in tenants.items()}
    return counts == expected and whole.fetchall() == [(people.num_rows,)]


def tells_why_a_task_failed(spark):
    """Whether Rollbook's own sentence is in the error of a task that fails."""
    rows = spark.createDataFrame([("contoso", '{"value": []}')], "tenant string, facts string")
    try:
        answers(rows, "people").collect()
    except PythonException as error:
        said = str(error)
        print(next(line for line in said.splitlines() if line.startswith("rollbook.RollbookError")))
        return "row 1: is no line of facts" in said
    return False


def main():
    with tempfile.TemporaryDirectory() as name:
        spark = session(Path(name))
        try:
            tenants = history()
            good = holds_each_table(spark, tenants, Path(name))
            good &= holds_tables_of_files(spark, tenants, Path(name))
            good &= reads_rollbooks_own_folder(spark, tenants, Path(name))
            good &= tells_why_a_task_failed(spark)
        finally:
            spark.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
