"""Rollbook for Python: reports of attendance in, tables of Arrow out.

    import rollbook

    people = rollbook.table("people", "reports", roster="roster.csv")
    people.to_pandas()                      # or polars.from_arrow(people)

    facts = rollbook.facts("reports/2025")  # small; may be kept, and joined with others
    meetings = rollbook.table("meetings", facts=facts, timezone="Europe/Berlin")

Reports are paths of files, folders and patterns, bytes of a document, bytes of lines, arrays of
Arrow with a line in each text, or documents by name: `{"2026/a.json": b"..."}`. Many may come
from an iterator, one at a time.

Every option of the program is a keyword: `scheduled_start="09:00"` is `--scheduled-start`,
`True` stands for an option without a value, a list for one that is repeated, and `from_` for
`--from`. What is found in reports is in the table `findings`. What could not be read is a
`RollbookWarning`; with `exit_zero=False` it is a `RollbookError`, as are findings of severity
error.
"""

from ._calls import batches, convert, facts, fold, table, tables
from ._inputs import Facts, Reports
from ._program import Option, RollbookError, RollbookWarning, program

__all__ = [
    "Facts",
    "Option",
    "Reports",
    "RollbookError",
    "RollbookWarning",
    "batches",
    "convert",
    "facts",
    "fold",
    "program",
    "table",
    "tables",
]
