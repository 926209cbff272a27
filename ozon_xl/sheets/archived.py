"""What goes into a row of the Archive sheet: what the staff wrote beside an order, and what the order was."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import status_text
from ozon_xl.sheets.columns import Entry, Raw, clean_text, moment
from ozon_xl.sheets.orders import ORDERS
from ozon_xl.sheets.rows import Setting, goods_text
from ozon_xl.texts import Lang

_ARCHIVED_AS: Final[dict[str | None, str]] = {"owner": "who", "remark": "order_remark"}
"""Columns of Orders that have one of their own; all others are told of with their heading."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
"""What a number format shows as it is, and its colours and currencies."""
_OF_DATES: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_OF_DURATIONS: Final = re.compile(r"\[[hms]", re.IGNORECASE)
_DATES: Final[dict[Lang, str]] = {"en": "%Y-%m-%d", "ru": "%d.%m.%Y", "zh": "%Y-%m-%d"}


def archive_values(
    posting: Posting, left_at: datetime, entries: Sequence[Entry], setting: Setting
) -> dict[str, object] | None:
    """One row; None where something of what the staff wrote would be lost: a formula, or the end of a long text."""
    texts = {"who": "", "order_remark": ""}
    notes = []
    for heading, cell in entries:
        text = shown(cell, setting)
        attr = _ARCHIVED_AS.get(ORDERS.attr_of(heading))
        if attr:
            texts[attr] = text
        elif text:
            notes.append(": ".join(filter(None, (" ".join(heading.split()), text))))
    texts["notes"] = "; ".join(notes)
    if any(entry.cell.is_formula for entry in entries) or any(clean_text(text) != text for text in texts.values()):
        return None
    price = posting.goods_price
    return {
        "posting": posting.number,
        "status": status_text(posting.status, setting.lang),
        **{attr: text or None for attr, text in texts.items()},
        "goods": goods_text(posting),
        "units": posting.units,
        "amount": price.amount if price else None,
        "currency": price.currency if price else None,
        "warehouse": posting.warehouse or None,
        "ordered_at": posting.ordered_at,
        "finished_at": left_at,
        "archived_at": setting.now,
    }


def shown(cell: Raw, setting: Setting) -> str:
    """What a cell shows, as text: dates as dates, percentages as such, of other numbers all their digits."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if _is_date(cell.number_format) and value >= 0:
        with suppress(OverflowError):
            return _date(value, setting)
    return f"{value * 100:.15g}%" if "%" in _LITERAL.sub("", cell.number_format) else f"{value:.15g}"


def _is_date(number_format: str) -> bool:
    return not _OF_DURATIONS.search(number_format) and bool(_OF_DATES.search(_LITERAL.sub("", number_format)))


def _date(number: float, setting: Setting) -> str:
    at = moment(number, date1904=setting.date1904)
    day = [f"{at:{_DATES[setting.lang]}}"] if number >= 1 else []
    time = [f"{at:%H:%M}"] if number % 1 else []
    return " ".join([*day, *time])
