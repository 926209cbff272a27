"""The workbook part and what it leads to: sheets, tables, cell names, shared strings, number formats."""

import posixpath
import re
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ozon_xl.errors import CellNameMissingError, TableBlockedError, TableMissingError
from ozon_xl.hosts.headings import attrs_of
from ozon_xl.hosts.xlsx.areas import Area, area_of, column_letters
from ozon_xl.hosts.xlsx.cells import Raws
from ozon_xl.hosts.xlsx.lookups import Lookups
from ozon_xl.hosts.xlsx.markup import parsed, patchable, plain, start_tag, with_attributes, without
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.hosts.xlsx.trouble import DamagedPartError
from ozon_xl.sheets import Table
from ozon_xl.texts import Lang
from ozon_xl.texts import hosts as texts

_CELL_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)
_NOTES = {"comments", "threadedComment", "vmlDrawing"}
_BEFORE_CALCULATION = re.compile(rb"</((?:[\w.-]+:)?)(?:sheets|functionGroups|externalReferences|definedNames)>")
_FILTER_RULE = re.compile(rb"<((?:[\w.-]+:)?filterColumn)\b[^<>]*(?<!/)>.*?</\1>", re.DOTALL)
_SORTING = re.compile(rb"<((?:[\w.-]+:)?sortState)\b[^<>]*?(?:/>|(?<!/)>.*?</\1>)", re.DOTALL)


class TablePlace(NamedTuple):
    """Where a declared table lies in this workbook."""

    sheet: str
    """The title, for the user."""
    sheet_part: str
    table_part: str
    area: Area
    """With its header."""
    attrs: tuple[str | None, ...]
    """What each column is, from the left; None for one of the staff's own."""
    headings: tuple[str, ...]
    computed: frozenset[bytes]
    """Letters of columns that the spreadsheet program fills with one formula."""
    note_parts: tuple[str, ...]
    """The parts with the notes of the sheet."""

    @property
    def letters(self) -> dict[str, str]:
        """Column letters by ``attr``."""
        return {attr: column_letters(self.area.left + index) for index, attr in enumerate(self.attrs) if attr}


class _Relation(NamedTuple):
    id: str
    kind: str
    """The last word of its type: ``worksheet``, ``table`` ..."""
    part: str


