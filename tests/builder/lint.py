"""What Excel would repair or refuse in a workbook although its XML is valid: the rules that schemas do not know.

``lint`` gives one sentence a fault, with the part it is in. It knows what our workbooks are made of, not all of
SpreadsheetML. That it finds faults is itself under test (``test_lint.py``).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from openpyxl.utils import range_boundaries

from tests.builder import lint_macros, lint_package
from tests.builder.lint_package import MAIN, Package, flag
from tests.builder.lint_package import REL as R_ID

ROWS, COLUMNS = 1_048_576, 16_384
MOST_TEXT, MOST_FORMULA, MOST_QUOTED = 32_767, 8_192, 255
_CELL_LIKE = re.compile(r"(?i)[a-z]{1,3}\d{1,7}|r\d*c\d*|r\d*|c\d*|true|false")
_NAME = re.compile(r"[^\W\d][\w.?]{0,254}|\\[\w.?]{0,254}")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_COLUMN_OF_TABLE = re.compile(r"(\w+)\[((?:'.|[^\]'])*)\]")
_DESTINATION = re.compile(r"(?:'((?:''|[^'])+)'|([^'!]+))!(.+)")

Box = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


def lint(content: bytes) -> list[str]:
    """Every fault found; an empty list for a clean workbook."""
    package = Package(content)
    if faults := list(lint_package.faults(package)):
        return faults
    book = _Book(package)
    found = [_sheet_names(book), _defined_names(book), _tables(book), _strings(book), lint_macros.faults(package)]
    return [fault for faults in [*found, *(_sheet(book, sheet) for sheet in book.sheets)] for fault in faults]


class _Book:
    """The parts of a workbook that others refer to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = package.xml["xl/workbook.xml"]
        rels = package.relationships("xl/workbook.xml")
        self.root = root
        self.sheets = {sheet.get("name", ""): rels[sheet.get(R_ID, "")].target for sheet in root.iter(f"{MAIN}sheet")}
        self.strings = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in package.xml["xl/sharedStrings.xml"].findall(f"{MAIN}si")
        ]
        styles = package.xml["xl/styles.xml"]
        self.formats = len(styles.findall(f"{MAIN}cellXfs/{MAIN}xf"))
        self.patches = len(styles.findall(f"{MAIN}dxfs/{MAIN}dxf"))
        self.tables = {part: xml for part, xml in package.xml.items() if part.startswith("xl/tables/")}
        self.columns_of = {
            xml.get("name", ""): {column.get("name", "").casefold() for column in xml.iter(f"{MAIN}tableColumn")}
            for xml in self.tables.values()
        }

    def text(self, cell: lint_package.Element) -> str | None:
        """What a cell says, where it is text."""
        value = cell.findtext(f"{MAIN}v") or ""
        if cell.get("t") == "s":
            return self.strings[int(value)] if value.isdigit() and int(value) < len(self.strings) else None
        if cell.get("t") == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
        return value if cell.get("t") == "str" else None


def _strings(book: _Book) -> Iterator[str]:
    for number, text in enumerate(book.strings):
        if len(text.encode("utf-16-le")) > 2 * MOST_TEXT:
            yield flag("xl/sharedStrings.xml", f"text {number} is too long")


def _sheet_names(book: _Book) -> Iterator[str]:
    sheets = list(book.root.iter(f"{MAIN}sheet"))
    names = [sheet.get("name", "") for sheet in sheets]
    yield from _repeated("xl/workbook.xml", "sheet", names)
    yield from _repeated("xl/workbook.xml", "sheetId", [sheet.get("sheetId", "") for sheet in sheets])
    for name in names:
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield flag("xl/workbook.xml", f"sheet cannot be called {name!r}")
    if all(sheet.get("state") in ("hidden", "veryHidden") for sheet in sheets):
        yield flag("xl/workbook.xml", "no sheet is to be seen")
    for view in book.root.iter(f"{MAIN}workbookView"):
        for at in (view.get("activeTab", "0"), view.get("firstSheet", "0")):
            if int(at) >= len(sheets) or sheets[int(at)].get("state"):
                yield flag("xl/workbook.xml", f"sheet {at} cannot be in front")


