-- The rows of a table into the folder that DuckDB runs in.
COPY records TO 'records.csv' (HEADER);
