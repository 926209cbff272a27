"""What makes a workbook one with macros: the VBA project, the texts it shows, and the buttons that run it."""

from io import BytesIO
from pathlib import Path
from typing import Final

from ozon_xl.builder.controls import add_buttons
from ozon_xl.builder.macro_texts import write_macro_texts
from ozon_xl.builder.page import Page
from ozon_xl.builder.vba import WORKBOOK_CODE_NAME, Kind, Module, document, read_modules, vba_project

_HERE: Final = Path(__file__).parent
_PACKED: Final = _HERE / "macro_sources"
SOURCES: Final = _PACKED if _PACKED.is_dir() else _HERE.parent.parent / "macros"
"""The VBA sources: beside this file in an installed package, at the top of a source tree."""


def add_macros(page: Page) -> None:
    """Complete a workbook whose sheets are all there."""
    write_macro_texts(page)
    add_buttons(page)
    page.book.set_vba_name(WORKBOOK_CODE_NAME)
    page.book.add_vba_project(BytesIO(vba_project(_modules(page))), is_stream=True)


def _modules(page: Page) -> list[Module]:
    sheets = [document(sheet.vba_codename, Kind.SHEET) for sheet in page.book.worksheets()]
    return [document(WORKBOOK_CODE_NAME, Kind.WORKBOOK), *sheets, *read_modules(SOURCES)]
