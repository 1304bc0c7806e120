#!/usr/bin/env python3
"""Holds the recipe in samples/spark to what one machine makes of the same reports.

A made-up history of four tenants, with restarts, copies, older versions and guests without
ids, is cut into partitions in no order, made into facts by Spark's workers and folded by
tenant. Each table must have the same rows as `rollbook convert` makes of each tenant: what
one has and the other has not is empty both ways.

Usage: ROLLBOOK=target/release/rollbook tests/spark/check.py (needs pyspark, duckdb and Java)
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "samples" / "spark"))

TABLES = ["meetings", "people", "attendance", "sessions", "overall", "roles", "hours", "suggestions"]


def time(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"


def record(chance, tenant, person, begin, minutes):
    """A record of somebody; every ninth is a guest without an id."""
    stays, at = [], begin + timedelta(seconds=chance.randrange(300))
    for _ in range(chance.randrange(1, 4)):
        seconds = chance.randrange(60, minutes * 20)
        stays.append((at, at + timedelta(seconds=seconds), seconds))
        at += timedelta(seconds=seconds + chance.randrange(10, 120))
    guest = person % 9 == 8
    return {
        "id": f"{tenant}-{person}",
        "emailAddress": None if guest else f"p{person}@{tenant}.example",
        "totalAttendanceInSeconds": sum(seconds for *_, seconds in stays),
        "role": "Organizer" if person == 0 else "Attendee",
        "identity": {
            "id": None if guest else f"{tenant}-user-{person}",
            "displayName": "Guest" if guest else f"Person {person}",
            "tenantId": tenant,
        },
        "attendanceIntervals": [
            {"joinDateTime": time(join), "leaveDateTime": time(leave), "durationInSeconds": seconds}
            for join, leave, seconds in stays
        ],
    }


def report(chance, tenant, meeting, number, begin, people):
    records = [record(chance, tenant, person, begin, 50) for person in people]
    return {
        "id": f"{tenant}-{meeting}-{number}",
        "totalParticipantCount": len(records),
        "meetingStartDateTime": time(begin),
        "meetingEndDateTime": time(begin + timedelta(minutes=50)),
        "attendanceRecords": records,
    }


def history(chance):
    """Envelopes of all reports by tenant."""
    tenants = {}
    for tenant in ["contoso", "fabrikam", "northwind", "tailspin"]:
        lines = tenants[tenant] = []
        for meeting in range(12):
            begin = datetime(2026, 1 + meeting, 5, 8, tzinfo=timezone.utc)
            people = [0, *chance.sample(range(1, 40), 15)]
            made = [report(chance, tenant, meeting, 0, begin, people)]
            if meeting % 3 == 0:  # restarted
                later = begin + timedelta(minutes=52)
                made.append(report(chance, tenant, meeting, 1, later, people[:8]))
            if meeting % 4 == 0:  # an older version, which lacks somebody
                older = dict(made[0], attendanceRecords=made[0]["attendanceRecords"][:-1])
                made.append(dict(older, totalParticipantCount=len(people) - 1))
            if meeting % 5 == 0:  # a copy
                made.append(made[0])
            for number, one in enumerate(made):
                source = f"{tenant}/{meeting}-{number}.json"
                lines.append(json.dumps({"source": source, "series": "course", "document": one}))
    return tenants


def one_machine(program, tenants, folder):
    """Tables of each tenant, as one machine converts its reports."""
    for tenant, lines in tenants.items():
        file = folder / f"{tenant}.txt"
        file.write_text("\n".join(lines))
        words = [program, "convert", file, "--lines", "--exit-zero", "--quiet", "--format", "parquet"]
        words += ["--tables", ",".join(TABLES), "--output", folder / "whole" / tenant]
        subprocess.run(words, check=True)


def main():
    import duckdb
    from pyspark.sql import SparkSession
    from rollbook_spark import answers, facts

    program = os.path.abspath(os.environ["ROLLBOOK"])
    os.environ["ROLLBOOK"] = program
    chance = random.Random(21)
    tenants = history(chance)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_machine(program, tenants, folder)
        lines = [line for some in tenants.values() for line in some]
        chance.shuffle(lines)
        path = f"{HERE.parent.parent / 'samples' / 'spark'}:{os.environ.get('PYTHONPATH', '')}"
        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", False)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.executorEnv.PYTHONPATH", path)
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("ERROR")
        rows = spark.createDataFrame([(line,) for line in lines], "value string").repartition(7)
        facts(rows).write.partitionBy("tenant").parquet(str(folder / "facts"))
        kept = spark.read.parquet(str(folder / "facts"))
        different = 0
        for table in TABLES:
            answers(kept, table).write.parquet(str(folder / "spark" / table))
            whole = f"SELECT * FROM '{folder}/whole/*/parquet/{table}.parquet'"
            spread = f"SELECT * FROM '{folder}/spark/{table}/*.parquet'"
            count = duckdb.sql(f"SELECT count(*) FROM ({whole})").fetchall()[0][0]
            missing, added = (
                duckdb.sql(f"SELECT count(*) FROM ({one} EXCEPT ALL {other})").fetchall()[0][0]
                for one, other in [(whole, spread), (spread, whole)]
            )
            print(f"{table}: {count} rows, {missing} missing, {added} added")
            different += missing + added + (count == 0 and table not in ("suggestions",))
        spark.stop()
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
