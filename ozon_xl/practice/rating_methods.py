"""The error index and the ratings, worked out from the shop's own cancellations and delays.

A posting fails at most once: by a cancellation that counts against the seller, else by being late. The index of a day
is the share of such failures among the postings created, both in the 14 days before it (Ozon help for realFBS sellers,
read 2026-11-23). Days are Moscow's.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ozon_xl.practice.asked import Json, Refusal, cursor_of, cursor_to, limit_of, moment_of, part, text, texts
from ozon_xl.practice.keyset import Keyset
from ozon_xl.practice.pages import Span, turn
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.wire import dumps, moment
from ozon_xl.practice.world import Call
from ozon_xl.sheets.names import MOSCOW_HOURS

DAYS = 14
_DAY = timedelta(days=1)
_MOSCOW = timedelta(hours=MOSCOW_HOURS)
_CABINET = "CNY"
_RATES = ((4.0, 0), (10.0, 3), (20.0, 6), (100.0, 9))
"""Up to which index (per cent) which share of the goods' price is charged for a cancellation (same page)."""
DELAY = "SELLER_DELAY"
_GRACE = timedelta(hours=1)
"""So little lateness is let pass here."""


class Failure(NamedTuple):
    """A posting that failed by the seller's fault."""

    at: datetime
    posting: Posting
    kind: str
    graced: bool


def index_info(call: Call) -> bytes:
    """``/v1/rating/index/fbs/info``; the sum is that of the charges in the cabinet's currency."""
    book = _Book(call)
    days = [book.today - number * _DAY for number in range(DAYS, 0, -1)]
    return dumps(
        {
            "currency_code": _CABINET,
            "defects": [
                {
                    "date": day.isoformat(),
                    "index_by_date": book.index(day + _DAY),
                    "processing_costs_sum_by_date": float(book.costs(day)),
                }
                for day in days
            ],
            "index": book.index(book.today),
            "period_from": days[0].isoformat(),
            "period_to": days[-1].isoformat(),
            "processing_costs_sum": float(sum(map(book.costs, days))),
        }
    )


def index_postings(call: Call) -> bytes:
    """``/v1/rating/index/fbs/posting/list``."""
    limit = limit_of(call.body, "ListFBSRatingIndexPostingsV1Request", call.endpoint.page)
    asked = part(call.body, "filter")
    low, high = moment_of(asked, "date_from"), moment_of(asked, "date_to")
    if low is None or high is None or low > high:
        raise Refusal("Request validation error: invalid ListFBSRatingIndexPostingsV1Request.Filter: value is required")
    numbers = frozenset(texts(asked, "posting_numbers"))
    book = _Book(call)
    sent = text(call.body.get("cursor"), "cursor")
    page = turn(
        call,
        Keyset[Failure](lambda failure: (failure.at, failure.posting.id), book.failures),
        Span((low,), (high,), lambda failure: not numbers or failure.posting.number in numbers),
        limit,
        sent=sent,
        after=_key_of(sent),
        cursor=lambda failure: cursor_to([failure.at.isoformat(), failure.posting.id]),
    )
    return dumps({"errors": [book.entry(row) for row in page.rows], "cursor": page.cursor, "has_next": page.more})


def summary(call: Call) -> bytes:
    """``/v1/rating/summary``."""
    book = _Book(call)
    now, before = book.index(book.today), book.index(book.today - 7 * _DAY)
    on_time = {
        "rating": ON_TIME.code,
        "name": "Вовремя отгружено",
        "current_value": (value := book.on_time(book.today)),
        "past_value": (past := book.on_time(book.today - 7 * _DAY)),
        "rating_direction": "HIGHER_IS_BETTER",
        "status": "OK" if value >= ON_TIME.warning else "WARNING" if value >= ON_TIME.danger else "CRITICAL",
        "value_type": "PERCENT",
        "change": _change(value, past, better=1),
    }
    item = {
        "rating": "rating_general_indicator_fbs_rfbs",
        "name": "Индекс ошибок FBS и rFBS",
        "current_value": now,
        "past_value": before,
        "rating_direction": "LOWER_IS_BETTER",
        "status": "OK" if _rate(now) == 0 else "WARNING" if _rate(now) < _RATES[-1][1] else "CRITICAL",
        "value_type": "PERCENT",
        "change": _change(now, before, better=-1),
    }
    return dumps(
        {
            "groups": [{"group_name": "Выполнение заказов", "items": [item, on_time]}],
            "localization_index": [],
            "penalty_score_exceeded": False,
            "premium": False,
            "premium_plus": False,
        }
    )


