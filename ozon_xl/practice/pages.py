"""Turning pages, and the troubles that pages can have."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from ozon_xl.practice.keyset import Key, Keyset
from ozon_xl.practice.world import Call

Row = TypeVar("Row")


class Page(NamedTuple, Generic[Row]):
    """Rows, the cursor behind them, and whether more follow."""

    rows: list[Row]
    cursor: str
    more: bool


class Span(NamedTuple, Generic[Row]):
    """Which rows of an index a list shows, and in which direction."""

    low: Key | None = None
    high: Key | None = None
    wanted: Callable[[Row], bool] = lambda _row: True
    descending: bool = False


def turn(
    call: Call,
    index: Keyset[Row],
    span: Span[Row],
    limit: int,
    *,
    sent: str,
    after: Key | None,
    cursor: Callable[[Row], str],
) -> Page[Row]:
    """The page behind ``after``, which is what the cursor ``sent`` says; damaged if a trouble strikes."""
    if call.strike("lost-page"):
        lost, _ = index.page(limit, after=after, **span._asdict())
        after = index.key(lost[-1]) if lost else after
    rows, more = index.page(limit, after=after, **span._asdict())
    page = Page(rows, cursor(rows[-1]) if rows else "", more)
    if call.strike("empty-page"):
        page = page._replace(rows=[], more=True)
    if call.strike("duplicates"):
        page = page._replace(rows=[*rows, *rows[: -(-len(rows) // 2)]])
    if call.strike("repeat-cursor"):
        page = page._replace(cursor=sent, more=True)
    return page
