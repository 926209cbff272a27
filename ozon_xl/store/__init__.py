"""What the product remembers: snapshots of postings and stock, the journal of writes, the calls to Ozon.

A SQLite file by default, PostgreSQL by URL; one code for both.
"""

from ozon_xl.ozon.notes import CallNote
from ozon_xl.store.alerts import Try
from ozon_xl.store.history import History
from ozon_xl.store.journal import JournalEvent, Run
from ozon_xl.store.models import Learnt
from ozon_xl.store.snapshots import Changes, Quantities, Snapshot, StockChange
from ozon_xl.store.store import Store

__all__ = [
    "CallNote",
    "Changes",
    "History",
    "JournalEvent",
    "Learnt",
    "Quantities",
    "Run",
    "Snapshot",
    "StockChange",
    "Store",
    "Try",
]