def history(call: Call) -> bytes:
    """``/v1/rating/history``; thresholds of this shop's own."""
    low, high = moment_of(call.body, "date_from"), moment_of(call.body, "date_to")
    if low is None or high is None or low > high:
        raise Refusal("Request validation error: invalid RatingHistoryV1Request.DateFrom: value is required")
    asked, book = texts(call.body, "ratings"), _Book(call)
    days = [_day(low) + number * _DAY for number in range((min(high, call.now) - low) // _DAY + 1)]
    return dumps({"premium_scores": [], "ratings": [_course(book, one, days) for one in COURSES if one.code in asked]})


def _change(now: float, before: float, *, better: int) -> Json:
    direction = "RISE" if now > before else "FALL" if now < before else "NONE"
    meaning = (now - before) * better
    return {
        "direction": f"DIRECTION_{direction}",
        "meaning": f"MEANING_{'GOOD' if meaning > 0 else 'BAD' if meaning < 0 else 'NONE'}",
    }


class Course(NamedTuple):
    """A rating whose days are told."""

    code: str
    days: int
    """So many days count."""
    premium: float
    warning: float
    danger: float


ON_TIME = Course("rating_on_time", 30, 95.0, 80.0, 60.0)
COURSES = (ON_TIME, Course("rating_general_indicator_fbs_rfbs", DAYS, 0.0, 4.0, 40.0))


def _course(book: "_Book", course: Course, days: list[date]) -> Json:
    value_on = book.on_time if course is ON_TIME else book.index
    return {
        "rating": course.code,
        "premium_threshold": course.premium,
        "warning_threshold": course.warning,
        "danger_threshold": course.danger,
        "values": [
            {
                "date_from": moment(_midnight(day - course.days * _DAY), 0),
                "date_to": moment(_midnight(day), 0),
                "value": value,
                "status": _status(course, value),
            }
            for day in days
            for value in (value_on(day),)
        ],
    }


def _status(course: Course, value: float) -> Json:
    sign = 1 if course.danger > course.warning else -1
    beyond = {name: sign * value > sign * getattr(course, name) for name in ("warning", "danger")}
    return {**beyond, "premium": sign * value <= sign * course.premium}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) - _MOSCOW


class _Book:
    """All failures of the shop, and what was created on each day."""

    def __init__(self, call: Call) -> None:
        postings = call.shop.postings.values()
        self.today = _day(call.now)
        self.failures = [failure for posting in postings for failure in _failure_of(posting, call.now)]
        self._created = Counter(_day(posting.in_process_at) for posting in postings)
        self._failed = Counter(_day(failure.at) for failure in self.failures)
        self._due = Counter(_day(posting.late_from) for posting in postings if posting.late_from)
        self._delayed = Counter(_day(failure.at) for failure in self.failures if failure.kind == DELAY)

    def index(self, on: date) -> float:
        """Per cent, as reckoned on a day."""
        days = [on - number * _DAY for number in range(1, DAYS + 1)]
        created = sum(self._created[day] for day in days)
        return round(100 * sum(self._failed[day] for day in days) / created, 2) if created else 0.0

    def on_time(self, on: date) -> float:
        """Per cent of the postings that were to be handed over in the days before, as reckoned on a day."""
        days = {on - number * _DAY for number in range(1, ON_TIME.days + 1)}
        due = sum(self._due[day] for day in days)
        return round(100 - 100 * sum(self._delayed[day] for day in days) / due, 2) if due else 100.0

    def costs(self, day: date) -> Decimal:
        """Charges of a day in the cabinet's currency."""
        of_day = (row for row in self.failures if _day(row.at) == day and _currency(row.posting) == _CABINET)
        return sum(map(self.charge, of_day), start=Decimal(0))

    def percent(self, failure: Failure) -> int:
        """Charged share of the goods' price."""
        is_free = failure.graced or failure.kind != "SELLER_CANCELLATION"
        return 0 if is_free else _rate(self.index(_day(failure.at) + _DAY))

    def charge(self, failure: Failure) -> Decimal:
        """In the currency of the goods."""
        return round(_price(failure.posting) * self.percent(failure) / 100, 2)

    def entry(self, failure: Failure) -> Json:
        """An element of ``errors``."""
        posting, currency = failure.posting, _currency(failure.posting)
        return {
            "posting_number": posting.number,
            "posting_error_type": failure.kind,
            "error_at": moment(failure.at, 3),
            "delivery_schema": "rFBS" if posting.is_rfbs else "FBS",
            "has_grace_status": failure.graced,
            "index": self.index(_day(failure.at) + _DAY),
            "charge_percent": self.percent(failure),
            "charge_price": float(self.charge(failure)),
            "charge_price_currency_code": currency,
            "product_price": float(_price(posting)),
            "product_price_currency_code": currency,
        }


def _failure_of(posting: Posting, now: datetime) -> Iterator[Failure]:
    if posting.cancellation is not None:
        if posting.cancellation.counts:
            yield Failure(posting.changed_at, posting, "SELLER_CANCELLATION", graced=False)
        return
    waited_until = posting.delivering_at or (now if posting.holds else None)
    if posting.late_from is not None and waited_until is not None and waited_until > posting.late_from:
        is_graced = waited_until - posting.late_from < _GRACE
        yield Failure(posting.late_from, posting, DELAY, graced=is_graced)


def _price(posting: Posting) -> Decimal:
    return sum((line.price * line.quantity for line in posting.lines), start=Decimal(0))


def _currency(posting: Posting) -> str:
    return posting.lines[0].currency


def _rate(index: float) -> int:
    return next((rate for edge, rate in _RATES if index <= edge), _RATES[-1][1])


def _day(at: datetime) -> date:
    return (at.astimezone(UTC) + _MOSCOW).date()


def _key_of(cursor: str) -> tuple[datetime, int] | None:
    value: Any = cursor_of(cursor)
    if value is None:
        return None
    try:
        at, number = value
        return datetime.fromisoformat(at).astimezone(UTC), int(number)
    except (TypeError, ValueError, OverflowError):
        raise Refusal("invalid cursor") from None