class Book:
    """An opened package as a workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = next((found.part for found in self._relations("") if found.kind == "officeDocument"), "")
        """Of the workbook itself."""
        root = parsed(package.read(self.part))
        if not root.tag.endswith("}workbook"):
            raise DamagedPartError(root.tag)
        self._by_kind = {found.kind: found.part for found in self._relations(self.part)}
        self.sheets = self._find_sheets(root)
        """Title and part by the title in lower case, in order."""
        self._names = {
            name.get("name", "").casefold(): name.text or ""
            for name in root.iterfind("{*}definedNames/{*}definedName")
            if name.get("localSheetId") is None
        }
        settings = root.find("{*}workbookPr")
        self.date1904 = settings is not None and settings.get("date1904") in {"1", "true"}

    def named_cell(self, name: str) -> tuple[str, Area]:
        """Sheet part and address of a named cell. Raises CellNameMissingError."""
        found = _CELL_NAME.fullmatch(self._names.get(name.casefold(), ""))
        if found:
            title = found[1].replace("''", "'") if found[1] else found[2]
            part = self.sheets.get(title.casefold(), ("", ""))[1]
            with suppress(DamagedPartError):
                if part:
                    return part, area_of(found[3])
        raise CellNameMissingError(name=name)

    def place(self, table: Table, lang: Lang) -> TablePlace:
        """Where a table lies. Raises TableMissingError, ColumnMissingError, ColumnTwiceError, TableBlockedError."""
        found = self.tables.get(table.name.casefold())
        if found is None:
            raise TableMissingError(table=table.name)
        sheet, sheet_part, table_part = found
        root = parsed(self._package.read(table_part))
        if root.get("headerRowCount") == "0":
            raise TableBlockedError(sheet=sheet, what=texts.NO_HEADER)
        if root.get("totalsRowCount", "0") != "0":
            raise TableBlockedError(sheet=sheet, what=texts.TOTALS_ROW)
        columns = root.findall("{*}tableColumns/{*}tableColumn")
        area = area_of(root.get("ref", ""))
        if len(columns) != area.right - area.left + 1:
            raise DamagedPartError(table_part)
        headings = tuple(plain(column.get("name", "")) for column in columns)
        attrs = attrs_of(table, headings, sheet, lang)
        computed = frozenset(
            column_letters(area.left + index).encode()
            for index, column in enumerate(columns)
            if column.find("{*}calculatedColumnFormula") is not None
        )
        notes = tuple(found.part for found in self._relations(sheet_part) if found.kind in _NOTES)
        return TablePlace(sheet, sheet_part, table_part, area, attrs, headings, computed, notes)

    def resized(self, place: TablePlace, bottom: int) -> bytes:
        """The table part with another last row, filter and sorting lifted."""
        part = patchable(self._package.read(place.table_part))
        area = place.area._replace(bottom=bottom)
        part = _SORTING.sub(b"", _FILTER_RULE.sub(b"", part))
        part = _patched(part, b"table", ref=area, insertRow=None, insertRowShift=None)
        return _patched(part, b"autoFilter", ref=area)

    def recalculate(self) -> None:
        """Have every formula computed when the workbook is opened next; the old order of computing is dropped."""
        part = patchable(self._package.read(self.part))
        if start_tag(b"calcPr").search(part):
            part = _patched(part, b"calcPr", fullCalcOnLoad="1")
        else:
            *_, before = _BEFORE_CALCULATION.finditer(part)
            tag = b'<%scalcPr fullCalcOnLoad="1"/>' % before[1]
            part = part[: before.end()] + tag + part[before.end() :]
        self._package.replace(self.part, [part])
        chain = self._by_kind.get("calcChain", "")
        if chain in self._package:
            self._drop(chain)

    @cached_property
    def raws(self) -> Raws:
        """Reads cells."""
        return Raws(Lookups(self._package, self._by_kind.get("sharedStrings"), self._by_kind.get("styles")))

    def _find_sheets(self, root: Element) -> dict[str, tuple[str, str]]:
        parts = {found.id: found.part for found in self._relations(self.part) if found.kind == "worksheet"}
        sheets: dict[str, tuple[str, str]] = {}
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            link = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            if link in parts:
                sheets[sheet.get("name", "").casefold()] = (sheet.get("name", ""), parts[link])
        return sheets

    @cached_property
    def tables(self) -> dict[str, tuple[str, str, str]]:
        """Title of the sheet, its part and the table's part, by the name that formulas use in lower case."""
        return {
            parsed(self._package.read(found.part)).get("displayName", "").casefold(): (title, part, found.part)
            for title, part in self.sheets.values()
            for found in self._relations(part)
            if found.kind == "table"
        }

    def _relations(self, part: str) -> list[_Relation]:
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._package:
            return []
        return [
            _Relation(
                found.get("Id", ""),
                found.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, found.get("Target", ""))).lstrip("/"),
            )
            for found in parsed(self._package.read(relations))
            if found.get("TargetMode") != "External"
        ]

    def _drop(self, part: str) -> None:
        """Leave out a part that the workbook part alone points to."""
        self._package.remove(part)
        folder, name = posixpath.split(self.part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        ending = b"/" + posixpath.basename(part).encode()
        for listing, element, attribute in (
            (relations, b"Relationship", b"Target"),
            ("[Content_Types].xml", b"Override", b"PartName"),
        ):
            old = patchable(self._package.read(listing))
            self._package.replace(listing, [without(old, element, attribute, ending)])


def _patched(part: bytes, element: bytes, **values: object) -> bytes:
    """The part with attributes of the first such element set."""
    tag = start_tag(element).search(part)
    return part if tag is None else part[: tag.start()] + with_attributes(tag, **values) + part[tag.end() :]
