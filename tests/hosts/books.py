"""Workbooks for the tests of the hosts: our own layout, and what people make of it."""

import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ozon_xl.sheets import Cell, Kind, Owner, Table
from ozon_xl.texts import Lang

Values = Mapping[str, Cell]
"""A row by ``attr``, or by heading for a column of the staff's own."""

_FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.WHOLE: "0",
    Kind.MONEY: "0.00",
    Kind.SHARE: "0%",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}


@dataclass
class Layout:
    """How a sheet with one table looks after people have had it."""

    table: Table
    lang: Lang = "en"
    sheet: str = ""
    """Its title; the declared one unless given."""
    columns: Sequence[str] = ()
    """Attrs and headings of own columns, in order; the declared ones unless given."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Headings that differ from those of the language, by attr."""
    top: int = 0
    left: int = 0
    rows: Sequence[Values] = ()
    table_name: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    """More of the table, as XlsxWriter takes it."""
    decorate: Callable[[Workbook, Worksheet], None] | None = None
    book_options: Mapping[str, object] = field(default_factory=dict)

    @property
    def attrs(self) -> list[str]:
        return list(self.columns or self.table.by_attr)

    def letters(self, attr: str) -> str:
        return str(xl_col_to_name(self.left + self.attrs.index(attr)))

    def cell(self, attr: str, row: int) -> str:
        """The address of a cell in the n-th data row, counted from 0."""
        return f"{self.letters(attr)}{self.top + 2 + row}"


def make(path: Path, layout: Layout) -> Path:
    """Write the workbook."""
    book = Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False, **layout.book_options})
    sheet = book.add_worksheet(layout.sheet or layout.table.sheet.say(layout.lang))
    formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    columns = [_column(layout, formats, attr) for attr in layout.attrs]
    bottom = layout.top + max(len(layout.rows), 1)
    area = (layout.top, layout.left, bottom, layout.left + len(columns) - 1)
    name = layout.table_name or layout.table.name
    sheet.add_table(*area, {"name": name, "columns": columns, **layout.options})
    for down, row in enumerate(layout.rows, layout.top + 1):
        for across, attr in enumerate(layout.attrs, layout.left):
            _write(sheet, down, across, row.get(attr), columns[across - layout.left].get("format"))
    settings = book.add_worksheet("Set tings")
    for at, (cell_name, value) in enumerate({"Language": layout.lang, "Status": None, "UtcOffset": 3}.items()):
        _write(sheet=settings, down=at, across=1, value=value, form=formats[Kind.TEXT])
        book.define_name(cell_name, f"='Set tings'!$B${at + 1}")
    for at, (cell_name, kind) in enumerate({"PausedSince": Kind.MOMENT, "CalculationBefore": Kind.WHOLE}.items(), 3):
        settings.write_blank(at, 1, None, formats[kind])
        book.define_name(cell_name, f"='Set tings'!$B${at + 1}")
    if layout.decorate:
        layout.decorate(book, sheet)
    book.close()
    return path


def _column(layout: Layout, formats: Mapping[Kind, Format], attr: str) -> dict[str, object]:
    column = layout.table.by_attr.get(attr)
    if column is None:
        return {"header": attr}
    heading = layout.headings.get(attr) or column.heading.say(layout.lang)
    return {"header": heading, "format": formats[column.kind]}


def _write(sheet: Worksheet, down: int, across: int, value: Cell, form: object) -> None:
    if isinstance(value, str) and value.startswith("{="):
        sheet.write_formula(down, across, value[1:-1], form, "")
    elif isinstance(value, str):
        sheet.write_string(down, across, value, form)
    elif value is not None:
        sheet.write_number(down, across, value, form)


def row_of(table: Table, key: Sequence[str], salt: int = 0) -> tuple[Cell, ...]:
    """A row of our columns with something fitting in each of them."""
    chance = random.Random(f"{key}{salt}")
    keys = dict(zip(table.key, key, strict=True))
    return tuple(keys.get(column.attr, _value(column.kind, chance)) for column in table.ours)


def _value(kind: Kind, chance: random.Random) -> Cell:
    if chance.random() < 0.2:
        return None
    if kind in {Kind.TEXT, Kind.CHOICE}:
        return chance.choice(["ab c", "Склад №1", "深圳仓", "=1+1", "<&>\"'", " x ", "00123", "1E5", "-", "_x0041_"])
    if kind is Kind.WHOLE:
        return chance.randrange(-5, 10**6)
    if kind is Kind.MONEY:
        return chance.randrange(10**8) / 100
    if kind is Kind.SHARE:
        shares: list[Cell] = [0.87, 0.01, 1, "мало истории (3 из 60)", "no goods", "历史数据不足（3/60）"]
        return chance.choice(shares)
    return 46000 + chance.random() * 100


def keys_of(table: Table, count: int, start: int = 0) -> list[tuple[str, ...]]:
    """Keys like those of Ozon."""
    return [tuple(f"{number:05d}-{part}" for part in range(len(table.key))) for number in range(start, start + count)]


def staff_attrs(table: Table) -> list[str]:
    return [column.attr for column in table.columns if column.owner is Owner.STAFF]


def members(path: Path) -> dict[str, bytes]:
    """Every part of the package, in order."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def repack(path: Path, change: Callable[[str, bytes], bytes | None], added: Mapping[str, bytes] | None = None) -> Path:
    """Change parts of a package in place; None leaves a part out."""
    parts = members(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(added or {})}.items():
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)
    return path


def patch(path: Path, part: str, old: bytes | str, new: bytes | str) -> Path:
    """Replace the first match of a pattern in those parts whose name ends so; it must be there."""
    pattern = old.encode() if isinstance(old, str) else old
    text = new.encode() if isinstance(new, str) else new
    hits = []

    def change(name: str, content: bytes) -> bytes:
        if not name.endswith(part):
            return content
        changed, count = re.subn(pattern, lambda _: text, content, count=1, flags=re.DOTALL)
        hits.append(count)
        return changed

    repack(path, change)
    assert sum(hits) >= 1, (part, old)
    return path


def as_excel_saves(path: Path) -> Path:
    """The package as Excel would write it after opening and saving: shared strings, spans, heights it has measured."""
    strings: dict[bytes, int] = {}

    def shared(found: re.Match[bytes]) -> bytes:
        number = strings.setdefault(found[1], len(strings))
        return b't="s"><v>%d</v></c>' % number

    old = re.findall(rb"<si>(.*?)</si>", members(path)["xl/sharedStrings.xml"], re.DOTALL)
    strings.update({text: number for number, text in enumerate(old)})

    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        measured = rb'<row r="\1" spans="1:33" ht="15" x14ac:dyDescent="0.25">'
        content = re.sub(rb'<row r="(\d+)"( ht="18" customHeight="1")?>', measured, content)
        return re.sub(rb't="inlineStr"><is>(.*?)</is></c>', shared, content, flags=re.DOTALL)

    repack(path, change)
    table = b"".join(b"<si>%s</si>" % text for text in strings)
    return patch(path, "sharedStrings.xml", "<si>.*</si>", table)
