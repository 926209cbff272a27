"""What people were told of: the last word about each posting, and how each channel took each message."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select, update

from ozon_xl.domain.alerts import DIGEST, OLD_DATA, Danger, Fate, Told
from ozon_xl.domain.risk import Tier
from ozon_xl.store import schema
from ozon_xl.store.database import Database, insert_many, upsert_many
from ozon_xl.store.moments import from_us, to_us


class Try(NamedTuple):
    """A message given to a channel."""

    message: str
    """Its id."""
    channel: str
    at: datetime
    fate: Fate
    why: str
    """What the channel said where it did not take it."""


class Alerts:
    """The alerts in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self, shop: str) -> dict[str, Told]:
        """The last word about each open posting, and about what else is told of, by number."""
        table, postings = schema.alerts.c, schema.postings.c
        fields = (table.number, table.tier, table.due, table.message, table.fate)
        is_open = select(postings.number).where(postings.shop == shop, postings.left_snapshot.is_(None))
        wanted = or_(table.number.in_((DIGEST, OLD_DATA)), table.number.in_(is_open))
        with self._database.reading() as connection:
            rows = connection.execute(select(*fields).where(table.shop == shop, wanted))
            return {
                number: Told(Tier(tier), from_us(due), message, Fate(fate)) for number, tier, due, message, fate in rows
            }

    def intend(self, shop: str, message: str, at: datetime, dangers: Iterable[Danger]) -> None:
        """On disk before it is sent: these are being told in this message."""
        rows = (
            (shop, danger.number, int(danger.tier), to_us(danger.due), message, to_us(at), Fate.SENDING.value)
            for danger in dangers
        )
        with self._database.writing(schema.alerts) as connection:
            upsert_many(connection, schema.alerts, rows)

    def settle(self, shop: str, message: str, fate: Fate, tries: Iterable[Try]) -> None:
        """What became of a message, and how each channel took it."""
        table = schema.alerts.c
        rows = ((one.message, one.channel, to_us(one.at), shop, one.fate.value, one.why) for one in tries)
        with self._database.writing(schema.alerts) as connection:
            insert_many(connection, schema.alert_tries, rows)
            of_message = (table.shop == shop, table.message == message)
            connection.execute(update(schema.alerts).where(*of_message).values(fate=fate.value))

    def last_try(self, channel: str) -> Try | None:
        """How a channel took the last message that it was given."""
        table = schema.alert_tries.c
        fields = (table.message, table.channel, table.at, table.fate, table.why)
        newest = select(*fields).where(table.channel == channel).order_by(table.at.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(newest).one_or_none()
        return row and Try(row.message, row.channel, from_us(row.at), Fate(row.fate), row.why)
