"""Staff at the Orders sheet: columns of their own, notes, and orders that leave the queue."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from ozon_xl.hosts.base import Host
from ozon_xl.sheets import ARCHIVE, ORDERS, Cell, Table
from tests.actions.conftest import Desk

OWN = ("Когда", "Сделка")
"""Columns that the staff adds to Orders."""
Typed = str | float | bool | datetime | Comment | None


def add_columns(path: Path, table: Table, *headings: str) -> None:
    """As somebody does who types a heading beside the last column."""
    book = load_workbook(path)
    sheet = book[table.sheet.en]
    found = sheet.tables[table.name]
    for heading in headings:
        found.tableColumns.append(TableColumn(id=len(found.tableColumns) + 1, name=heading))
        sheet.cell(4, len(found.tableColumns), heading)
    bottom = found.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    found.ref = f"A4:{get_column_letter(len(found.tableColumns))}{bottom}"
    found.autoFilter.ref = found.ref
    book.save(path)


def type_in(path: Path, table: Table, typed: Mapping[str, Mapping[str, Typed]]) -> None:
    """Cells by the row's posting and the heading; a comment goes onto the cell."""
    book = load_workbook(path)
    sheet = book[table.sheet.en]
    headings = columns_of(sheet)
    for number, cells in typed.items():
        for row in rows_of(sheet, number):
            for heading, value in cells.items():
                cell = sheet.cell(row, headings[heading])
                if isinstance(value, Comment):
                    cell.comment = value
                elif isinstance(value, datetime):
                    cell.value, cell.number_format = value.replace(tzinfo=None), "dd.mm.yyyy hh:mm"
                else:
                    cell.value = value
    book.save(path)


def rows_of(sheet: Worksheet, number: str) -> list[int]:
    """The sheet's rows of a posting."""
    return [cell.row for cell in sheet["A"] if cell.value == number]


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """The sheet's columns by their headings."""
    return {str(cell.value): place for place, cell in enumerate(sheet[4], 1)}


def packable(desk: Desk) -> list[str]:
    """Postings of the shop that can be shipped."""
    return [number for number, one in desk.practice.world.shop.postings.items() if one.status == "awaiting_packaging"]


def ship(desk: Desk, *numbers: str) -> None:
    """They leave the queue."""
    for number in numbers:
        desk.practice.control.step(number, "pack")
        desk.practice.control.step(number, "hand_over")
    desk.clock.sleep(60)


def rule(desk: Desk, days: float | None) -> None:
    """How many days an order with notes stays in Orders."""
    host = desk.host
    host.put("ArchiveDays", days)
    host.save()


def note(desk: Desk, table: Table, changes: Mapping[str, Mapping[str, Cell]]) -> None:
    """Declared cells of the staff's."""
    host = desk.host
    host.update(table, {(number,): cells for number, cells in changes.items()})
    host.save()


def archived(host: Host) -> list[dict[str, Cell]]:
    """The rows of the archive, by attr; what is empty is left out."""
    return [
        {attr: raw.value for attr, raw in row.cells.items() if raw.value is not None}
        for row in host.read(ARCHIVE, [column.attr for column in ARCHIVE.columns])
    ]


def in_orders(host: Host) -> dict[str, str]:
    """The remark beside each posting of the Orders sheet."""
    return {row.key[0]: str(row.cells["remark"].value or "") for row in host.read(ORDERS, ("remark",))}
