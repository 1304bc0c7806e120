-- DuckDB without a table between: rows go into the file as they are read, and the roles are
-- counted from that file, which is shorter than the input. Into the folder that DuckDB runs in.
-- The same variables must be set as for duckdb_rows.sql, of which this is the query.
COPY (
    WITH report AS (
        SELECT id, unnest(attendanceRecords) AS record
        FROM read_json(
            getvariable('input'),
            format = getvariable('format'),
            maximum_object_size = getvariable('object_size'),
            columns = {
                id: 'VARCHAR',
                attendanceRecords: 'STRUCT(
                    id VARCHAR,
                    emailAddress VARCHAR,
                    totalAttendanceInSeconds BIGINT,
                    "role" VARCHAR,
                    identity STRUCT(displayName VARCHAR),
                    attendanceIntervals STRUCT(durationInSeconds BIGINT)[]
                )[]'
            }
        )
    )
    SELECT
        id AS report_id,
        record.id AS record_id,
        record.identity.displayName AS display_name,
        record.emailAddress AS email,
        record."role" AS "role",
        len(record.attendanceIntervals) AS intervals,
        record.totalAttendanceInSeconds AS reported_total_seconds,
        coalesce(list_sum(list_transform(record.attendanceIntervals, lambda one: one.durationInSeconds)), 0)::BIGINT
            AS interval_sum_seconds,
        if(reported_total_seconds = interval_sum_seconds, 'equal', 'differs') AS sum_check
    FROM report
) TO 'records.csv' (HEADER);

COPY (
    SELECT
        "role",
        count(*) AS records,
        sum(reported_total_seconds)::BIGINT AS reported_total_seconds,
        sum(interval_sum_seconds)::BIGINT AS interval_sum_seconds,
        count(*) FILTER (sum_check = 'differs') AS mismatches
    FROM read_csv('records.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
        report_id: 'VARCHAR', record_id: 'VARCHAR', display_name: 'VARCHAR', email: 'VARCHAR', "role": 'VARCHAR',
        intervals: 'BIGINT', reported_total_seconds: 'BIGINT', interval_sum_seconds: 'BIGINT', sum_check: 'VARCHAR'
    })
    GROUP BY "role"
) TO 'roles.csv' (HEADER);
