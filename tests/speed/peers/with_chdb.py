"""chDB: ClickHouse in a Python process. Rows of many files or lines come in no fixed order.

Usage: python3 with_chdb.py INPUT OUTPUT-FOLDER
INPUT is a path or a pattern.
"""

import sys

import chdb

RECORD = """Tuple(
    id String,
    emailAddress Nullable(String),
    totalAttendanceInSeconds Int64,
    role String,
    identity Tuple(displayName Nullable(String)),
    attendanceIntervals Array(Tuple(durationInSeconds Int64))
)"""

RECORDS = f"""
    SELECT
        report_id,
        record.id AS record_id,
        record.identity.displayName AS display_name,
        record.emailAddress AS email,
        record.role AS role,
        length(record.attendanceIntervals) AS intervals,
        record.totalAttendanceInSeconds AS reported_total_seconds,
        arraySum(record.attendanceIntervals.durationInSeconds) AS interval_sum_seconds,
        if(reported_total_seconds = interval_sum_seconds, 'equal', 'differs') AS sum_check
    FROM (
        SELECT id AS report_id, arrayJoin(attendanceRecords) AS record
        FROM file('{{input}}', JSONEachRow, 'id String, attendanceRecords Array({RECORD})')
    )
    INTO OUTFILE '{{output}}/records.csv' TRUNCATE
    FORMAT CSVWithNames
"""

# Reading the rows again is quicker than keeping them all.
ROLES = """
    SELECT
        role,
        count() AS records,
        sum(reported_total_seconds) AS reported_total_seconds,
        sum(interval_sum_seconds) AS interval_sum_seconds,
        countIf(sum_check = 'differs') AS mismatches
    FROM file('{output}/records.csv', CSVWithNames,
        'role String, reported_total_seconds Int64, interval_sum_seconds Int64, sum_check String')
    GROUP BY role
    INTO OUTFILE '{output}/roles.csv' TRUNCATE
    FORMAT CSVWithNames
"""


def main() -> None:
    source, output = sys.argv[1:]
    connection = chdb.connect(":memory:")
    for query in (RECORDS, ROLES):
        connection.query(query.format(input=source, output=output))


main()
