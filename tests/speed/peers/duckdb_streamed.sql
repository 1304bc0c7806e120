-- The rows into a file as they are read, in the folder that DuckDB runs in. The roles are counted
-- from that file, which is shorter than the input.
COPY (FROM input_rows) TO 'records.csv' (HEADER);

CREATE TEMP VIEW records AS
FROM read_csv('records.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
    report_id: 'VARCHAR', record_id: 'VARCHAR', display_name: 'VARCHAR', email: 'VARCHAR', "role": 'VARCHAR',
    intervals: 'BIGINT', reported_total_seconds: 'BIGINT', interval_sum_seconds: 'BIGINT', sum_check: 'VARCHAR'
});
