"""The error index of FBS and realFBS, the postings that make it up, and the seller's ratings."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.domain.error_index import ErrorIndex, IndexDay, PostingError, Rating, RatingCourse, RatingSummary
from ozon_xl.domain.postings import Money
from ozon_xl.errors import AnswerChangedError
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.paging import Page, Pager, page_of
from ozon_xl.ozon.wire import LENIENT, Send, moment, moment_text, money, need, need_key

INDEX_INFO = Endpoint("/v1/rating/index/fbs/info", source="Ozon's API description, read 2026-11-23")
INDEX_POSTINGS = Endpoint(
    "/v1/rating/index/fbs/posting/list",
    page=100,
    source="Ozon's API description, which names no page size; read 2026-11-23",
)
SUMMARY = Endpoint("/v1/rating/summary", source="Ozon's API description, read 2026-11-23")
HISTORY = Endpoint("/v1/rating/history", source="Ozon's API description, read 2026-11-30")


@with_config(LENIENT)
class _Day(TypedDict, total=False):
    date: str | None
    index_by_date: float | None
    processing_costs_sum_by_date: str | None


@with_config(LENIENT)
class _Index(TypedDict, total=False):
    currency_code: str | None
    defects: list[_Day] | None
    index: float | None
    period_from: str | None
    period_to: str | None
    processing_costs_sum: str | None


@with_config(LENIENT)
class _Error(TypedDict, total=False):
    posting_number: str | None
    posting_error_type: str | None
    error_at: str | None
    delivery_schema: str | None
    has_grace_status: bool | None
    charge_percent: float | None
    charge_price: str | None
    charge_price_currency_code: str | None
    product_price: str | None
    product_price_currency_code: str | None


@with_config(LENIENT)
class _Errors(TypedDict, total=False):
    errors: list[_Error] | None
    cursor: str | None
    has_next: bool | None


@with_config(LENIENT)
class _Rating(TypedDict, total=False):
    rating: str | None
    name: str | None
    current_value: float | None
    value_type: str | None
    status: str | None


@with_config(LENIENT)
class _Group(TypedDict, total=False):
    items: list[_Rating] | None


@with_config(LENIENT)
class _Summary(TypedDict, total=False):
    groups: list[_Group] | None
    penalty_score_exceeded: bool | None


@with_config(LENIENT)
class _Value(TypedDict, total=False):
    date_to: str | None
    value: float | None


@with_config(LENIENT)
class _Course(TypedDict, total=False):
    rating: str | None
    warning_threshold: float | None
    danger_threshold: float | None
    values: list[_Value] | None


@with_config(LENIENT)
class _History(TypedDict, total=False):
    ratings: list[_Course] | None


_INDEX = TypeAdapter(_Index)
_ERRORS = TypeAdapter(_Errors)
_SUMMARY = TypeAdapter(_Summary)
_HISTORY = TypeAdapter(_History)


class Ratings:
    """``client.ratings``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._errors = Pager(INDEX_POSTINGS)

    def index(self) -> ErrorIndex:
        """The error index of the period that counts now."""
        return self._send(INDEX_INFO, {}, _read_index)

    def errors(self, start: datetime, end: datetime) -> Iterator[list[PostingError]]:
        """The postings that count in the index with errors of this period, page by page."""
        period = {"date_from": moment_text(start), "date_to": moment_text(end)}

        def fetch(cursor: str, limit: int) -> Page[PostingError]:
            return self._send(INDEX_POSTINGS, {"filter": period, "limit": limit, "cursor": cursor}, _read_errors)

        return self._errors.pages(fetch)

    def summary(self) -> RatingSummary:
        """All ratings of the seller."""
        return self._send(SUMMARY, {}, _read_summary)

    def history(self, codes: Sequence[str], start: datetime, end: datetime) -> tuple[RatingCourse, ...]:
        """How these ratings went in this period."""
        period = {"date_from": moment_text(start), "date_to": moment_text(end)}
        return self._send(HISTORY, {**period, "ratings": [*codes], "with_premium_scores": False}, _read_history)


def _read_index(content: bytes) -> ErrorIndex:
    wire = _INDEX.validate_json(content)
    need_key(wire, "defects")
    currency = wire.get("currency_code")
    return ErrorIndex(
        value=wire.get("index"),
        start=_day(wire.get("period_from"), "period_from"),
        end=_day(wire.get("period_to"), "period_to"),
        cost=_amount(wire.get("processing_costs_sum"), currency),
        days=tuple(
            IndexDay(
                on=need(_day(day.get("date"), "date"), "date"),
                value=day.get("index_by_date"),
                cost=_amount(day.get("processing_costs_sum_by_date"), currency),
            )
            for day in wire.get("defects") or ()
        ),
    )


def _read_errors(content: bytes) -> Page[PostingError]:
    wire = _ERRORS.validate_json(content)
    need_key(wire, "errors")
    items = [
        PostingError(
            number=need(error.get("posting_number"), "posting_number"),
            kind=error.get("posting_error_type") or "",
            at=moment(error.get("error_at"), "error_at"),
            scheme=error.get("delivery_schema") or "",
            is_graced=bool(error.get("has_grace_status")),
            percent=error.get("charge_percent"),
            charge=_amount(error.get("charge_price"), error.get("charge_price_currency_code")),
            price=_amount(error.get("product_price"), error.get("product_price_currency_code")),
        )
        for error in wire.get("errors") or ()
    ]
    return page_of(items, wire)


def _read_summary(content: bytes) -> RatingSummary:
    wire = _SUMMARY.validate_json(content)
    need_key(wire, "groups")
    ratings = (
        Rating(
            code=need(rating.get("rating"), "rating"),
            name=rating.get("name") or "",
            value=rating.get("current_value"),
            kind=rating.get("value_type") or "",
            status=rating.get("status") or "",
        )
        for group in wire.get("groups") or ()
        for rating in group.get("items") or ()
    )
    return RatingSummary(tuple(ratings), bool(wire.get("penalty_score_exceeded")))


def _read_history(content: bytes) -> tuple[RatingCourse, ...]:
    wire = _HISTORY.validate_json(content)
    need_key(wire, "ratings")
    return tuple(
        RatingCourse(
            code=need(course.get("rating"), "rating"),
            warning=course.get("warning_threshold") or None,  # 0 is none
            danger=course.get("danger_threshold") or None,
            values=tuple(
                sorted(
                    (
                        (need(moment(value.get("date_to"), "date_to"), "date_to"), value.get("value"))
                        for value in course.get("values") or ()
                    ),
                    key=itemgetter(0),
                )
            ),
        )
        for course in wire.get("ratings") or ()
    )


def _amount(amount: str | None, currency: str | None) -> Money | None:
    return money(amount, currency or "") if amount else None


def _day(text: str | None, field: str) -> date | None:
    """The day of ``YYYY-MM-DD``, whatever follows it; None where Ozon gives none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise AnswerChangedError(field=f"{field} ({text[:40]})") from None
