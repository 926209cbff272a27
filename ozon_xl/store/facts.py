"""What is remembered of a shop beside its orders and stock: single JSON values, each with a name."""

import json
from typing import Final

from sqlalchemy import select

from ozon_xl.store import schema
from ozon_xl.store.database import Database, upsert_many

RULES: Final = "rules"
"""The thresholds as the shop's workbook last had them."""
KEY: Final = "key"
"""What Ozon said last of the shop's key: rights and end. Not the key."""
CHARGES: Final = "charges"
"""The error index and the charges for errors, as Ozon told them last."""
EMPTIED: Final = "emptied"
"""Ids of the warehouses that the last refresh was told to be empty all of a sudden, and did not believe."""


class Facts:
    """The facts in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, shop: str, what: str) -> object:
        """The JSON value that was put last; None where there is none."""
        with self._database.reading() as connection:
            kept = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == f"{what} {shop}"))
        return json.loads(kept) if kept else None

    def put(self, shop: str, what: str, value: object) -> None:
        """Remember this value instead of the one before."""
        with self._database.writing(schema.meta) as connection:
            upsert_many(connection, schema.meta, [(f"{what} {shop}", json.dumps(value))])
