"""Workbooks that the fake Excel has open."""

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.sheets import STOCK

from .books import Layout, Values, make

ID = "7b0c"


def book_of(path: Path, rows: Sequence[Values] = (), *, guid: str = ID, columns: Sequence[str] = ()) -> Path:
    """A workbook with a Stock table and an id."""

    def decorate(book: Workbook, _sheet: Worksheet) -> None:
        settings = book.get_worksheet_by_name("Set tings")
        assert settings
        for at, (name, value) in enumerate({"WorkbookId": guid, "SnapshotId": "1"}.items(), start=9):
            settings.write_string(at, 1, value, book.add_format({"num_format": "@"}))
            book.define_name(name, f"='Set tings'!$B${at + 1}")

    return make(path, Layout(STOCK, rows=rows, columns=columns, decorate=decorate))
