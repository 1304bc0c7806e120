"""Rollbook inside Spark: facts and evidence of each partition, the answers of each tenant.

    from rollbook_spark import answers, evidence, facts

    lines = spark.read.text("reports.ndjson")            # a report, or an envelope, per line
    facts(lines).write.partitionBy("tenant").parquet("facts")
    people = answers(spark.read.parquet("facts"), "people", roster="roster.csv")
    records = evidence(lines, "records")

Only `mapInArrow` and `applyInArrow` are used, which Spark Connect has, too. The wheel of
Rollbook has to be on each worker, and this file. What fails in a task says why in Rollbook's
own sentence.
"""

import rollbook
from pyspark.sql.pandas.types import from_arrow_schema


def facts(lines, **options):
    """Facts of a column of lines, however they are cut into partitions.

    So that a report is called the same in every partition, a line should be an envelope:
    {"source": "2026/a.json", "series": "course", "document": {...}}.
    """
    return evidence(lines, "facts", **options)


def evidence(lines, name, **options):
    """A table of what single reports hold (`records`, `findings`), from the same lines.

    Findings about several reports (`report-repeated`, `report-superseded`, `identity-shared`)
    are known of those in one partition alone: the answers `findings` are those of all.
    """
    options = {"jobs": 1, **options}

    def made(batches):
        values = (line for batch in batches for line in batch.column(0).to_pylist())
        yield from rollbook.batches(name, (line.encode() for line in values if line), **options)

    schema = rollbook.table(name, [], **options).schema
    return lines.mapInArrow(made, from_arrow_schema(schema))


def answers(rows, name, **options):
    """A table of answers, of each tenant by itself, from rows of facts.

    `options` are those of `rollbook fold`; files that they name have to be on each worker.
    """
    options = {"jobs": 1, **options}

    def made(tenant):
        return rollbook.table(name, facts=tenant, **options)

    schema = rollbook.table(name, facts=[], **options).schema
    return rows.groupBy("tenant").applyInArrow(made, from_arrow_schema(schema))
