"""A posting as a row of the table ``postings``, and back, without loss."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ozon_xl.domain.postings import Line, Money, Posting, TariffStep
from ozon_xl.store.database import Row
from ozon_xl.store.moments import from_us, to_us


def row_of(posting: Posting) -> Row:
    """The cells of a posting, in the order of its fields."""
    (
        number,
        order_number,
        status,
        substatus,
        scheme,
        flow,
        warehouse_id,
        warehouse,
        method,
        carrier,
        tracking,
        ordered_at,
        ship_by,
        late_from,
        handed_over_at,
        tariff_steps,
        actions,
        lines,
    ) = posting
    return (
        number,
        order_number,
        status,
        substatus,
        scheme,
        flow,
        warehouse_id,
        warehouse,
        method,
        carrier,
        tracking,
        to_us(ordered_at),
        to_us(ship_by),
        to_us(late_from),
        to_us(handed_over_at),
        _json(tariff_steps),
        _actions_json(actions),
        _json(lines),
    )


def posting_of(row: Sequence[Any]) -> Posting:
    """The posting that ``row_of`` took apart."""
    moments = [from_us(us) for us in row[11:15]]
    steps = [TariffStep(from_us(until), kind, _money(charge)) for until, kind, charge in _read(row[15])]
    lines = [Line(offer, sku, name, quantity, _money(price)) for offer, sku, name, quantity, price in _read(row[17])]
    return Posting._make((*row[:11], *moments, tuple(steps), _actions(row[16]), tuple(lines)))


def fingerprint_of(row: Row) -> int:
    """64 bits that change when any cell does. Stable from run to run (a newer Python may write a row once more)."""
    digest = hashlib.blake2b(repr(row).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _money(pair: list[str] | None) -> Money | None:
    return None if pair is None else Money(Decimal(pair[0]), pair[1])


def _plain(value: object) -> int | str:
    return to_us(value) if isinstance(value, datetime) else str(value)


_DECODER = json.JSONDecoder()
_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain).encode


def _read(text: str) -> list[Any]:
    """What ``_json`` wrote: without blanks, so that they need not be looked for."""
    found: list[Any] = _DECODER.raw_decode(text)[0]
    return found


@lru_cache(maxsize=256)
def _actions(text: str) -> tuple[str, ...]:
    return tuple(_read(text))


@lru_cache(maxsize=256)
def _actions_json(actions: tuple[str, ...]) -> str:
    """A shop's postings share a few sets of actions."""
    return _json(actions)
