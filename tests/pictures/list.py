"""Writes the first rows of a list as a page that looks like the sheet it is kept in.

Usage: python3 list.py LIST.csv PAGE.html
"""

import csv
import html
import sys
from pathlib import Path

ROWS = 14
STYLE = """
body { margin: 0; font: 15px "Liberation Sans", "DejaVu Sans", sans-serif; color: #1b1f23 }
table { border-collapse: collapse }
td, th { border: 1px solid #d4d8dc; padding: 3px 10px; text-align: left; font-weight: normal; white-space: nowrap }
thead th, tbody th { background: #f0f2f4; color: #5a6068; text-align: center; min-width: 22px }
tr.headings td { font-weight: bold }
"""


def cells(row: list[str]) -> str:
    return "".join(f"<td>{html.escape(cell)}</td>" for cell in row)


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[:ROWS]
    letters = "".join(f"<th>{chr(ord('A') + at)}</th>" for at in range(len(rows[0])))
    lines = [
        f"<tr{' class=headings' if number == 1 else ''}><th>{number}</th>{cells(row)}</tr>"
        for number, row in enumerate(rows, 1)
    ]
    target.write_text(
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><table>"
        f"<thead><tr><th></th>{letters}</tr></thead><tbody>{''.join(lines)}</tbody></table>",
        encoding="utf-8",
    )


main()
