#!/usr/bin/env python3
"""Holds the recipe in samples/duckdb to what one machine makes of the same reports.

Facts of all tenants stand in a file of Parquet, and in folders that Rollbook, DuckDB and
pyarrow keep apart by tenant. Each table of each tenant must be the same, row for row. Then the figures over all tenants are made from each tenant's rows of
`attendance`, and held to those of a run that read all reports.

Usage: python tests/engines/check_duckdb.py (needs the wheel, pyarrow and duckdb)
"""

import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import rollbook
from history import ANSWERS, different, history, one_machine

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
sys.path.insert(0, str(SAMPLES / "duckdb"))

from rollbook_duckdb import answers, tenants  # noqa: E402

# What of `overall` is exact from rows of `attendance`; shares there are rounded.
OVERALL = """
    count(*) AS participations, sum(presence_seconds) AS presence_seconds,
    round(avg(presence_seconds), 2) AS mean_presence_seconds,
    median(presence_seconds) AS median_presence_seconds,
    quantile_cont(presence_seconds, 0.25) AS first_quartile_seconds,
    quantile_cont(presence_seconds, 0.75) AS third_quartile_seconds,
    min(presence_seconds) AS minimum_presence_seconds,
    max(presence_seconds) AS maximum_presence_seconds,
    round(stddev_pop(presence_seconds), 2) AS deviation_seconds,
    sum(rejoins) AS rejoins, min(first_join) AS first_join, max(last_leave) AS last_leave
"""


def holds_each_table(facts, whole, expected):
    """Compares every table of every tenant; returns whether all are the same."""
    same = list(tenants(facts)) == sorted(expected)
    for tenant in expected:
        for table in ANSWERS:
            duckdb.register("made", answers(facts, tenant, table))
            file = f"{whole}/{tenant}/parquet/{table}.parquet"
            count, missing, added = different(
                duckdb.sql, f"SELECT * FROM '{file}'", "SELECT * FROM made"
            )
            same &= missing == added == 0
            if missing or added:
                print(f"{tenant}, {table}: {count} rows, {missing} missing, {added} added")
    return same


def holds_folders(facts, documents, folder):
    """Whether folders of partitions, whoever wrote them, fold to what all facts do."""
    rollbook.facts(documents, folder / "rollbook", partition=["tenant", "month"], format="parquet")
    pq.write_to_dataset(facts, folder / "pyarrow", partition_cols=["tenant", "day"])
    duckdb.register("facts", facts)
    duckdb.sql(f"COPY facts TO '{folder}/duckdb' (FORMAT parquet, PARTITION_BY (tenant))")
    whole = {name: rollbook.table(name, facts=facts) for name in ANSWERS}
    folders = [folder / name for name in ("rollbook", "pyarrow", "duckdb")]
    return all(rollbook.tables(ANSWERS, facts=path) == whole for path in folders)


def holds_findings(facts, history_of, whole, folder):
    """Whether findings of each report, and those that fold writes, are one machine's."""
    same = True
    for tenant, lines in history_of.items():
        alone = folder / "alone" / tenant
        documents = [line.encode() for line in lines]
        rollbook.facts(documents, alone, tables=["facts", "findings"], format="parquet")
        duckdb.register("across", answers(facts, tenant, "findings"))
        parts = f"SELECT * FROM '{alone}/findings/*.parquet' UNION ALL SELECT * FROM across"
        file = f"{whole}/{tenant}/parquet/findings.parquet"
        count, missing, added = different(duckdb.sql, f"SELECT * FROM '{file}'", parts)
        print(f"{tenant}, findings: {count} rows, {missing} missing, {added} added")
        same &= count > 0 and missing == added == 0
    return same


def holds_overall_across_tenants(documents, whole):
    """Whether quartiles of all tenants are had from their rows together."""
    duckdb.register("overall", rollbook.table("overall", documents))
    rows = f"FROM '{whole}/*/parquet/attendance.parquet' WHERE presence_seconds IS NOT NULL"
    made = f"""
        SELECT coalesce(role, '(no role)') AS role, {OVERALL} {rows} GROUP BY ALL
        UNION ALL SELECT '(all roles)', {OVERALL} {rows}
    """
    columns = ", ".join(duckdb.sql(made).columns)
    asked = f"SELECT {columns} FROM overall"
    count, missing, added = different(duckdb.sql, asked, f"SELECT {columns} FROM ({made})")
    print(f"overall of all tenants: {count} rows, {missing} missing, {added} added")
    return count > 2 and missing == added == 0


def holds_evidence(whole):
    """Whether tables of evidence say the same where they are asked directly."""
    rows = duckdb.sql(f"""
        SELECT sum(records) AS records, sum(presence_seconds) AS seconds
        FROM '{whole}/*/parquet/report_roles.parquet' WHERE role <> '(all roles)'
        UNION ALL SELECT count(*), sum(presence_seconds) FROM '{whole}/*/parquet/records.parquet'
    """).fetchall()
    print(f"records and their seconds, by report and by record: {rows}")
    return rows[0] == rows[1] and rows[0][0] > 500


def main():
    history_of = history()
    documents = [line.encode() for lines in history_of.values() for line in lines]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_machine(history_of, folder / "whole")
        facts = rollbook.facts(documents)
        pq.write_table(facts, folder / "facts.parquet")
        good = holds_folders(facts, documents, folder)
        for files in ("facts.parquet", "rollbook/*/*/*.parquet", "duckdb/*/*.parquet"):
            good &= holds_each_table(f"{folder}/{files}", folder / "whole", history_of)
        file = f"{folder}/facts.parquet"
        good &= holds_findings(file, history_of, folder / "whole", folder)
        good &= holds_overall_across_tenants(documents, folder / "whole")
        good &= holds_evidence(folder / "whole")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
