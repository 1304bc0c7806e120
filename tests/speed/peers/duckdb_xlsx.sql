-- Into the folder that DuckDB runs in. A workbook of DuckDB's has one sheet.
COPY records TO 'records.xlsx' (FORMAT xlsx, HEADER true);
COPY roles TO 'roles.xlsx' (FORMAT xlsx, HEADER true);
