"""W1: two hundred pushes killed in the middle, by a signal that nobody can catch.

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

from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import CLIENT_ID, PracticeServer
from ozon_xl.sheets import STOCK
from ozon_xl.store import Store
from tests.push.outside import SPEED, Outside, Pusher
from tests.push.stand import audit, opened

KILLS = 200
MOST_TRIES = 320
EDITS = 9
DAY_S = 86_400.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.mark.slow
def test_two_hundred_pushes_killed_in_the_middle(folder: Path) -> None:
    dice, hits = Random(20261123), Counter[str]()
    with (
        PracticeServer(postings=0, offers=12, seed=3, speed=SPEED, lag_s=0.5, limits=False) as practice,
        closing(Outside(folder, practice, EDITS)) as outside,
        Pusher() as pusher,
    ):
        whole_s = seconds_of_a_push(outside, pusher)
        for _try in range(MOST_TRIES):
            child = pusher.start(outside.begin())
            time.sleep(dice.uniform(0, whole_s))
            os.kill(child, signal.SIGKILL)
            finished, _status = pusher.end()
            whole_s *= 0.9 if finished else 1.02  # the computer may be busier at times
            hits[check(outside, finished=finished)] += 1
            if hits.total() - hits["finished"] >= KILLS:
                break
    assert hits.total() - hits["finished"] >= KILLS, hits
    assert hits["under way"] >= KILLS // 5, hits
    assert hits["sent, not proved"] >= KILLS // 10, hits


def moment_of(store: Store, *, finished: bool) -> str:
    """Where the push was when it was killed."""
    if finished:
        return "finished"
    states = {event.state for event in store.journal.latest(CLIENT_ID).values()}
    if states == {State.CONFIRMED}:
        return "confirmed"
    if states & {State.SENDING, State.CONFIRMED}:
        return "under way"
    return "proved, not shown" if states <= FINAL else "sent, not proved"


def seconds_of_a_push(outside: Outside, pusher: Pusher) -> float:
    """How long one takes that nobody kills; all it wants happens."""
    seconds = []
    for _time in range(3):
        pusher.start(outside.begin())
        began = time.monotonic()
        assert pusher.end() == (True, 0)
        seconds.append(time.monotonic() - began)
        check(outside, finished=True)
        assert outside.stand.applied() == dict.fromkeys(outside.wanted.items(), 1)
    return sorted(seconds)[1]


def check(outside: Outside, *, finished: bool) -> str:
    """The next start tells the truth as far as it can be known; after a day all of it is known."""
    with closing(opened(outside.stand.store_path)) as store:
        moment = moment_of(store, finished=finished)
        outside.clock.sleep(5)
        outside.settle(store)
        audit(outside.stand, outside.wanted, store, settled=False)
        outside.clock.sleep(DAY_S)
        outside.settle(store)
        assert not store.journal.open_runs(CLIENT_ID)
        audit(outside.stand, outside.wanted, store, settled=True)
    rows = {row.key: row for row in FileHost(outside.book).read(STOCK, ("new_free",))}
    for pair, number in outside.wanted.items():
        typed = rows[pair].cells["new_free"]
        assert typed.value == number or outside.stand.applied()[pair, number], f"lost: {pair}"
    return moment
