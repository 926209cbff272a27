"""What Ozon says of the shop's error index, and of the ratings beside it."""

from datetime import date, datetime
from typing import Final, NamedTuple

from ozon_xl.domain.postings import Money

ON_TIME: Final = "rating_on_time"
"""The share of orders handed over in time, per cent, of the last 30 days (API description, read 2026-11-23)."""


class IndexDay(NamedTuple):
    """The index as it was reckoned on one day."""

    on: date
    value: float | None
    """Per cent."""
    cost: Money | None
    """Processing charge of that day's errors."""


class ErrorIndex(NamedTuple):
    """The index of the period that counts now."""

    value: float | None
    """Per cent; None where Ozon gives none."""
    start: date | None
    end: date | None
    cost: Money | None
    """Processing charge of the whole period."""
    days: tuple[IndexDay, ...]


class PostingError(NamedTuple):
    """A posting that counts in the index."""

    number: str
    kind: str
    """``SELLER_CANCELLATION``, ``SELLER_DELAY``, or a newer word."""
    at: datetime | None
    """UTC."""
    scheme: str
    """``FBS``, ``rFBS`` or ``erFBS``."""
    is_graced: bool
    """Ozon lets it pass (``has_grace_status``)."""
    percent: float | None
    """The charge as a share of the goods' price, per cent."""
    charge: Money | None
    price: Money | None
    """Of the goods. Charge and price may be in different currencies."""


class Rating(NamedTuple):
    """One rating of the seller."""

    code: str
    """``rating_on_time`` ..."""
    name: str
    """As Ozon writes it."""
    value: float | None
    kind: str
    """``PERCENT``, ``INDEX`` ..."""
    status: str
    """``OK``, ``WARNING``, ``CRITICAL``, or a newer word."""


class RatingSummary(NamedTuple):
    """All ratings of the seller."""

    ratings: tuple[Rating, ...]
    is_penalty_exceeded: bool
    """Too many penalty points (``penalty_score_exceeded``)."""


class RatingCourse(NamedTuple):
    """One rating over the days, and where it becomes dangerous."""

    code: str
    warning: float | None
    """Beyond it Ozon warns that sales may be blocked ..."""
    danger: float | None
    """... and beyond it sales are blocked; None where Ozon names no such value."""
    values: tuple[tuple[datetime, float | None], ...]
    """Up to when it was reckoned, and what it was then; the earliest first."""
