"""What the tests of the store put into it, and how they look under its bonnet."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from ozon_xl.domain.postings import Line, Money, Posting, TariffStep
from ozon_xl.domain.stock import StockLevel, Warehouse
from ozon_xl.domain.stock_states import State
from ozon_xl.store import JournalEvent, Store, schema
from ozon_xl.store.database import Database
from tests.source import ROOT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHOP = "1234567"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
"""As JSON can bring it; PostgreSQL knows no NUL."""
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_money = st.builds(Money, st.decimals(allow_nan=False, allow_infinity=False), texts)
_lines = st.builds(Line, texts, texts, texts, st.integers(), st.none() | _money)
_steps = st.builds(TariffStep, moments, texts, st.none() | _money)
_moment = st.none() | moments
postings = st.builds(
    Posting,
    *[texts] * 11,
    *[_moment] * 4,
    st.lists(_steps, max_size=3).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
    st.lists(_lines, max_size=3).map(tuple),
)
_pieces = st.integers(-(2**62), 2**62)
levels = st.builds(StockLevel, texts, texts, texts, texts, _pieces, _pieces, _pieces, _moment)
warehouses = st.builds(Warehouse, texts, texts, texts, st.booleans(), texts)


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
