"""Rollbook inside Spark: facts and evidence of each partition, the answers of each tenant.

    from rollbook_spark import answers, evidence, facts

    lines = spark.read.text("reports.ndjson")            # a report, or an envelope, per line
    facts(lines).write.partitionBy("tenant").parquet("facts")
    people = answers(spark.read.parquet("facts"), "people", roster="roster.csv")
    records = evidence(lines, "records")

    # Where each worker can open the files, their paths cost less than their lines:
    paths = spark.createDataFrame([(str(path),) for path in Path("/lake").rglob("*.json")], "path string")
    records = evidence_of_files(paths.repartition(64), "records", below="/lake")
    lake_of_files(paths.repartition(64), "/facts", below="/lake", partition="tenant,month").collect()

Only `mapInArrow` and `applyInArrow` are used, which Spark Connect has, too. The wheel of
Rollbook has to be on each worker, and this file. What fails in a task says why in Rollbook's
own sentence.
"""

import pyarrow
import rollbook
from pyspark.sql.pandas.types import from_arrow_schema

# How many files a run of the program is given: systems bound how long a command may be.
FILES = 1000


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
        # Arrays go to the program as they are: no line becomes a text of Python.
        yield from rollbook.batches(name, (batch.column(0) for batch in batches), **options)

    schema = rollbook.table(name, [], **options).schema
    return lines.mapInArrow(made, from_arrow_schema(schema))


def evidence_of_files(paths, name, below, **options):
    """A table of what single reports hold, or `facts`, from a column of paths of files.

    Each worker must be able to open them. Each task hands its paths to the program, so no report goes through Spark. Reports are
    called by where their files lie in the folder `below`, which is the same in every partition.
    """
    options = {"jobs": 1, **options, "named_below": below}

    def made(batches):
        for files in _some_files(batches):
            yield from rollbook.batches(name, files, **options)

    schema = rollbook.table(name, [], **options).schema
    return paths.mapInArrow(made, from_arrow_schema(schema))


def lake_of_files(paths, folder, below, **options):
    """Writes facts, and other `tables`, as Parquet into a folder that each worker can write to.

    Each task has the program write its own part, so no row goes through Spark. Files are called
    after what they hold: a task that is tried again writes the same ones. Each row that comes back
    says how many files were read. Spark starts only when the rows are asked for, as by `collect()`.
    """
    options = {"jobs": 1, "tables": "facts", "format": "parquet", **options}
    options.update(named_below=below, force=True)

    def made(batches):
        for files in _some_files(batches):
            rollbook.facts(files, folder, **options)
            yield pyarrow.RecordBatch.from_pydict({"files": [len(files)]})

    return paths.mapInArrow(made, "files long")


def _some_files(batches):
    """Yields paths, not too many at a time."""
    for batch in batches:
        files = [path for path in batch.column(0).to_pylist() if path]
        for start in range(0, len(files), FILES):
            yield files[start : start + FILES]


def answers(rows, name, **options):
    """A table of answers, of each tenant by itself, from rows of facts.

    `options` are those of `rollbook fold`; files that they name have to be on each worker.
    """
    options = {"jobs": 1, **options}

    def made(tenant):
        return rollbook.table(name, facts=tenant, **options)

    schema = rollbook.table(name, facts=[], **options).schema
    return rows.groupBy("tenant").applyInArrow(made, from_arrow_schema(schema))
