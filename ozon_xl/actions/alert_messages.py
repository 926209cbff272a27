"""The text of an alert: the orders in danger with what to do now, worst first. Nothing of a buyer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from ozon_xl.actions.orders import QueueRow
from ozon_xl.domain.alerts import OLD_DATA, TOLD_FROM, Danger
from ozon_xl.domain.risk import Tier
from ozon_xl.texts import Lang
from ozon_xl.texts import alerts as texts
from ozon_xl.texts import risk as risk_texts

IN_FULL: Final = 12
"""So many orders stand with reason and next step, the others on one line each."""
MOST_LINES: Final = 200
"""More orders than that are only counted: an alert is for reading on a telephone."""


class Message(NamedTuple):
    """One message, whatever channel takes it."""

    id: str
    title: str
    body: str


class View(NamedTuple):
    """What is known of a shop when a message is written. Times are local."""

    shop: str
    """As people call it."""
    rows: dict[str, QueueRow]
    """Open orders by number, worst first."""
    now: datetime
    data_at: datetime
    lang: Lang


def alert_message(id_: str, dangers: Sequence[Danger], view: View) -> Message:
    """Of these orders."""
    lang = view.lang
    orders = [view.rows[danger.number] for danger in dangers if danger.number in view.rows]
    counts = counted(orders, lang) or texts.DATA_OLD.say(lang)
    lines = [_head(view)]
    if any(danger.number == OLD_DATA for danger in dangers):
        lines.append(texts.NOT_REFRESHED.say(lang, at=_moment(view.data_at)))
    lines += [*_orders(orders, lang, MOST_LINES), "", texts.FOOT.say(lang, id=id_)]
    return Message(id_, texts.TITLE.say(lang, shop=view.shop, counts=counts, id=id_), "\n".join(lines))


def digest_message(id_: str, view: View) -> Message:
    """Of all orders that are in any danger."""
    lang = view.lang
    orders = [row for row in view.rows.values() if row.tier >= TOLD_FROM]
    counts = counted(orders, lang) or texts.NOTHING_URGENT.say(lang)
    lines = [
        _head(view),
        texts.IN_ALL.say(lang, count=len(view.rows)),
        *_orders(orders, lang, IN_FULL),
        "",
        texts.FOOT.say(lang, id=id_),
    ]
    return Message(id_, texts.DIGEST_TITLE.say(lang, shop=view.shop, counts=counts, id=id_), "\n".join(lines))


def counted(orders: Iterable[QueueRow], lang: Lang) -> str:
    """``CRITICAL 2, URGENT 5``, worst first."""
    counts = Counter(row.tier for row in orders)
    return ", ".join(
        texts.COUNT.say(lang, tier=risk_texts.TIERS[tier].say(lang), count=counts[tier])
        for tier in sorted(counts, reverse=True)
    )


def tier_name(name: str, lang: Lang) -> str:
    """A tier by the word that settings know it by."""
    return risk_texts.TIERS[Tier[name.upper()]].say(lang)


def _orders(orders: Sequence[QueueRow], lang: Lang, most: int) -> list[str]:
    lines = []
    for row in orders[:IN_FULL]:
        lines += ["", _line(_state(row), row.left, row.posting), _line(row.todo, row.warehouse), row.why]
    if orders[IN_FULL:most]:
        lines += ["", *(_line(_state(row), row.left, row.posting, row.warehouse) for row in orders[IN_FULL:most])]
    if len(orders) > most:
        lines += ["", texts.MORE.say(lang, count=len(orders) - most)]
    return lines


def _state(row: QueueRow) -> str:
    return f"{risk_texts.ICONS[row.tier]} {row.state}"


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _head(view: View) -> str:
    return texts.HEAD.say(view.lang, now=_moment(view.now), at=_moment(view.data_at))


def _moment(at: datetime) -> str:
    return f"{at:%d.%m %H:%M}"
