"""What the tests of the store put into it, and how they look under its bonnet. Light: other processes load it too."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.stock import StockLevel
from ozon_xl.domain.stock_states import State
from ozon_xl.store import JournalEvent, Store, schema
from ozon_xl.store.database import Database
from tests.source import ROOT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHOP = "1234567"


def posting(number: str = "1-1", **changes: object) -> Posting:
    """A posting to be packed, with these fields changed."""
    plain = Posting(
        number, "1", "awaiting_packaging", "", "fbs", "", "", "", "", "", "", NOW, NOW, NOW, None, (), (), ()
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def level(offer: str = "A", warehouse_id: str = "W", free: int = 5, reserved: int = 0) -> StockLevel:
    """What Ozon has of a pair."""
    return StockLevel(offer, warehouse_id, "1", "2", free + reserved, reserved, free, None)


def event(state: State = State.PLANNED, offer: str = "A", run: str = "r1", **changes: object) -> JournalEvent:
    """An entry of the journal, with these fields changed."""
    plain = JournalEvent(run, NOW, SHOP, "Вера", "склад-3", "book", "7", offer, "W", state)
    return plain._replace(**changes)  # type: ignore[arg-type]


def save(store: Store, open_now: list[Posting], stock: Sequence[StockLevel] = (), **more: Any) -> int:
    """Save a snapshot of these, of our shop and now if nothing else is said."""
    shop, at = more.pop("shop", SHOP), more.pop("at", NOW)
    return store.snapshots.save(shop, at, postings=open_now, stock=stock, warehouses=[], **more)


def database_of(store: Store) -> Database:
    """The database behind a store."""
    return store._database


def dump(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in schema.METADATA.sorted_tables
        }


def python(script: str, *arguments: str) -> list[str]:
    """The command that runs a script with this source tree."""
    return [sys.executable, "-c", script, *arguments]


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process with this source tree; what it prints can be read."""
    return subprocess.Popen(python(script, *arguments), stdout=subprocess.PIPE, text=True, env=environment())


def environment() -> dict[str, str]:
    """In which another process finds this source tree."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
