"""W7: two people with a workbook each, buyers, packers and another program, and reads that lag.

Our writes never promise more than the shelf holds, but for orders between the last look and the write, and of those
each is told. No edit is applied twice and none disappears without a word.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import pytest

from ozon_xl.practice.server import CLIENT_ID
from tests.push.market import Market, Seller
from tests.push.sheet import Sheet
from tests.push.stand import ProgramClock, Stand, new_stand
from tests.push.wire import Time

LEAST = {
    "steps": 10_000,
    "effective pushes": 1_000,
    "conflicts": 500,
    "orders in the gap": 50,
    "gaps told": 40,
    "held": 30,
    "undo": 30,
    "answer lost": 5,
    "write lost": 5,
    "write landed late": 5,
    "foreign write": 300,
    "cancellation": 300,
    "shipping": 300,
    "given up": 50,
}
TURNS = 170
LAGS = (0.0, 1.0, 5.0, 30.0, 60.0, 120.0)


class Waiting(ProgramClock):
    """While one program waits, another may be at work."""

    def __init__(self, time: Time) -> None:
        super().__init__(time)
        self.due: list[tuple[float, Callable[[], None]]] = []

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        while self.due and self.due[0][0] <= self.monotonic():
            self.due.pop(0)[1]()


class Day:
    """Two sellers at work."""

    def __init__(self, folder: Path, dice: Random, *, apart: bool) -> None:
        """``apart``: on two computers, which do not know of each other's journal."""
        stand = new_stand(folder / "stand", offers=12, postings=4)
        self.market = Market(stand, dice)
        self.dice, self.stand, self.apart = dice, stand, apart
        clock = Waiting(stand.time)
        self.sellers = [Seller(self.market, stand.sheet, stand.store_path, clock)]
        path, clock = self._other_computer(folder) if apart else (stand.store_path, clock)
        self.sellers.append(Seller(self.market, self._copy(stand, "yes"), path, clock))
        for seller in self.sellers:
            seller.act(Seller.refresh)

    def _other_computer(self, folder: Path) -> tuple[Path, Waiting]:
        (folder / "other").mkdir(exist_ok=True)
        path = folder / "other" / "store.sqlite"
        path.write_bytes(self.stand.store_path.read_bytes())
        return path, Waiting(self.stand.time)

    @staticmethod
    def _copy(stand: Stand, rebase: str) -> Sheet:
        sheet = stand.sheet.copy()
        sheet.names |= {"WorkbookId": "book-2", "RebaseOrders": rebase}
        return sheet

    def live(self, turns: int) -> Counter[str]:
        for turn in range(turns):
            if turn % 15 == 0 and not self.apart:
                self.stand.world.shop.lag_s = self.dice.choice(LAGS)
            self.turn()
        self.end()
        return self.market.counted

    def turn(self) -> None:
        dice, time = self.dice, self.stand.time
        for _thing in range(dice.randint(0, 2)):
            self.market.something()
        me, other = dice.sample(self.sellers, 2)
        for pair in dice.sample(self.market.pairs, dice.randint(1, 3)):
            if pair not in me.typed:
                me.type(pair)
        for _thing in range(dice.randint(0, 3)):
            time.after(dice.uniform(0, 70), self.market.something)
        if dice.random() < 0.15:
            time.after(dice.uniform(0, 30), lambda: me.type(dice.choice(self.market.pairs)))
        if dice.random() < 0.1:
            me.clock.due = [(time.monotonic() + dice.uniform(0, 30), lambda: other.act(self.button()))]
        me.act(self.button())
        me.clock.due = []
        time.pass_(dice.uniform(0, 90))
        if time.monotonic() - me.refreshed_at > 2_400:
            me.act(Seller.refresh)

    def button(self):  # type: ignore[no-untyped-def]
        buttons = [Seller.send, Seller.preview_and_send, Seller.refresh, Seller.undo, Seller.start]
        return self.dice.choices(buttons, [70, 12, 8, 7, 3])[0]

    def end(self) -> None:
        """Time passes, everybody refreshes, and all that was open is decided."""
        for _hour in range(3):
            self.stand.time.pass_(3_600)
            for seller in self.sellers:
                seller.act(Seller.refresh)
        for seller in self.sellers:
            seller.all_is_decided()
            seller.close()


@pytest.mark.slow
def test_two_sellers_and_a_busy_shop(folder: Path) -> None:
    told = Counter[str]()
    gaps: list[float] = []
    for number in range(7):
        day = Day(folder / str(number), Random(20261123 + number), apart=number % 3 == 2)
        told += day.live(TURNS)
        gaps += [gap for seller in day.sellers for gap in seller.gap_s]
    for what, least in LEAST.items():
        assert told[what] >= least, f"{what}: {told[what]}, {told}"
    assert median(gaps) < 2
