"""What a row tells of an order's past."""

from datetime import datetime, timedelta

import pytest

from ozon_xl.domain.life import MOST_NEWS, PostingEvent, news_of, touched_at
from tests.domain.make import NOW, hours, posting


def event(ago_h: float, status: str = "awaiting_packaging", **moments: datetime | None) -> PostingEvent:
    dates = {"ship_by": hours(30), "late_from": hours(40)} | moments
    return PostingEvent("1", NOW - timedelta(hours=ago_h), 1, status, "", dates["ship_by"], dates["late_from"])


DAY_AGO = NOW - timedelta(days=1)


def test_a_new_order_is_told_and_one_that_was_there_before_us_is_not() -> None:
    assert news_of([event(2)], DAY_AGO, came=True, lang="en") == "11-23 10:00 new"
    assert news_of([event(2)], DAY_AGO, came=False, lang="en") == ""
    assert news_of([event(30)], DAY_AGO, came=True, lang="en") == ""


def test_a_status_is_told_with_the_one_before() -> None:
    events = [event(30), event(1, "awaiting_deliver")]
    assert news_of(events, DAY_AGO, came=True, lang="en") == "11-23 11:00 to be packed → to be handed over"
    assert news_of(events, DAY_AGO, came=True, lang="ru") == "23.11 11:00 ожидает сборки → ожидает отгрузки"
    assert news_of(events, NOW, came=True, lang="zh") == ""


def test_a_deadline_that_ozon_moved_is_told_with_the_old_one_and_stays_told() -> None:
    events = [event(90), event(50, "awaiting_deliver", ship_by=hours(20)), event(40, "not_accepted", ship_by=hours(20))]
    assert news_of(events, DAY_AGO, came=True, lang="en") == "11-21 10:00 ship by: 11-24 18:00 → 11-24 08:00"


def test_of_several_moves_the_last_stays() -> None:
    events = [event(90), event(80, ship_by=hours(20)), event(70, ship_by=hours(26))]
    assert news_of(events, DAY_AGO, came=True, lang="en") == "11-20 14:00 ship by: 11-24 08:00 → 11-24 14:00"


def test_a_date_that_comes_or_goes_is_a_change_too() -> None:
    events = [event(3, ship_by=None, late_from=None), event(2), event(1, late_from=None)]
    assert news_of(events, DAY_AGO, came=False, lang="en") == (
        "11-23 11:00 late from: 11-25 04:00 → –; 11-23 10:00 ship by: – → 11-24 18:00; "
        "11-23 10:00 late from: – → 11-25 04:00"
    )


def test_the_latest_comes_first_and_not_everything_is_told() -> None:
    events = [event(9 - number, f"status {number}") for number in range(8)]
    said = news_of(events, DAY_AGO, came=True, lang="en").split("; ")
    assert len(said) == MOST_NEWS
    assert said[0].endswith("status 6 → status 7")


@pytest.mark.parametrize(
    ("status", "events", "noted_h", "touched_h"),
    [
        ("awaiting_packaging", [], None, 24),
        ("awaiting_packaging", [event(20)], None, 24),
        ("awaiting_packaging", [event(20), event(3, ship_by=None)], None, 24),
        ("awaiting_packaging", [], 2, 2),
        ("awaiting_deliver", [event(20), event(5, "awaiting_deliver")], None, 5),
        ("awaiting_deliver", [event(20), event(5, "awaiting_deliver")], 9, 5),
        ("awaiting_deliver", [event(20), event(5, "awaiting_deliver")], 1, 1),
        ("awaiting_deliver", [event(20, "awaiting_deliver")], None, None),
    ],
)
def test_since_when_nobody_has_touched_it(
    status: str, events: list[PostingEvent], noted_h: float | None, touched_h: float | None
) -> None:
    """A deadline moved by Ozon is nobody's touch; of a parcel that was packed before we saw it, nothing is known."""
    noted = None if noted_h is None else NOW - timedelta(hours=noted_h)
    expected = None if touched_h is None else NOW - timedelta(hours=touched_h)
    assert touched_at(posting(status=status), events, noted) == expected
