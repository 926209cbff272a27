"""A shop's thresholds as its workbook last had them, for all that works without the workbook."""

import json
from dataclasses import asdict, fields

from sqlalchemy import Connection, select

from ozon_xl.domain.rules import Rules
from ozon_xl.store import schema
from ozon_xl.store.database import upsert_many


def read_rules(connection: Connection, shop: str) -> Rules:
    """Those that were kept last; one that is not among them has its default."""
    kept = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == _name(shop)))
    values = json.loads(kept) if kept else {}
    return Rules(**{field.name: float(values[field.name]) for field in fields(Rules) if field.name in values})


def keep_rules(connection: Connection, shop: str, rules: Rules) -> None:
    """Keep these."""
    upsert_many(connection, schema.meta, [(_name(shop), json.dumps(asdict(rules)))])


def _name(shop: str) -> str:
    return f"rules {shop}"
