"""The declared tables and named cells: every heading, width, format and owner, once.

The builder lays them out, the hosts read and write them, the actions fill them; nobody else names a column.
"""

from ozon_xl.sheets.archive import ARCHIVE
from ozon_xl.sheets.columns import Cell, Column, Entry, Kind, Owner, Raw, Table
from ozon_xl.sheets.journal import JOURNAL
from ozon_xl.sheets.lines import LINES
from ozon_xl.sheets.orders import ORDERS
from ozon_xl.sheets.stock import STOCK

TABLES: tuple[Table, ...] = (ORDERS, LINES, STOCK, JOURNAL, ARCHIVE)

__all__ = [
    "ARCHIVE",
    "JOURNAL",
    "LINES",
    "ORDERS",
    "STOCK",
    "TABLES",
    "Cell",
    "Column",
    "Entry",
    "Kind",
    "Owner",
    "Raw",
    "Table",
]
