"""A posting as Ozon tells it: in the newer shape of the lists, and in the older one of ``/v3/posting/fbs/get``.

Making the JSON costs more than sending it, so each piece is kept with its posting until the posting changes or a tariff
step or the ship-by moment passes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ozon_xl.practice import posting_newer, posting_older
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.posting_parts import NO_LEGAL_INFO, SAME, analytics, barcodes, common, legal_info
from ozon_xl.practice.wire import dumps, members

Json = dict[str, Any]
Extras = Mapping[str, Callable[[Posting], Json]]

_SHARED: Extras = {"analytics_data": analytics, "barcodes": barcodes, "legal_info": legal_info}
_NEWER: Extras = {**_SHARED, "financial_data": posting_newer.financial}
_OLDER: Extras = {**_SHARED, "financial_data": posting_older.financial}
"""Parts that come only when asked for (``with``)."""
_ABSENT = {"legal_info": dumps(NO_LEGAL_INFO)}


def list_entry(posting: Posting, asked: frozenset[str], now: datetime) -> bytes:
    """One element of ``postings`` in the v4 lists, with the extra parts ``asked`` for."""
    told = _kept(posting, "newer", now, lambda: members(common(posting, now) | posting_newer.newer(posting, now)))
    return b"{%s}" % b",".join((told, SAME, *_extras(posting, "newer", _NEWER, asked, now)))


def whole_posting(posting: Posting, asked: frozenset[str], now: datetime) -> bytes:
    """The answer of ``/v3/posting/fbs/get``, with the extra parts ``asked`` for."""
    told = _kept(posting, "older", now, lambda: members(common(posting, now) | posting_older.older(posting, now)))
    related: Json = {"related_posting_numbers": []}
    last = {
        "product_exemplars": posting_older.exemplars(posting) if "product_exemplars" in asked else None,
        "related_postings": related if "related_postings" in asked else None,
    }
    pieces = (told, SAME, *_extras(posting, "older", _OLDER, asked, now), members(last))
    return b'{"result":{%s}}' % b",".join(pieces)


def _extras(posting: Posting, shape: str, extras: Extras, asked: frozenset[str], now: datetime) -> list[bytes]:
    told = []
    for name, make in extras.items():
        if name in asked:
            value = _kept(posting, f"{shape} {name}", now, lambda make=make: dumps(make(posting)))  # type: ignore[misc]
        else:
            value = _ABSENT.get(name, b"null")
        told.append(b'"%s":%s' % (name.encode(), value))
    return told


def _kept(posting: Posting, name: str, now: datetime, make: Callable[[], bytes]) -> bytes:
    if posting.told_until is not None and now >= posting.told_until:
        posting.told.clear()
    if name not in posting.told:
        posting.told_until = _next_change(posting, now)
        posting.told[name] = make()
    return posting.told[name]


def _next_change(posting: Posting, now: datetime) -> datetime | None:
    moments = [posting.cutoff, *(step.until for step in posting.tariff if step.until)]
    return min((at for at in moments if at > now), default=None)
