"""W1: two hundred pushes killed in the middle by a signal that nobody can catch, and many once more in what the next
start makes of them. What was typed are free quantities, counts of the shelf and changes, with buffers and caps.

The file of the journal, the workbook and the shop are as a dead process left them. Nothing is lost, nothing applied
twice, nothing in the journal that did not happen; the next start finishes or reports every open run by itself.
"""

import os
import signal
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from ozon_xl.actions.stock.settle import SETTLED
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.practice.server import CLIENT_ID, PracticeServer
from tests.push.outside import SPEED, Outside, Pusher
from tests.push.pushing import Job
from tests.push.stand import MODES, audit, opened

KILLS = 200
MOST_TRIES = 320
EDITS = 9
DAY_S = 86_400.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.mark.slow
def test_two_hundred_pushes_killed_in_the_middle(folder: Path) -> None:
    """Every third of them is killed once more in the next press of the button, at once or when all can be decided."""
    dice, hits, again = Random(20261123), Counter[str](), Counter[str]()
    taken = Counter[tuple[object, bool]]()
    with (
        PracticeServer(postings=0, offers=12, seed=3, speed=SPEED, lag_s=0.5, limits=False) as practice,
        closing(Outside(folder, practice, EDITS)) as outside,
        Pusher() as pusher,
    ):
        push_s = press_s = seconds_of_a_push(outside, pusher)
        while hits.total() < MOST_TRIES and hits.total() - hits["finished"] < KILLS:
            finished = killed(pusher, outside.begin(), dice.uniform(0, push_s))
            push_s *= 0.9 if finished else 1.02  # the computer may be busier at times
            hits[moment_of(outside, finished=finished)] += 1
            if not finished:
                taken += outside.taken()
                if hits.total() % 3 == 0:
                    outside.clock.sleep(dice.choice((1, SETTLED.total_seconds())))
                    before = entries(outside)
                    finished = killed(pusher, outside.again(), dice.uniform(0, press_s))
                    press_s *= 0.9 if finished else 1.02
                    again["finished" if finished else "wrote" if entries(outside) > before else "only read"] += 1
            check(outside)
    assert hits.total() - hits["finished"] >= KILLS, hits
    assert hits["under way"] >= KILLS // 5, hits
    assert hits["sent, not proved"] >= KILLS // 10, hits
    assert min(taken[mode, there] for mode in MODES for there in (True, False)) >= KILLS // 4, taken
    assert min(again["wrote"], again["only read"]) >= KILLS // 20, again


def killed(pusher: Pusher, job: Job, after_s: float) -> bool:
    """Start it, and kill it so long after its beginning. Returns whether it came to its own end."""
    child = pusher.start(job)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    finished, _status = pusher.end()
    return finished


def moment_of(outside: Outside, *, finished: bool) -> str:
    """Where the push was when it was killed."""
    if finished:
        return "finished"
    with closing(opened(outside.stand.store_path)) as store:
        states = {event.state for event in store.journal.latest(CLIENT_ID).values()}
    if states == {State.CONFIRMED}:
        return "confirmed"
    if states & {State.SENDING, State.CONFIRMED}:
        return "under way"
    return "proved, not shown" if states <= FINAL else "sent, not proved"


def entries(outside: Outside) -> int:
    """How many the journal has."""
    with closing(opened(outside.stand.store_path)) as store:
        return store.journal.tail(1)[0].seq


def seconds_of_a_push(outside: Outside, pusher: Pusher) -> float:
    """How long one takes that nobody kills; all it wants happens."""
    seconds = []
    for _time in range(3):
        pusher.start(outside.begin())
        began = time.monotonic()
        assert pusher.end() == (True, 0)
        seconds.append(time.monotonic() - began)
        check(outside)
        assert outside.stand.applied() == dict.fromkeys(outside.wanted.items(), 1)
    return sorted(seconds)[1]


def check(outside: Outside) -> None:
    """The next start tells the truth as far as it can be known; after a day all of it is known, and what was not taken
    still stands in its cell and is sent.
    """
    stand, wanted = outside.stand, outside.wanted
    with closing(opened(stand.store_path)) as store:
        outside.clock.sleep(5)
        outside.resume(store)
        audit(stand, wanted, store, settled=False)
        outside.clock.sleep(DAY_S)
        outside.resume(store)
        assert not store.journal.open_runs(CLIENT_ID)
        audit(stand, wanted, store, settled=True)
        taken = {pair for pair, _number in stand.applied()}
        assert outside.edits() == wanted.keys() - taken, "lost, or to be sent a second time"
        if taken != wanted.keys():
            outside.press(store)
            audit(stand, wanted, store, settled=True)
    assert stand.applied() == dict.fromkeys(wanted.items(), 1)
    assert {pair: stand.free(pair) for pair in wanted} == wanted
