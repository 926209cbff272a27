"""Finished orders with notes, from the Orders sheet to the Archive sheet.

The Archive sheet comes first, and only what stands in it may leave Orders: whatever fails in between, a note stands in
both sheets, and the next time it is not put into the archive once more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_xl.domain.postings import Posting
from ozon_xl.errors import TableMissingError
from ozon_xl.hosts.base import Host
from ozon_xl.sheets import ARCHIVE, ORDERS, Cell, Raw
from ozon_xl.sheets.archived import archive_values
from ozon_xl.sheets.cells import Values, cells_of
from ozon_xl.sheets.rows import Setting
from ozon_xl.store import Store

_DAY = timedelta(days=1)
_GRACE = timedelta(seconds=2)
"""Ozon's time is known to a second: of two refreshes right one after the other the later may seem the earlier."""
_ATTRS = [column.attr for column in ARCHIVE.ours]
_KNOWN_BY = [_ATTRS.index(attr) for attr in ("posting", "who", "order_remark", "notes")]
_FINISHED_AT = _ATTRS.index("finished_at")


class _Due(NamedTuple):
    posting: Posting
    left_at: datetime


def move_to_archive(
    host: Host, store: Store, shop: str, finished: Sequence[Posting], setting: Setting
) -> frozenset[str]:
    """Put those that left the queue long enough ago into the Archive sheet, below what it holds.

    Returns the numbers of those that stand there now, so that Orders may let go of them. The others stay: what cannot
    be carried over whole (a note on a cell, a formula of the staff's), what nobody knows the end of, and all where
    somebody has removed the archive.

    Raises:
        OzonXLError: of the host, or because the sheet is broken; it is then as it was.
    """
    due = _due(store, shop, finished, setting)
    if not due:
        return frozenset()
    try:
        kept = [tuple(_cell(row.cells[attr]) for attr in _ATTRS) for row in host.read(ARCHIVE, _ATTRS)]
    except TableMissingError:
        return frozenset()
    moving = _moving(host, due, setting)
    rows = [values for number in sorted(moving, key=lambda one: due[one].left_at) for values in moving[number]]
    known = set(map(_said, kept))
    new = [row for row in cells_of(ARCHIVE, rows, date1904=setting.date1904) if _said(row) not in known]
    if new:
        host.write(ARCHIVE, [*kept, *new])
    return frozenset(moving)


def _due(store: Store, shop: str, finished: Sequence[Posting], setting: Setting) -> dict[str, _Due]:
    """Those whose days in the Orders sheet are over, by number."""
    left = store.snapshots.left(shop, [posting.number for posting in finished]) if finished else {}
    latest = setting.now + _GRACE - setting.rules.archive_days * _DAY
    return {
        posting.number: _Due(posting, left[posting.number])
        for posting in finished
        if posting.number in left and left[posting.number] <= latest
    }


def _moving(host: Host, due: Mapping[str, _Due], setting: Setting) -> dict[str, list[Values]]:
    """The rows of the archive for each posting whose notes can be carried over, as they stand in Orders right now."""
    found: defaultdict[str, list[Values | None]] = defaultdict(list)
    for row in host.read(ORDERS, noted=True, entries=True):
        number = row.key[0]
        if number in due:
            values = None if row.note else archive_values(*due[number], row.entries, setting)
            found[number].append(values)
    whole = {number: [one for one in rows if one is not None] for number, rows in found.items()}
    return {number: rows for number, rows in whole.items() if len(rows) == len(found[number])}


def _said(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """By what a row is known again: whose it is, what the staff said, and when it left, of which a file may have kept
    fewer digits.
    """
    left_at = row[_FINISHED_AT]
    moment = round(left_at, 4) if isinstance(left_at, float) else left_at
    return (*(row[index] for index in _KNOWN_BY), moment)


def _cell(raw: Raw) -> Cell:
    """What stands in a cell of the archive, to be written back as it is."""
    value = str(raw.value).upper() if isinstance(raw.value, bool) else raw.value
    return None if value == "" else value
