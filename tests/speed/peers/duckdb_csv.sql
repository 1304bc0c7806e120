-- Into the folder that DuckDB runs in.
COPY records TO 'records.csv' (HEADER);
COPY roles TO 'roles.csv' (HEADER);
