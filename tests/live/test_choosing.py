"""Somebody picks on Today what it is to list."""

from collections.abc import Callable
from functools import partial

import pytest

from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.names import TODAY_SHEET
from tests.live.desk import OpenBook, until

pytestmark = [pytest.mark.office, pytest.mark.slow]

OFFERED = {
    "Warehouses": ["Склад = 1", "Склад  2 *", "深圳仓"],
    "Carriers": ["=1+1", "CDEK"],
    "Pickups": ["11-30 14:00", "12-01 09:30", "01-02 00:05"],
}


def test_a_value_is_picked_from_what_drops_down_and_stays_as_it_is(opened: Callable[..., OpenBook]) -> None:
    book = opened("ru")
    for name, values in OFFERED.items():
        book.put(name, "\n".join(values))
    book.show(TODAY_SHEET)
    for choice in CHOICES:
        for place, value in enumerate(OFFERED[choice.options], start=1):
            book.put(choice.cell, "")
            book.pick(choice.cell, place)
            chosen = partial(book.get, choice.cell)
            until(partial(holds, chosen, value), what=f"{value} is chosen", seen=chosen)


def holds(chosen: Callable[[], object], value: str) -> bool:
    return chosen() == value
