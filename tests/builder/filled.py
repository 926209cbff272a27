"""A built workbook with rows in it, as a refresh would leave it: our values, and a formula in each formula column."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ozon_xl.sheets import Cell, Table
from ozon_xl.sheets.columns import formula_for_row
from ozon_xl.texts import Lang

FIRST_ROW = 5


def fill(
    source: Path,
    target: Path,
    lang: Lang,
    rows: Mapping[Table, Sequence[Mapping[str, Cell]]],
    names: Mapping[str, Cell],
) -> None:
    """Copy ``source`` to ``target`` with these rows (by ``attr``) in its tables and these values in its named cells."""
    book = load_workbook(source)
    for table, values in rows.items():
        _write_rows(book[table.sheet.say(lang)], table, lang, values)
    for name, value in names.items():
        _write_name(book, name, value)
    book.save(target)


def letters(table: Table) -> dict[str, str]:
    return {column.attr: get_column_letter(place) for place, column in enumerate(table.columns, 1)}


def _write_rows(sheet: Worksheet, table: Table, lang: Lang, values: Sequence[Mapping[str, Cell]]) -> None:
    at = letters(table)
    for row, cells in enumerate(values, FIRST_ROW):
        for column in table.columns:
            cell = sheet[f"{at[column.attr]}{row}"]
            cell._style = sheet[f"{at[column.attr]}{FIRST_ROW}"]._style
            if column.formula is not None:
                cell.value = f"={formula_for_row(column, lang, at, row)}"
            elif (value := cells.get(column.attr)) is not None:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    last = FIRST_ROW + max(len(values), 1) - 1
    area = f"A{FIRST_ROW - 1}:{get_column_letter(len(table.columns))}{last}"
    sheet.tables[table.name].ref = area
    sheet.tables[table.name].autoFilter.ref = area


def _write_name(book: Workbook, name: str, value: Cell) -> None:
    ((sheet, cell),) = book.defined_names[name].destinations
    book[sheet][cell] = value
    if isinstance(value, str):
        book[sheet][cell].data_type = "s"
