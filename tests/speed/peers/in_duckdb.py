"""DuckDB's Python package, for where its command line is not installed.

Usage: python3 in_duckdb.py STATEMENTS SQL-FILE…, in the output folder
"""

import sys
from pathlib import Path

import duckdb


def main() -> None:
    statements, *files = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(statements)
    for file in files:
        connection.execute(Path(file).read_text(encoding="utf-8"))


main()
