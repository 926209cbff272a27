"""W2: the program dies at every point of a push, and once more at points of what the next start does. What was typed
are free quantities, counts of the shelf and changes, with buffers and caps.

Afterwards nothing is lost, nothing applied twice, nothing in the journal that did not happen, and every open run was
finished or reported without anybody repairing anything.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from ozon_xl.actions.stock.settle import SETTLED
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.ozon.stocks import UPDATE_STOCKS
from ozon_xl.practice.server import CLIENT_ID
from tests.push.points import Crash, Points
from tests.push.stand import MODES, Program, audit, blind_resends, new_stand

LEAST_POINTS = 65
LEAST_PAIRS = 500
DAY_S = 86_400
KINDS = {"before", "after", "send", "receive", "cell", "write", "save"}
PLACES = ("not taken", "taken, still in its cell", "taken and cleared")
"""Where an edit was when the program died."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))


class Story:
    """Six edits in three requests: four are taken, one of them after a rest; one is refused, one has moved. Each is
    meant in another way than the one before it, from the ``turn``-th on.
    """

    def __init__(self, folder: Path, turn: int = 0) -> None:
        self.stand = stand = new_stand(folder, seed=3, offers=6, postings=0)
        stand.sheet.names["StaleMinutes"] = 10_080  # a day passes before some of it is sent
        *good, (self.moved, moved_free) = stand.usable()[:5]
        ((self.refused, refused_free), *_) = stand.refused()
        self.good = {pair: free + 2 + number for number, (pair, free) in enumerate(good)}
        self.wanted = self.good | {self.refused: refused_free + 1, self.moved: moved_free + 1}
        self.modes = stand.type_in_turn(self.wanted, turn)
        with stand.program() as program:
            self.plan = program.plan()
        self.moved_to = moved_free + 5
        stand.foreign_write(self.moved, self.moved_to)
        stand.level(good[0][0]).written_at = stand.now  # by another computer

    def copy(self, folder: Path) -> "Story":
        """The same story, to go on in another way."""
        other = object.__new__(Story)
        other.__dict__.update(self.__dict__)
        other.stand = self.stand.copy(folder)
        return other

    def push(self, points: Points) -> None:
        """Until it is done or dies."""
        self._run(points, lambda program: program.push(self.plan))

    def resume(self, points: Points) -> None:
        """What every start begins with, minutes later: then all can be decided, and is told in the rows."""
        self.stand.time.pass_(SETTLED.total_seconds())
        self._run(points, lambda program: program.resume())

    def press(self, points: Points) -> None:
        """The same at once, and what still stands in the sheet is sent."""
        self._run(points, lambda program: program.press())

    def _run(self, points: Points, act: Callable[[Program], object]) -> None:
        try:
            with self.stand.program(points) as program:
                act(program)
        except Crash:
            self.stand.time.pass_(1)

    def places(self) -> Counter[tuple[str, str]]:
        """The edits that the shop takes by how they are meant and where they are."""
        applied, edits = self.stand.applied(), self.stand.edits()
        return Counter(
            (self.modes[pair], PLACES[0] if not applied[pair, number] else PLACES[1 if pair in edits else 2])
            for pair, number in self.good.items()
        )

    def check_told(self) -> None:
        """The next start tells the truth as far as it can be known; after a day all of it is known."""
        with self.stand.program() as program:
            program.resume()
            audit(self.stand, self.wanted, program.store, settled=False)
            last = program.store.journal.latest(CLIENT_ID).values()
            open_ = {event.state for event in last if event.state not in FINAL}
            assert open_ <= {State.SENDING, State.ACCEPTED, State.UNKNOWN}
            self.stand.time.pass_(DAY_S)
            program.resume()
            assert not program.store.journal.open_runs(CLIENT_ID)
            audit(self.stand, self.wanted, program.store, settled=True)
        assert self.stand.free(self.moved) == self.moved_to, "somebody else's write was overwritten"

    def check_nothing_lost(self, *, refresh: bool) -> None:
        """The user sends what still stands in the sheet, refreshed or not: then each edit has been applied once."""
        stand = self.stand
        before = stand.applied()
        with stand.program() as program:
            if refresh:
                program.refresh()
            for pair, number in self.good.items():
                if pair not in stand.edits():
                    assert before[pair, number], f"lost: {pair}"
                    assert stand.results()[pair] or not refresh, f"cleared without a word: {pair}"
            plan = program.plan()
            again = {item.pair for item in plan.items} & {pair for pair, _number in before}
            assert not again, f"to be sent a second time: {again}"
            program.push(plan)
            audit(stand, self.wanted, program.store, settled=True)
        for pair, number in self.good.items():
            assert stand.applied()[pair, number] == 1
            assert stand.free(pair) == number
        assert not blind_resends(stand)


