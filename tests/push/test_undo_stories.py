"""W13: five hundred sends, each taken back, while buyers and other programs do not sleep.

Every row is restored, or, if anything changed since, left alone and reported; the journal knows all of it.
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
from ozon_xl.sheets import STOCK, Raw
from ozon_xl.store.journal import Journal
from tests.push.stand import MODES, Program, blind_resends, new_stand, order, pair_of

STORIES = 500
TOGETHER = 6
"""Stories of one shop."""
PAIRS = 3
"""Sent together and taken back together."""
FATES = ("left alone", "left alone", "order", "order cancelled", "foreign write", "late order", "late foreign write")
"""What happens to a pair between its push and its undo; late: when the undo is already planned."""
ENDS = ("restored", "refused", "conflict")


class Chronicle:
    """Some stories of one shop. Each pair meets its own fate, and none comes twice."""

    def __init__(self, folder: Path, dice: Random) -> None:
        self.stand = new_stand(folder, offers=20)
        self.dice = dice
        self.told = Counter[tuple[str, str, str]]()
        """Rows by what the number was, whether it was more or less, and how it ended."""
        self.whole = Counter[str]()
        """Stories by how all their rows ended."""
        usable = [pair for pair, free in self.stand.usable() if free < 5_000]
        self.chosen = dice.sample(usable, PAIRS * TOGETHER)
        self.fates = {pair: dice.choice(FATES) for pair in self.chosen}
        for pair, fate in self.fates.items():
            if fate == "left alone" and dice.random() < 0.5:  # then for all that are sent with it
                at = self.chosen.index(pair) // PAIRS * PAIRS
                self.fates |= dict.fromkeys(self.chosen[at : at + PAIRS], fate)
        self.orders = {pair: order(self.stand, pair) for pair, fate in self.fates.items() if fate == "order cancelled"}

    def tell(self) -> None:
        with self.stand.program() as program:
            program.refresh()
            for number in range(TOGETHER):
                self._story(program, number)
                self.stand.time.pass_(60)
            self._check_journal(program.store.journal)
        assert not blind_resends(self.stand)

    def _story(self, program: Program, number: int) -> None:
        stand = self.stand
        pairs = self.chosen[number * PAIRS : (number + 1) * PAIRS]
        fates = {pair: self.fates[pair] for pair in pairs}
        before = {pair: stand.free(pair) for pair in pairs}
        kinds = {pair: self._type(pair) for pair in pairs}
        done = program.push(program.plan())
        assert done.count(State.VERIFIED) == PAIRS
        moved = {pair: stand.free(pair) - before[pair] for pair in pairs}
        assert moved == {pair: more for pair, (_mode, more) in kinds.items()}
        for pair, fate in fates.items():
            self._meet(pair, fate)
        plan = program.plan_undo(done.run)
        for pair, fate in fates.items():
            self._meet(pair, fate.removeprefix("late "), late=True)
        now = {pair: stand.free(pair) for pair in pairs}
        undone = program.push(plan)
        assert {outcome.pair for outcome in undone.outcomes} == {item.pair for item in plan.items}
        ends = {pair: self._end(pair, fates[pair], plan, before[pair], now[pair]) for pair in pairs}
        if number == 0:
            self._check_again(program, done.run, ends)
        self.told.update((*_kind(kinds[pair]), end) for pair, end in ends.items())
        self.whole["restored" if set(ends.values()) == {"restored"} else "not all restored"] += 1

    def _type(self, pair: Pair) -> tuple[str, int]:
        """A number of some kind, up or down; by how much it changes what is free."""
        mode, more = self.dice.choice(MODES), self.dice.choice((-2, -1, 1, 2, 7, 40))
        level = self.stand.level(pair)
        start = {"free quantity": level.free, "shelf count": level.present, "change +/-": 0}[mode]
        self.stand.sheet.rows[STOCK.name][pair] |= {"new_free": Raw(start + more), "mode": Raw(mode)}
        return mode, more

    def _meet(self, pair: Pair, fate: str, *, late: bool = False) -> None:
        stand = self.stand
        if self.fates[pair].startswith("late ") is not late:
            return
        if fate == "order":
            order(stand, pair)
        elif fate == "foreign write":
            stand.foreign_write(pair, stand.free(pair) + 3)
        elif fate == "order cancelled":
            stand.world.shop.cancel(stand.world.shop.postings[self.orders[pair]], BY_BUYER, stand.now)

    def _end(self, pair: Pair, fate: str, plan: StockPlan, before: int, now: int) -> str:
        planned = pair in {item.pair for item in plan.items}
        assert planned is not (pair in {refusal.pair for refusal in plan.refused})
        if fate == "left alone":
            assert planned
            assert self.stand.free(pair) == before, "not restored"
            return "restored"
        assert planned is fate.startswith("late ")
        assert self.stand.free(pair) == now, "overwritten"
        return "conflict" if planned else "refused"

    def _check_again(self, program: Program, run: str, ends: dict[Pair, str]) -> None:
        """A second undo of the same run finds nothing that is still as it left it."""
        left = {pair for pair, end in ends.items() if end != "restored"}
        if not left:
            with pytest.raises(errors.NothingToUndoError):
                program.plan_undo(run)
            return
        plan = program.plan_undo(run)
        assert not plan.items
        assert {refusal.pair for refusal in plan.refused} == left

    def _check_journal(self, journal: Journal) -> None:
        assert journal.verify() > 0
        events = journal.find(shop=CLIENT_ID)
        assert all(event.user and event.machine and event.plan_hash and event.workbook_id for event in events)
        assert {event.state for event in journal.latest(CLIENT_ID).values()} <= FINAL
        sent = Counter((event.pair, event.sent) for event in events if event.state is State.SENDING)
        assert sent == Counter((pair_of(entry), entry.stock) for entry in self.stand.writes())
        verified = Counter((event.pair, event.sent) for event in events if event.state is State.VERIFIED)
        assert verified == self.stand.applied()


def _kind(typed: tuple[str, int]) -> tuple[str, str]:
    mode, more = typed
    return mode, "more" if more > 0 else "less"


@pytest.mark.slow
def test_five_hundred_stories(folder: Path) -> None:
    dice, told, whole = Random(20261123), Counter[tuple[str, str, str]](), Counter[str]()
    while whole.total() < STORIES:
        chronicle = Chronicle(folder, dice)
        chronicle.tell()
        told += chronicle.told
        whole += chronicle.whole
    assert min(whole["restored"], whole["not all restored"]) >= STORIES // 4
    assert min(told[mode, way, end] for mode in MODES for way in ("more", "less") for end in ENDS) >= STORIES // 20


def test_a_run_that_never_was_cannot_be_undone(folder: Path) -> None:
    with new_stand(folder).program() as program, pytest.raises(errors.RunUnknownError):
        program.plan_undo("nope")
