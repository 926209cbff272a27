"""W13: five hundred edits sent and taken back, while buyers and other programs do not sleep.

Each is restored, or, if anything changed since, left alone and reported; the journal knows all of it.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from ozon_xl import errors
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.practice.shop import BY_BUYER
from tests.push.stand import blind_resends, new_stand, order, pair_of

STORIES = 500
PAIRS = 16
FATES = ("left alone", "left alone", "order", "order cancelled", "foreign write", "late order", "late foreign write")
"""What happens to a pair between its push and its undo; late: when the undo is already planned."""


class Chronicle:
    """Sixteen pairs at a time; each meets its own fate."""

    def __init__(self, folder: Path, dice: Random) -> None:
        self.stand = new_stand(folder, offers=40)
        self.dice = dice
        self.told = Counter[str]()

    def story(self) -> None:
        stand, dice = self.stand, self.dice
        chosen = dict(dice.sample([one for one in stand.usable() if one[1] < 5_000], PAIRS))
        fates = {pair: dice.choice(FATES) for pair in chosen}
        wanted = {pair: free + dice.choice((1, 2, 7, 40)) for pair, free in chosen.items()}
        orders = {pair: order(stand, pair) for pair, fate in fates.items() if fate == "order cancelled"}
        chosen |= {pair: stand.free(pair) for pair in orders}
        with stand.program() as program:
            program.refresh()
            stand.type_edits(wanted)
            done = program.push(program.plan())
            assert done.count(State.VERIFIED) == PAIRS
            for pair, fate in fates.items():
                self._meet(pair, fate, orders)
            plan = program.plan_undo(done.run)
            for pair, fate in fates.items():
                if fate.startswith("late "):
                    self._meet(pair, fate.removeprefix("late "), orders)
            before = {pair: stand.free(pair) for pair in fates}
            undone = program.push(plan)
            self._check(plan, fates, chosen, before)
            assert {outcome.pair for outcome in undone.outcomes} == {item.pair for item in plan.items}
            self._check_again(program.plan_undo(done.run), fates)
        stand.time.pass_(60)

    def _meet(self, pair: Pair, fate: str, orders: dict[Pair, str]) -> None:
        stand = self.stand
        if fate == "order":
            order(stand, pair)
        elif fate == "foreign write":
            stand.foreign_write(pair, stand.free(pair) + 3)
        elif fate == "order cancelled":
            stand.world.shop.cancel(stand.world.shop.postings[orders[pair]], BY_BUYER, stand.now)

    def _check(self, plan: StockPlan, fates: dict[Pair, str], chosen: dict[Pair, int], before: dict[Pair, int]) -> None:
        planned, refused = {item.pair for item in plan.items}, {refusal.pair for refusal in plan.refused}
        assert planned | refused == set(fates)
        for pair, fate in fates.items():
            if fate == "left alone":
                assert pair in planned
                assert self.stand.free(pair) == chosen[pair], "not restored"
                self.told["restored"] += 1
            else:
                assert pair in (planned if "late" in fate else refused)
                assert self.stand.free(pair) == before[pair], "overwritten"
                self.told["conflict" if "late" in fate else "refused"] += 1

    def _check_again(self, plan: StockPlan, fates: dict[Pair, str]) -> None:
        """A second undo of the same run finds nothing that is still as it left it."""
        assert not plan.items
        assert len(plan.refused) + len(plan.same) == len(fates)

    def check_journal(self) -> None:
        with self.stand.program() as program:
            journal = program.store.journal
            assert journal.verify() > 0
            events = journal.find(shop=CLIENT_ID)
            assert all(event.user and event.machine and event.plan_hash and event.workbook_id for event in events)
            assert {event.state for event in journal.latest(CLIENT_ID).values()} <= FINAL
            sent = Counter((event.pair, event.sent) for event in events if event.state is State.SENDING)
            assert sent == Counter((pair_of(entry), entry.stock) for entry in self.stand.writes())
            verified = Counter((event.pair, event.sent) for event in events if event.state is State.VERIFIED)
            assert verified == self.stand.applied()
        assert not blind_resends(self.stand)


@pytest.mark.slow
def test_five_hundred_stories(folder: Path) -> None:
    dice, told = Random(20261123), Counter[str]()
    while told.total() < STORIES:
        chronicle = Chronicle(folder, dice)
        for _story in range(8):
            chronicle.story()
        chronicle.check_journal()
        told += chronicle.told
    assert min(told["restored"], told["refused"], told["conflict"]) >= STORIES // 6


def test_a_run_that_never_was_cannot_be_undone(folder: Path) -> None:
    with new_stand(folder).program() as program, pytest.raises(errors.RunUnknownError):
        program.plan_undo("nope")
