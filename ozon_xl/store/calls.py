"""The calls to Ozon: what was asked when, how it went, and the trace id that Ozon's support wants."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from ozon_xl.ozon.notes import CallNote
from ozon_xl.store import schema
from ozon_xl.store.database import Database, insert_many
from ozon_xl.store.moments import from_us, to_us


class Calls:
    """The call log in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, notes: Iterable[CallNote]) -> None:
        """Keep these."""
        with self._database.writing() as connection:
            insert_many(connection, schema.api_calls, ((to_us(at), *rest) for at, *rest in notes))

    def recent(self, count: int) -> list[CallNote]:
        """The last ones, newest first."""
        table = schema.api_calls.c
        fields = (table[name] for name in CallNote._fields)
        with self._database.reading() as connection:
            rows = connection.execute(select(*fields).order_by(table.at.desc(), table.id.desc()).limit(count))
            return [CallNote(from_us(at), *rest) for at, *rest in rows]

    def prune(self, before: datetime) -> int:
        """Forget what is older; returns how many that were."""
        with self._database.writing() as connection:
            return connection.execute(delete(schema.api_calls).where(schema.api_calls.c.at < to_us(before))).rowcount