def _repeated(part: str, what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield flag(part, f"{count} times {what} {name}")


def _defined_names(book: _Book) -> Iterator[str]:
    part, sheets = "xl/workbook.xml", list(book.sheets)
    names = [
        (name.get("localSheetId", ""), name.get("name", ""), name.text or "")
        for name in book.root.iter(f"{MAIN}definedName")
    ]
    tables = [xml.get("name", "") for xml in book.tables.values()]
    yield from _repeated(
        part, "name", [*(f"{scope}!{name}" for scope, name, _ in names), *(f"!{name}" for name in tables)]
    )
    for scope, name, target in names:
        if scope and int(scope) >= len(sheets):
            yield flag(part, f"{name} belongs to no sheet")
        if not name.startswith("_xlnm.") and (not _NAME.fullmatch(name) or _CELL_LIKE.fullmatch(name)):
            yield flag(part, f"nothing can be called {name!r}")
        found = _DESTINATION.fullmatch(target)
        sheet = (found[1] or found[2]).replace("''", "'") if found else ""
        if found is None or sheet not in book.sheets or _box(found[3].replace("$", "")) is None:
            yield flag(part, f"{name} leads to {target!r}")


def _box(area: str) -> Box | None:
    try:
        first_column, first_row, last_column, last_row = range_boundaries(area)
    except ValueError:
        return None
    box = (first_column or 1, first_row or 1, last_column or COLUMNS, last_row or ROWS)
    return box if box[0] <= box[2] <= COLUMNS and box[1] <= box[3] <= ROWS else None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _tables(book: _Book) -> Iterator[str]:
    yield from _repeated("xl/tables", "id", [xml.get("id", "") for xml in book.tables.values()])
    for part, xml in book.tables.items():
        name = xml.get("displayName", "")
        if not _NAME.fullmatch(name) or _CELL_LIKE.fullmatch(name) or xml.get("name") != name:
            yield flag(part, f"a table cannot be called {name!r}")
        headings = [column.get("name", "") for column in xml.iter(f"{MAIN}tableColumn")]
        yield from _repeated(part, "column", headings)
        yield from _repeated(part, "column id", [column.get("id", "") for column in xml.iter(f"{MAIN}tableColumn")])
        yield from (flag(part, f"heading of {len(text)} characters") for text in headings if not 0 < len(text) <= 255)
        box = _box(xml.get("ref", ""))
        if box is None or box[2] - box[0] + 1 != len(headings) or box[3] == box[1]:
            yield flag(part, f"{len(headings)} columns do not fill {xml.get('ref')}")
        for counter in xml.iter(f"{MAIN}tableColumns"):
            if counter.get("count") != str(len(headings)):
                yield flag(part, "miscounts its columns")
        for formula in (*xml.iter(f"{MAIN}calculatedColumnFormula"), *xml.iter(f"{MAIN}totalsRowFormula")):
            yield from _formula(book, part, formula.text or "")
        if any(found.get("ref") != xml.get("ref") for found in xml.iter(f"{MAIN}autoFilter")):
            yield flag(part, "filters other cells than its own")


def _sheet(book: _Book, name: str) -> Iterator[str]:
    part = book.sheets[name]
    xml = book.package.xml[part]
    yield from _cells(book, part)
    yield from _headings(book, part)
    yield from _areas(book, part)
    for rule in xml.iter(f"{MAIN}cfRule"):
        if int(rule.get("dxfId", "0")) >= book.patches:
            yield flag(part, f"no style {rule.get('dxfId')} for a condition")
        yield from (
            fault for formula in rule.iter(f"{MAIN}formula") for fault in _formula(book, part, formula.text or "")
        )
    yield from _repeated(part, "priority", [rule.get("priority", "") for rule in xml.iter(f"{MAIN}cfRule")])
    for check in xml.iter(f"{MAIN}dataValidation"):
        for words, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
            if len(check.get(words, "")) > most:
                yield flag(part, f"{words} is too long at {check.get('sqref')}")


def _cells(book: _Book, part: str) -> Iterator[str]:
    before = 0
    for row in book.package.xml[part].iter(f"{MAIN}row"):
        number, last = int(row.get("r", "0")), 0
        if not before < number <= ROWS:
            yield flag(part, f"row {number} after row {before}")
        before = number
        for cell in row.iter(f"{MAIN}c"):
            found = _ADDRESS.fullmatch(cell.get("r", ""))
            column = range_boundaries(cell.get("r", ""))[0] if found else None
            if found is None or column is None or not last < column <= COLUMNS or int(found[2]) != number:
                yield flag(part, f"cell {cell.get('r')} is out of place in row {number}")
            last = column or last
            yield from _cell(book, part, cell)


def _cell(book: _Book, part: str, cell: lint_package.Element) -> Iterator[str]:
    place, text = cell.get("r"), book.text(cell)
    if int(cell.get("s", "0")) >= book.formats:
        yield flag(part, f"{place} has format {cell.get('s')}, which is none")
    if cell.get("t") == "s" and text is None:
        yield flag(part, f"{place} shows a text that is not there")
    if text is not None and len(text.encode("utf-16-le")) > 2 * MOST_TEXT:
        yield flag(part, f"{place} is too long")
    for formula in cell.iter(f"{MAIN}f"):
        yield from _formula(book, f"{part} {place}", formula.text or "")


def _formula(book: _Book, where: str, formula: str) -> Iterator[str]:
    outside = re.sub(r'"(?:""|[^"])*"', '""', formula)
    if len(formula) > MOST_FORMULA or any(
        len(quoted) > MOST_QUOTED + 2 for quoted in re.findall(r'"(?:""|[^"])*"', formula)
    ):
        yield flag(where, "formula is too long")
    bare = re.sub(r"'(?:''|[^'])*'|\[[^\]]*\]", "", outside)
    if formula.startswith("=") or bare.count("(") != bare.count(")") or bare.count('"') % 2:
        yield flag(where, f"formula is broken: {formula[:60]}")
    for table, column in _COLUMN_OF_TABLE.findall(outside):
        if re.sub("'(.)", r"\1", column).casefold() not in book.columns_of.get(table, ()):
            yield flag(where, f"there is no {table}[{column}]")


def _headings(book: _Book, part: str) -> Iterator[str]:
    """The cells above a table say what the table says."""
    cells = {cell.get("r"): cell for cell in book.package.xml[part].iter(f"{MAIN}c")}
    for table, box in _tables_on(book, part):
        names = [column.get("name", "") for column in book.tables[table].iter(f"{MAIN}tableColumn")]
        for column, name in enumerate(names, box[0]):
            cell = cells.get(_letters(column) + str(box[1]))
            if cell is None or book.text(cell) != name:
                yield flag(part, f"no cell says {name!r} above {table}")


def _tables_on(book: _Book, part: str) -> Iterator[tuple[str, Box]]:
    for relationship in book.package.relationships(part).values():
        if relationship.target in book.tables and (box := _box(book.tables[relationship.target].get("ref", ""))):
            yield relationship.target, box


def _letters(column: int) -> str:
    rest, digit = divmod(column - 1, 26)
    return (_letters(rest) if rest else "") + chr(65 + digit)


def _areas(book: _Book, part: str) -> Iterator[str]:
    xml = book.package.xml[part]
    merged = [cell.get("ref", "") for cell in xml.iter(f"{MAIN}mergeCell")]
    areas = [
        *merged,
        *(
            area
            for tag in ("dataValidation", "conditionalFormatting")
            for found in xml.iter(MAIN + tag)
            for area in found.get("sqref", "").split()
        ),
    ]
    yield from (flag(part, f"{area} is no area") for area in areas if _box(area) is None)
    apart = [(area, box) for area in merged if (box := _box(area))] + list(_tables_on(book, part))
    for (one, first), (other, second) in combinations(apart, 2):
        if _overlap(first, second):
            yield flag(part, f"{one} overlaps {other}")
