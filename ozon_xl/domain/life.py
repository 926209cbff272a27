"""What has happened to a posting: what changed lately, and since when nobody has touched it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import status_text
from ozon_xl.texts import Lang
from ozon_xl.texts import life as texts

MOST_NEWS: Final = 3
_MOSCOW: Final = timedelta(hours=3)
"""All year; the seller account speaks it."""
_UNTOUCHED: Final = ("awaiting_approve", "awaiting_packaging")
"""Nobody has done anything for a posting that is still as it came."""


class PostingEvent(NamedTuple):
    """What a posting looked like from ``at`` on. A refresh saw it then; it may have changed earlier."""

    number: str
    at: datetime
    snapshot: int
    status: str
    substatus: str
    ship_by: datetime | None
    late_from: datetime | None


class Life(NamedTuple):
    """What is known of a posting beside its present state."""

    news: str = ""
    """What changed lately, in words."""
    touched_at: datetime | None = None
    """When somebody last did something for it; None where that is not known."""
    pinned: bool = False
    """The staff wants it first."""


NO_LIFE: Final = Life()


def touched_at(posting: Posting, events: Sequence[PostingEvent], noted_at: datetime | None) -> datetime | None:
    """When its status last changed or somebody wrote beside it (``noted_at``), else when it came."""
    steps = [later.at for earlier, later in pairwise(events) if earlier.status != later.status]
    came = posting.ordered_at if posting.status in _UNTOUCHED else None
    return max((at for at in (came, noted_at, *steps) if at is not None), default=None)


def news_of(events: Sequence[PostingEvent], since: datetime, *, came: bool, lang: Lang) -> str:
    """What changed after ``since``, the latest first, and where Ozon has ever moved the ship-by time, how.

    ``came`` says that the first event is its coming, and not just the first that we saw of it.
    """
    told = [said for pair in pairwise(events) if pair[1].at > since for said in _said(*pair, lang)]
    moves = [pair for pair in pairwise(events) if pair[0].ship_by != pair[1].ship_by]
    if moves and moves[-1][1].at <= since:
        told.insert(0, _ship_by(*moves[-1], lang))
    if came and events and events[0].at > since:
        told.insert(0, texts.NEW.say(lang, at=_moscow(events[0].at, lang)))
    return "; ".join(told[: -MOST_NEWS - 1 : -1])


def _said(before: PostingEvent, after: PostingEvent, lang: Lang) -> Iterator[str]:
    at = _moscow(after.at, lang)
    if before.status != after.status:
        words = {"before": status_text(before.status, lang), "after": status_text(after.status, lang)}
        yield texts.STATUS.say(lang, at=at, **words)
    if before.late_from != after.late_from:
        moments = {"before": _moscow(before.late_from, lang), "after": _moscow(after.late_from, lang)}
        yield texts.LATE_FROM.say(lang, at=at, **moments)
    if before.ship_by != after.ship_by:
        yield _ship_by(before, after, lang)


def _ship_by(before: PostingEvent, after: PostingEvent, lang: Lang) -> str:
    moments = {"before": _moscow(before.ship_by, lang), "after": _moscow(after.ship_by, lang)}
    return texts.SHIP_BY.say(lang, at=_moscow(after.at, lang), **moments)


def _moscow(at: datetime | None, lang: Lang) -> str:
    return (at + _MOSCOW).strftime(texts.SHORT_MOMENT.say(lang)) if at else "–"
