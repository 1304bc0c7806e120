"""Rollbook beside DuckDB: facts in Parquet by tenant, answers of one, evidence as it is.

    rollbook facts reports --output lake --partition tenant,month --format parquet
    rollbook convert reports --format parquet --tables records,findings

    from rollbook_duckdb import answers

    people = answers("lake/*/*/*.parquet", "contoso", "people", roster="roster.csv")
    duckdb.sql("SELECT department, avg(share) FROM people GROUP BY department")
    duckdb.sql("SELECT role, sum(presence_seconds)"
               " FROM 'attendance-summary/parquet/records.parquet' GROUP BY role")

The second of the queries counts records. Who is one person, which reports are one meeting and
what is a copy is known of all reports together: ask `people`, `attendance` and `meetings`.
"""

import duckdb
import rollbook


# A tenant in the name of a folder is a text, also where it looks like a number.
FACTS = "FROM read_parquet($facts, hive_types_autocast = false)"


def tenants(facts):
    """The tenants in these files of facts, and how many reports each has."""
    asked = f"SELECT tenant, count(*) {FACTS} GROUP BY tenant ORDER BY tenant"
    return dict(duckdb.sql(asked, params={"facts": facts}).fetchall())


def answers(facts, tenant, name, **options):
    """A table of answers about a tenant; `options` are those of `rollbook fold`."""
    asked = f"SELECT facts {FACTS} WHERE tenant IS NOT DISTINCT FROM $tenant"
    rows = duckdb.sql(asked, params={"facts": facts, "tenant": tenant})
    return rollbook.table(name, facts=rows.to_arrow_reader(), **options)
