-- The rows in a table of DuckDB's own.
CREATE TEMP TABLE records AS FROM input_rows;
