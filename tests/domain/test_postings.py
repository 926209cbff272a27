"""Sums over the lines of a posting."""

from decimal import Decimal

import pytest

from ozon_xl.domain.postings import Line, Money

from .make import line, posting


@pytest.mark.parametrize(
    ("lines", "units", "price"),
    [
        ((), 0, None),
        ((line("A", 3, "10.10"),), 3, Money(Decimal("30.30"), "RUB")),
        ((line("A", 1, "0.1"), line("B", 2, "0.2")), 3, Money(Decimal("0.5"), "RUB")),
        ((line("A", 1, "5"), line("B", 1, "5", "CNY")), 2, None),
        ((line("A", 1, "5", ""), line("B", 1, "5", "CNY")), 2, None),
        ((line("A", 1, "5"), line("B", 4, "")), 5, None),
        ((line("A", 1, "0"),), 1, Money(Decimal(0), "RUB")),
    ],
)
def test_units_and_price(lines: tuple[Line, ...], units: int, price: Money | None) -> None:
    parcel = posting(lines=lines)
    assert (parcel.units, parcel.goods_price) == (units, price)