def points_of(act: Callable[[Points], None]) -> list[str]:
    points = Points()
    act(points)
    return points.passed


def test_death_at_every_point(folder: Path) -> None:
    check_every_death(folder)


def check_every_death(folder: Path) -> None:
    stories = [Story(folder / f"story {turn}", turn) for turn in range(len(MODES))]
    names = points_of(stories[0].copy(folder / "copy").push)
    assert len(names) >= LEAST_POINTS
    assert {name.split()[0] for name in names} == KINDS
    applied, met = Counter[int](), Counter[tuple[str, str]]()
    for last in range(1, len(names) + 1):
        dying, points = stories[last % len(stories)].copy(folder / "copy"), Points(last)
        dying.push(points)
        assert points.passed == names[:last], "whatever the numbers mean"
        applied[len(dying.stand.applied())] += 1
        met += dying.places()
        dying.check_told()
        dying.check_nothing_lost(refresh=bool(last % 2))
    assert set(applied) == {0, 1, 2, 3, 4}, "deaths before, between and after the writes that were taken"
    assert min(applied.values()) >= 3
    assert min(met[mode, place] for mode in MODES for place in PLACES) >= LEAST_POINTS // 10, met


@pytest.mark.slow
def test_death_at_a_point_and_again_in_the_recovery(folder: Path) -> None:
    """Of all pairs of points as many as there is time for, half of them in what a start does by itself, the others in
    that and a push right after it.
    """
    dice, copy = Random(20261123), folder / "copy"
    stories = [Story(folder / f"story {turn}", turn) for turn in range(len(MODES))]
    recoveries: list[Callable[[Story, Points], None]] = [Story.resume, Story.press]
    pairs: list[list[tuple[Story, int]]] = [[], []]
    for first in range(1, len(points_of(stories[0].copy(copy).push)) + 1):
        dead = stories[first // 2 % len(stories)].copy(folder / f"dead {first}")
        dead.push(Points(first))
        steps = len(points_of(partial(recoveries[first % 2], dead.copy(copy))))
        pairs[first % 2] += [(dead, second) for second in range(1, steps + 1)]
    kinds, met = Counter[str](), Counter[tuple[str, str, str]]()
    for recovery, chosen in zip(recoveries, pairs, strict=True):
        for number, (dead, second) in enumerate(dice.sample(chosen, LEAST_PAIRS // 2)):
            dying, points = dead.copy(copy), Points(second)
            recovery(dying, points)
            kinds[f"{recovery.__name__}: {points.passed[-1].split()[0]}"] += 1
            met.update((recovery.__name__, *place) for place in dying.places().elements())
            dying.check_told()
            dying.check_nothing_lost(refresh=number % 10 == 0)
    assert kinds.total() == LEAST_PAIRS
    assert min(kinds["resume: cell"], kinds["press: cell"]) >= LEAST_PAIRS // 10
    assert min(met[name, mode, place] for name in ("resume", "press") for mode in MODES for place in PLACES) >= 10, met
