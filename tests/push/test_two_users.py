"""W7: two people with a workbook each, buyers, packers and another program, and reads that lag.

Our writes never promise more than the shelf holds, but for orders between the last look and the write, and of those
each is told, unless as many were shipped before anybody could see. No edit is applied twice, and none disappears
without a word.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final, Self

import pytest

from ozon_xl.actions.stock.settle import SHOWN
from tests.push.market import Market, Noted, Seller, Waiting
from tests.push.stand import new_stand

LEAST: Final = {
    "steps": 10_000,
    "effective pushes": 1_000,
    "conflicts": 500,
    "orders in the gap": 80,
    "gaps told": 60,
    "held": 100,
    "undo": 40,
    "answer lost": 5,
    "write lost": 5,
    "write landed late": 5,
    "foreign write": 150,
    "cancellation": 300,
    "shipping": 500,
    "given up": 100,
    "send mine": 100,
    "re-base": 100,
    "refused: another push runs": 5,
}
DAYS, TURNS = 16, 80
LAGS: Final = (0.0, 0.5, 1.0, 3.0, 30.0, 60.0, 120.0)
BUTTONS: Final = {
    Seller.send: 77,
    Seller.preview_and_send: 10,
    Seller.refresh: 5,
    Seller.undo: 6,
    Seller.start: 2,
}


class Day:
    """Two sellers at work."""

    def __init__(self, folder: Path, dice: Random, *, apart: bool) -> None:
        """``apart``: on two computers, which do not know of each other's journal. There reads must not lag: what the
        other has sent cannot be told from what never was.
        """
        self.stand = stand = new_stand(folder / "stand", offers=12, postings=4)
        self.market = market = Market(stand, dice)
        self.dice, self.apart = dice, apart
        one, two = Noted(stand.sheet, market.told), Noted(stand.sheet, market.told)
        two.names |= {"WorkbookId": "book-2", "RebaseOrders": "yes"}
        path, clock = stand.store_path, Waiting(stand)
        self.sellers = [Seller(market, one, path, clock)]
        if apart:
            (folder / "other").mkdir()
            path, clock = folder / "other" / "store.sqlite", Waiting(stand)
            path.write_bytes(stand.store_path.read_bytes())
        self.sellers.append(Seller(market, two, path, clock))
        for seller in self.sellers:
            seller.act(Seller.refresh)

    def live(self, turns: int) -> Counter[str]:
        """So many turns, and a quiet evening, after which all of it is decided."""
        for turn in range(turns):
            if turn % 15 == 0:
                self.stand.world.shop.lag_s = 0.0 if self.apart else self.dice.choice(LAGS)
            self._turn()
        self.stand.time.pass_(SHOWN.total_seconds())
        for seller in self.sellers:
            seller.act(Seller.refresh)
            seller.all_is_decided()
        return self.market.counted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trace: object) -> None:
        for seller in self.sellers:
            seller.close()

    def _turn(self) -> None:
        dice, time, market = self.dice, self.stand.time, self.market
        for _thing in range(dice.randint(0, 3)):
            market.something()
        me, other = dice.sample(self.sellers, 2)
        for pair in dice.sample(market.pairs, dice.randint(2, 4)):
            if pair not in me.typed:
                me.type(pair)
        for _thing in range(dice.randint(0, 3)):
            time.after(dice.uniform(0, 70), market.something)
        if dice.random() < 0.15:
            time.after(dice.uniform(0, 30), lambda: me.type(dice.choice(market.pairs)))
        if dice.random() < 0.1:
            me.clock.visit = time.monotonic() + dice.uniform(0, 30), lambda: other.act(self._button())
        me.act(self._button())
        me.clock.visit = None
        time.pass_(dice.uniform(0, 90))
        if time.monotonic() - me.refreshed_at > 2_400:
            me.act(Seller.refresh)

    def _button(self) -> Callable[[Seller], None]:
        return self.dice.choices(list(BUTTONS), list(BUTTONS.values()))[0]


def some_hours(folder: Path) -> None:
    """Enough of a day to find the careless."""
    with Day(folder / "day", Random(7), apart=False) as day:
        day.live(80)


@pytest.mark.slow
def test_two_sellers_and_a_busy_shop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("refresh", "stock.rows"):
        monkeypatch.setattr(f"ozon_xl.actions.{module}.SHEET_ROWS", 20)  # the Journal sheet is not what this is about
    told = Counter[str]()
    for number in range(DAYS):
        with Day(folder / str(number), Random(20261123 + number), apart=number % 3 == 2) as day:
            told += day.live(TURNS)
    for what, least in LEAST.items():
        assert told[what] >= least, f"{what}: {told[what]}, {told}"
    assert told["gaps hidden by shipping"] <= told["gaps told"] / 5
    assert told["another program in the gap"] <= told["effective pushes"] / 50
