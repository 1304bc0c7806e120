-- A row for each record, as a view. These variables must be set: input (a path or pattern),
-- format (of read_json), object_size (the largest document).
CREATE TEMP VIEW input_rows AS
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
FROM report;
