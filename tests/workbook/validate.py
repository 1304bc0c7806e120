"""Checks whole workbook packages for what Excel offers to repair.

With the standard library: parts are XML, rows and cells ascend, relationships and links
resolve, numbers of formats and texts are in range, tables, filters and merged cells do not
overlap, table columns are the heading cells, and every part has a content type. Then
openpyxl reads all cells, and, where openxml-audit is installed, each part is held against
the schemas of Office Open XML.

Usage: python3 validate.py WORKBOOK…
"""

import posixpath
import re
import sys
import warnings
import zipfile
from xml.etree import ElementTree

import openpyxl

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DOCUMENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
TABLE_NAME = re.compile(r"[^\W\d][\w.]*")
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def place(name: str) -> tuple[int, int]:
    """The row and column of a cell's name."""
    letters, row = CELL.fullmatch(name.replace("$", "")).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row), column


def area(text: str) -> tuple[int, int, int, int]:
    first, _, last = text.partition(":")
    return place(first) + place(last or first)


def overlap(one: tuple, other: tuple) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def text_of(node) -> str:
    return "".join(text.text or "" for text in node.iter(f"{MAIN}t"))


class Package:
    """The parts of a workbook, parsed."""

    def __init__(self, path: str) -> None:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            assert len(names) == len(set(names)), "a part is there twice"
            self.parts = {name: ElementTree.fromstring(package.read(name)) for name in names}
        strings = self.parts.get("xl/sharedStrings.xml")
        self.strings = [] if strings is None else [text_of(one) for one in strings.iter(f"{MAIN}si")]
        styles = self.parts["xl/styles.xml"]
        self.formats = len(styles.find(f"{MAIN}cellXfs"))
        self.rule_formats = len(styles.find(f"{MAIN}dxfs") or [])

    def targets(self, part: str) -> dict[str, str]:
        """The parts that a part's relationships lead to, by their ids."""
        folder, file = posixpath.split(part)
        relationships = self.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        if relationships is None:
            return {}
        found = {
            one.get("Id"): posixpath.normpath(posixpath.join("/", folder, one.get("Target")))[1:]
            for one in relationships
        }
        assert len(found) == len(relationships), f"{part}: a relationship's id twice"
        return found

    def check_references(self) -> None:
        types = self.parts["[Content_Types].xml"]
        named = {one.get("PartName") for one in types.iter(f"{TYPES}Override")}
        assert named <= {f"/{name}" for name in self.parts}, "a type for a part that is not there"
        for name, root in self.parts.items():
            if name == "[Content_Types].xml" or name.endswith(".rels"):
                continue
            assert f"/{name}" in named, f"no content type for {name}"
            targets = self.targets(name)
            for id, target in targets.items():
                assert target in self.parts, f"{name}: {id} leads to {target}"
            for node in root.iter():
                for attribute, id in node.attrib.items():
                    if attribute.startswith(DOCUMENT):
                        assert id in targets, f"{name}: no relationship {id}"

    def text(self, cell) -> str:
        if cell.get("t") == "s":
            return self.strings[int(cell.find(f"{MAIN}v").text)]
        return text_of(cell)

    def check_sheet(self, part: str, names: set[str], tables: set[str]) -> int:
        """Checks a sheet; returns how many cells it has."""
        root = self.parts[part]
        cells = 0
        last_row = 0
        heading = {}
        for row in root.iter(f"{MAIN}row"):
            number = int(row.get("r"))
            assert number > last_row, f"{part}: row {number} behind row {last_row}"
            last_row, last_column = number, 0
            for cell in row:
                at, column = place(cell.get("r"))
                assert at == number and column > last_column, f"{part}: {cell.get('r')} in row {number}"
                last_column = column
                assert int(cell.get("s", 0)) < self.formats, f"{part} {cell.get('r')}: format"
                if cell.get("t") is not None:
                    text = self.text(cell)
                    assert len(text.encode("utf-16-le")) <= 2 * 32_767, f"{part} {cell.get('r')}: too long"
                    if number == 1:
                        heading[column] = text
                cells += 1
        for rule in root.iter(f"{MAIN}cfRule"):
            assert int(rule.get("dxfId", 0)) < max(self.rule_formats, 1), f"{part}: a rule's format"
        for link in root.iter(f"{MAIN}hyperlink"):
            sheet, _, target = link.get("location").rpartition("!")
            assert sheet.strip("'").replace("''", "'") in names, f"{part}: a link to {sheet}"
            place(target)
        areas = [area(one.get("ref")) for one in root.iter(f"{MAIN}mergeCell")]
        areas += [area(one.get("ref")) for one in root.findall(f"{MAIN}autoFilter")]
        targets = self.targets(part)
        for one in root.iter(f"{MAIN}tablePart"):
            table = self.parts[targets[one.get(f"{DOCUMENT}id")]]
            name = table.get("displayName").lower()
            assert TABLE_NAME.fullmatch(name), f"{part}: a table cannot be called {name}"
            assert name not in tables, f"{part}: the table {name} twice"
            tables.add(name)
            top, left, _, right = span = area(table.get("ref"))
            columns = [column.get("name") for column in table.iter(f"{MAIN}tableColumn")]
            assert top == 1, f"{part}: a table below the first row"
            assert columns == [heading[at] for at in range(left, right + 1)], f"{part}: {columns}"
            assert len({column.lower() for column in columns}) == len(columns), f"{part}: a column twice"
            areas.append(span)
        for at, one in enumerate(areas):
            assert not any(overlap(one, other) for other in areas[at + 1 :]), f"{part}: {one} overlaps"
        return cells

    def check(self) -> int:
        self.check_references()
        sheets = {}
        targets = self.targets("xl/workbook.xml")
        for sheet in self.parts["xl/workbook.xml"].iter(f"{MAIN}sheet"):
            name = sheet.get("name")
            assert name.lower() not in {known.lower() for known in sheets}, f"the sheet {name} twice"
            assert len(name) <= 31, f"{name} is too long for a sheet"
            sheets[name] = targets[sheet.get(f"{DOCUMENT}id")]
        tables: set[str] = set()
        return sum(self.check_sheet(part, set(sheets), tables) for part in sheets.values())


def hold_against_schemas(path: str) -> bool:
    """Whether the schemas could be asked; what they do not allow is an error."""
    try:
        from openxml_audit import OpenXmlValidator
    except ImportError:
        return False
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, f"{path}: {[str(error) for error in found.errors][:5]}"
    return True


def main() -> None:
    cells = 0
    by_schema = 0
    for path in sys.argv[1:]:
        try:
            cells += Package(path).check()
        except (AssertionError, ElementTree.ParseError) as fault:
            raise SystemExit(f"{path}: {fault}") from fault
        with warnings.catch_warnings():
            # It does not know the data bars, which are no cells.
            warnings.simplefilter("ignore")
            openpyxl.load_workbook(path)
        by_schema += hold_against_schemas(path)
    books = len(sys.argv) - 1
    assert books and cells, "no workbook"
    print(f"{books} workbooks with {cells} cells are sound, {by_schema} of them by the schemas too")


main()
