"""When the staff last wrote beside each posting, as the refreshes noticed it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from ozon_xl.store import schema
from ozon_xl.store.database import Database, upsert_many
from ozon_xl.store.moments import from_us, to_us


class StaffNotes:
    """What tells one state of the staff's cells from another; never the words themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def notice(self, shop: str, digests: Mapping[str, str], now: datetime) -> dict[str, datetime]:
        """When each posting was last written beside; ``digests`` are of what stands there now."""
        known = self._rows(shop)
        news = {number: digest for number, digest in digests.items() if known.get(number, ("",))[0] != digest}
        if news:
            with self._database.writing(schema.staff_notes) as connection:
                changed = ((shop, number, digest, to_us(now)) for number, digest in news.items())
                upsert_many(connection, schema.staff_notes, changed)
        return {number: at for number, (_, at) in known.items()} | dict.fromkeys(news, now)

    def known(self, shop: str) -> dict[str, datetime]:
        """When each posting was last written beside, as far as it was noticed."""
        return {number: at for number, (_, at) in self._rows(shop).items()}

    def _rows(self, shop: str) -> dict[str, tuple[str, datetime]]:
        table = schema.staff_notes.c
        with self._database.reading() as connection:
            rows = connection.execute(select(table.number, table.digest, table.at).where(table.shop == shop))
            return {number: (digest, from_us(at)) for number, digest, at in rows}
