"""W2: the program dies at every point of a push, and once more at points of what the next start does.

Afterwards nothing is lost, nothing applied twice, nothing in the journal that did not happen, and every open run was
finished or reported without anybody repairing anything.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.ozon.stocks import UPDATE_STOCKS
from ozon_xl.practice.server import CLIENT_ID
from tests.push.points import Crash, Points
from tests.push.stand import Program, audit, new_stand

LEAST_POINTS = 65
LEAST_PAIRS = 500
DAY_S = 86_400
KINDS = {"before", "after", "send", "receive", "cell", "write", "save"}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))


class Story:
    """Six edits in three requests: four are taken, one of them after a rest; one is refused, one has moved."""

    def __init__(self, folder: Path) -> None:
        self.stand = stand = new_stand(folder, seed=3, offers=6, postings=0)
        *good, (self.moved, moved_free) = stand.usable()[:5]
        ((self.refused, refused_free), *_) = stand.refused()
        self.good = {pair: free + 2 + number for number, (pair, free) in enumerate(good)}
        self.wanted = self.good | {self.refused: refused_free + 1, self.moved: moved_free + 1}
        stand.type_edits(self.wanted)
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

    def settle(self, points: Points) -> None:
        """What the next start does by itself."""
        self._run(points, lambda program: program.settle())

    def push_again(self, points: Points) -> None:
        """The user sends at once what still stands in the sheet."""
        self._run(points, lambda program: program.push(program.plan()))

    def _run(self, points: Points, act: Callable[[Program], object]) -> None:
        try:
            with self.stand.program(points) as program:
                act(program)
        except Crash:
            self.stand.time.pass_(1)

    def check_told(self) -> None:
        """The next start tells the truth as far as it can be known; after a day all of it is known."""
        with self.stand.program() as program:
            program.settle()
            audit(self.stand, self.wanted, program.store, settled=False)
            last = program.store.journal.latest(CLIENT_ID).values()
            open_ = {event.state for event in last if event.state not in FINAL}
            assert open_ <= {State.SENDING, State.ACCEPTED, State.UNKNOWN}
            self.stand.time.pass_(DAY_S)
            program.settle()
            assert not program.store.journal.open_runs(CLIENT_ID)
            audit(self.stand, self.wanted, program.store, settled=True)
        assert self.stand.free(self.moved) == self.moved_to, "somebody else's write was overwritten"

    def check_nothing_lost(self) -> None:
        """The user refreshes and sends what still stands in the sheet: then each edit has been applied once."""
        stand = self.stand
        before = stand.applied()
        with stand.program() as program:
            program.refresh()
            for pair, number in self.good.items():
                assert pair in stand.edits() or before[pair, number], f"lost: {pair}"
            plan = program.plan()
            assert not {item.pair for item in plan.items} & {pair for pair, _number in before}
            program.push(plan)
            audit(stand, self.wanted, program.store, settled=True)
        for pair, number in self.good.items():
            assert stand.applied()[pair, number] == 1
            assert stand.free(pair) == number


def points_of(act: Callable[[Points], None]) -> list[str]:
    points = Points()
    act(points)
    return points.passed


def test_death_at_every_point(folder: Path) -> None:
    check_every_death(folder)


def check_every_death(folder: Path) -> None:
    story = Story(folder / "story")
    names = points_of(story.copy(folder / "copy").push)
    assert len(names) >= LEAST_POINTS
    assert {name.split()[0] for name in names} == KINDS
    applied = Counter[int]()
    for last in range(1, len(names) + 1):
        dying = story.copy(folder / "copy")
        dying.push(Points(last))
        applied[len(dying.stand.applied())] += 1
        dying.check_told()
        dying.check_nothing_lost()
    assert set(applied) == {0, 1, 2, 3, 4}, "deaths before, between and after the writes that were taken"
    assert min(applied.values()) >= 3


@pytest.mark.slow
def test_death_at_a_point_and_again_in_the_recovery(folder: Path) -> None:
    """Of all pairs of points as many as there is time for: half of them in what a start does by itself, the others in
    a push right after it.
    """
    dice, story, copy = Random(20261123), Story(folder / "story"), folder / "copy"
    pairs: dict[str, list[tuple[Story, int]]] = {"settle": [], "push_again": []}
    for first in range(1, len(points_of(story.copy(copy).push)) + 1):
        dead = story.copy(folder / f"dead {first}")
        dead.push(Points(first))
        for recovery, seconds in pairs.items():
            steps = len(points_of(getattr(dead.copy(copy), recovery)))
            seconds += [(dead, second) for second in range(1, steps + 1)]
    settles = min(len(pairs["settle"]), LEAST_PAIRS // 2)
    for recovery, times in (("settle", settles), ("push_again", LEAST_PAIRS - settles)):
        assert times >= LEAST_PAIRS // 5
        for dead, second in dice.sample(pairs[recovery], times):
            dying = dead.copy(copy)
            getattr(dying, recovery)(Points(second))
            dying.check_told()
