"""Rollbook beside DuckDB: facts in Parquet by tenant, answers of one, evidence as it is.

    rollbook facts reports --output facts.parquet          # or a folder of such files
    rollbook convert reports --format parquet --tables records,findings

    from rollbook_duckdb import answers

    people = answers("facts.parquet", "contoso", "people", roster="roster.csv")
    duckdb.sql("SELECT department, avg(share) FROM people GROUP BY department")
    duckdb.sql("SELECT role, sum(presence_seconds)"
               " FROM 'attendance-summary/parquet/records.parquet' GROUP BY role")

The second of the queries counts records. Who is one person, which reports are one meeting and
what is a copy is known of all reports together: ask `people`, `attendance` and `meetings`.
"""

import duckdb
import rollbook


def tenants(facts):
    """The tenants in these files of facts, and how many reports each has."""
    rows = duckdb.sql(
        "SELECT tenant, count(*) FROM read_parquet($facts) GROUP BY tenant ORDER BY tenant",
        params={"facts": facts},
    )
    return dict(rows.fetchall())


def answers(facts, tenant, name, **options):
    """A table of answers about a tenant; `options` are those of `rollbook fold`."""
    rows = duckdb.sql(
        "SELECT facts FROM read_parquet($facts) WHERE tenant IS NOT DISTINCT FROM $tenant",
        params={"facts": facts, "tenant": tenant},
    )
    return rollbook.table(name, facts=rows.to_arrow_reader(), **options)
