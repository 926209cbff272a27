"""Postings, stock and edits for the tests of the rules: everything given but what a test is about."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ozon_xl.domain.postings import Line, Money, Posting
from ozon_xl.domain.risk import Clocks
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_edit import EditRow
from ozon_xl.domain.stock_wish import Mode, Seen, Wish

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

_PLAIN = Posting(
    number="0001-0001-1",
    order_number="0001-0001",
    status="awaiting_packaging",
    substatus="",
    scheme="fbs",
    flow="",
    warehouse_id="1020000000123456",
    warehouse="Хоругвино",
    method="",
    carrier="",
    tracking="",
    ordered_at=NOW - timedelta(days=1),
    ship_by=NOW + timedelta(hours=30),
    late_from=NOW + timedelta(hours=40),
    handed_over_at=None,
    tariff_steps=(),
    actions=(),
    lines=(),
)


def hours(count: float) -> datetime:
    """The moment ``count`` hours from now."""
    return NOW + timedelta(hours=count)


def posting(**changes: object) -> Posting:
    """A posting to be packed, due in 30 hours, with these fields changed."""
    return _PLAIN._replace(**changes)  # type: ignore[arg-type]


def line(offer: str, quantity: int, price: str = "100", currency: str = "RUB") -> Line:
    """One article."""
    return Line(offer, "", "", quantity, Money(Decimal(price), currency) if price else None)


def clocks(
    cancel: float | None = None,
    wall: float | None = None,
    late: float | None = None,
    ship: float | None = None,
    tariff: float | None = None,
) -> Clocks:
    """Clocks so many hours from now."""
    return Clocks(*(None if at is None else hours(at) for at in (cancel, wall, late, ship, tariff)))


def level(offer: str, warehouse_id: str, free: int, reserved: int = 0) -> StockLevel:
    """What Ozon has of a pair."""
    return StockLevel(offer, warehouse_id, "1", "2", free + reserved, reserved, free, None)


def edit(offer: str = "A", warehouse_id: str = "W", **changes: object) -> EditRow:
    """Somebody typed 6 where 5 stood."""
    plain = EditRow(2, Pair(offer, warehouse_id), Seen(5, 7), Wish(Mode.FREE, 6), None, 0, 0, "Tea", "Main")
    if isinstance(seen := changes.get("seen"), int):
        changes["seen"] = Seen(seen, seen + 2)
    if isinstance(asked := changes.get("asked"), int):
        changes["asked"] = Wish(Mode.FREE, asked)
    return plain._replace(**changes)  # type: ignore[arg-type]


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants it bare and adds the zone itself
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
"""Any moment of the year around ``NOW``."""

near = st.one_of(
    st.none(),
    st.just(NOW),
    st.integers(-400 * 60, 400 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    moments,
)
"""A clock: not there, exactly now, around now, or anywhere."""

any_clocks = st.builds(Clocks, near, near, near, near, near)
