"""Faults planted into a good workbook, each of a kind that Excel repairs, refuses or shows wrongly."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Final

from ozon_xl.builder.vba import Kind, Module, document, module_from, vba_project

Parts = dict[str, bytes]
Fault = Callable[[Parts], None]

TODAY, ORDERS, STOCK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"
ORDERS_TABLE, STOCK_TABLE = "xl/tables/table1.xml", "xl/tables/table3.xml"
BOOK, STRINGS, TYPES, ROOT_LINKS = "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "_rels/.rels"
BUTTONS, RIBBON, PROJECT = "xl/drawings/vmlDrawing1.vml", "customUI/customUI14.xml", "xl/vbaProject.bin"


def change(part: str, pattern: str, to: str) -> Fault:
    """The first place that matches becomes something else; there must be one."""

    def planted(parts: Parts) -> None:
        text, count = re.subn(pattern, to, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{part} has no {pattern}"
        assert text.encode() != parts[part]
        parts[part] = text.encode()

    return planted


def drop(part: str) -> Fault:
    """A part is missing."""

    def planted(parts: Parts) -> None:
        del parts[part]

    return planted


def add(part: str, content: bytes = b"<x/>") -> Fault:
    """A part too many."""
    return lambda parts: parts.update({part: content})


def macros(*modules: Module) -> Fault:
    """Another project."""
    return add(PROJECT, vba_project(modules))


def _sheets(*names: str) -> tuple[Module, ...]:
    return document("ThisWorkbook", Kind.WORKBOOK), *(document(f"Sheet{name}", Kind.SHEET) for name in names)


def _hidden(names: tuple[str, ...]) -> str:
    rows = (f'<sheet name="{name}" sheetId="{i}" state="hidden" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    return f"<sheets>{''.join(rows)}</sheets>"


_ALL = ("Today", "Orders", "Lines", "Stock", "Journal", "Rules", "Settings", "Texts")
_SOURCE = b'Attribute VB_Name = "M"\r\nOption Explicit\r\n'

FAULTS: Final[dict[str, Fault]] = {
    # the package
    "a part is not well-formed": change(ORDERS, "</sheetData>", ""),
    "a part without a content type": add("xl/media/picture.png", b"png"),
    "a content type for nothing": change(TYPES, "/xl/styles.xml", "/xl/style.xml"),
    "the main type of a workbook without macros": change(
        TYPES,
        r"application/vnd\.ms-excel\.sheet\.macroEnabled\.main\+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
    "a table of the wrong content type": change(TYPES, r"spreadsheetml\.table\+xml", "spreadsheetml.worksheet+xml"),
    "the macros are missing, their relationship is not": drop(PROJECT),
    "a relationship to nowhere": change(ROOT_LINKS, "customUI14.xml", "customUI.xml"),
    "two relationships of one id": change("xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"'),
    "nothing leads to a part": change(ROOT_LINKS, '<Relationship Id="rIdRibbon"[^>]*/>', ""),
    "a sheet leads to no table": change(STOCK, r'<tablePart r:id="rId2"/>', '<tablePart r:id="rId9"/>'),
    "a sheet takes a drawing for a table": change(STOCK, r'<tablePart r:id="rId2"/>', '<tablePart r:id="rId1"/>'),
    # the workbook
    "two sheets of one name": change(BOOK, 'name="Lines"', 'name="ORDERS"'),
    "two sheets of one id": change(BOOK, 'sheetId="2"', 'sheetId="1"'),
    "a sheet name with a slash": change(BOOK, '<sheet name="Rules"', '<sheet name="Ru/les"'),
    "a sheet name of 32 letters": change(BOOK, '<sheet name="Journal"', f'<sheet name="{"J" * 32}"'),
    "a hidden sheet in front": change(BOOK, '<sheet name="Today"', '<sheet name="Today" state="hidden"'),
    "no sheet to be seen": change(BOOK, "<sheets>.*</sheets>", _hidden(_ALL)),
    "two names of one name": change(BOOK, 'definedName name="Alive"', 'definedName name="STATUS"'),
    "a name like a cell": change(BOOK, 'definedName name="Alive"', 'definedName name="AB12"'),
    "a name with a space": change(BOOK, 'definedName name="Alive"', 'definedName name="Ali ve"'),
    "a name like a table": change(BOOK, 'definedName name="Alive"', 'definedName name="tblOrders"'),
    "a name of a sheet that is not there": change(BOOK, 'localSheetId="4"', 'localSheetId="40"'),
    "a name for a lost cell": change(BOOK, r"'Settings'!\$B\$18", "#REF!"),
    "a name for a cell on no sheet": change(BOOK, r"'Settings'!\$B\$18", "'Setings'!$B$18"),
    # tables
    "a heading that its cell does not say": change(STOCK_TABLE, 'name="Offer"', 'name="Article"'),
    "two columns of one heading": change(STOCK_TABLE, 'name="Name"', 'name="offer"'),
    "two columns of one id": change(STOCK_TABLE, 'tableColumn id="2"', 'tableColumn id="1"'),
    "more columns than the table is wide": change(STOCK_TABLE, ' ref="A4:Y5"', ' ref="A4:X5"'),
    "a table without a row": change(STOCK_TABLE, ' ref="A4:Y5"', ' ref="A4:Y4"'),
    "a filter beside the table": change(STOCK_TABLE, '<autoFilter ref="A4:Y5"', '<autoFilter ref="A4:Y6"'),
    "miscounted columns": change(STOCK_TABLE, 'tableColumns count="25"', 'tableColumns count="24"'),
    "two tables of one name": change(STOCK_TABLE, "tblStock", "tblOrders"),
    "two tables of one id": change(STOCK_TABLE, 'id="3" name', 'id="1" name'),
    "a table named like a cell": change(
        STOCK_TABLE, 'name="tblStock" displayName="tblStock"', 'name="T1" displayName="T1"'
    ),
    "a heading of 256 letters": change(STOCK_TABLE, 'name="Offer"', f'name="{"x" * 256}"'),
    # cells
    "rows out of order": change(TODAY, '<row r="3"', '<row r="2"'),
    "cells out of order": change(STOCK, '<c r="B4"', '<c r="C4"'),
    "a cell in another row": change(STOCK, '<c r="B4"', '<c r="B5"'),
    "a text that is not there": change(STOCK, r'(<c r="A4"[^>]*t="s"><v>)\d+', r"\g<1>99999"),
    "a format that is not there": change(STOCK, r'(<c r="A4" s=")\d+', r"\g<1>9999"),
    "a text over the limit": change(STRINGS, "<t>Offer</t>", f"<t>{'x' * 32_768}</t>"),
    "a formula with an open bracket": change(TODAY, r"<f>(.*?)\)</f>", r"<f>\1</f>"),
    "a formula with an equals sign": change(TODAY, "<f>", "<f>="),
    "a formula over the limit": change(TODAY, "<f>", f"<f>{'1+' * 4_100}"),
    "a formula with a long constant": change(TODAY, "<f>", f'<f>"{"x" * 256}"&amp;'),
    "a column that no table has": change(TODAY, r"tblOrders\[State\]|tblOrders\[[^\]]+\]", "tblOrders[Nothing]"),
    # what lies over cells
    "merged cells in a table": change(
        STOCK, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>'
    ),
    "merged cells that overlap": change(
        TODAY,
        "</sheetData>",
        '</sheetData><mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>',
    ),
    "an area beyond the sheet": change(STOCK, r'sqref="E5:E200000"', 'sqref="E5:E2000000"'),
    "a condition with a style that is not there": change(ORDERS, r'dxfId="\d+"', 'dxfId="999"'),
    "two conditions of one priority": change(ORDERS, r'priority="2"', 'priority="1"'),
    "a title over 32 letters": change(STOCK, r'promptTitle="', f'promptTitle="{"x" * 33}'),
    "a message over 255 letters": change(STOCK, r' prompt="', f' prompt="{"x" * 256}'),
    # macros
    "a sheet without a module": macros(*_sheets(*_ALL[1:]), module_from("M.bas", _SOURCE)),
    "a module without a sheet": macros(*_sheets(*_ALL, "Gone"), module_from("M.bas", _SOURCE)),
    "a module that calls itself something else": macros(*_sheets(*_ALL), Module("Other", Kind.STANDARD, _SOURCE)),
    "two sheets of one code name": change(ORDERS, 'codeName="SheetOrders"', 'codeName="SheetStock"'),
    "a sheet without a code name": change(ORDERS, ' codeName="SheetOrders"', ""),
    "another code name of the workbook": change(BOOK, 'codeName="ThisWorkbook"', 'codeName="Workbook"'),
    "a button without its macro": change(BUTTONS, "!OzonRefresh", "!OzonRefrsh"),
    "a button for a macro elsewhere": change(BUTTONS, r"\[0\]!OzonRefresh", "[1]!OzonRefresh"),
    "a button at half a pixel": change(BUTTONS, r"<x:Anchor>1, 8, 5, 7,", "<x:Anchor>1, 8, 5, 7.5,"),
    "two buttons of one id": change(BUTTONS, 'id="_x0000_s1026"', 'id="_x0000_s1025"'),
    "an item without its callback": change(RIBBON, 'onAction="OzonRibbon"', 'onAction="OzonRbbon"'),
    "an item that calls what takes no control": change(RIBBON, 'onAction="OzonRibbon"', 'onAction="OzonRefresh"'),
    "an item that its callback does not know": change(RIBBON, 'id="OzonStop"', 'id="OzonHalt"'),
    "too many words on the ribbon": change(RIBBON, 'supertip="', f'supertip="{"x" * 1025}'),
    "two items of one id": change(RIBBON, 'id="OzonStop"', 'id="OzonRefresh"'),
}
"""For the lint."""

SCHEMA_FAULTS: Final[dict[str, Fault]] = {
    "an unknown attribute of the ribbon": change(RIBBON, ' size="large"', ' sise="large"'),
    "an unknown element": change(STOCK, "<sheetData>", "<cellData/><sheetData>"),
    "elements in the wrong order": change(STOCK, "(<sheetViews>.*?</sheetViews>)(<sheetFormatPr[^>]*/>)", r"\2\1"),
    "a kind of check that is none": change(STOCK, 'type="whole"', 'type="hole"'),
    "a colour that is none": change(STOCK, 'tabColor rgb="FFF7D154"', 'tabColor rgb="yellow"'),
    "a heading that is missing": change(STOCK_TABLE, ' name="Offer"', ""),
}
"""For the validator that knows the schemas."""


def with_fault(good: Parts, fault: Fault) -> bytes:
    """The package with this fault in it."""
    parts = dict(good)
    fault(parts)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()
