"""W5: two thousand edits through a way on which three requests in ten go wrong.

Every edit arrives, no limit of the shop's is ever overstepped, and no more is written than the edits need.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import httpx
import pytest

from ozon_xl import errors
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.domain.stock_wish import Mode
from ozon_xl.ozon.client import DEADLINE_S
from ozon_xl.ozon.endpoint import ALL_METHODS
from ozon_xl.ozon.stocks import PAIR_REST_S, UPDATE_STOCKS
from ozon_xl.practice.server import CLIENT_ID
from tests.push.stand import WRITE, Program, Stand, audit, blind_resends, new_stand, pairs_in
from tests.push.wire import Sent, Serve, Torn

EDITS = 2_000
SHARE = 0.3
ROUNDS = 40
TROUBLES = ("429", "429 without a hint", "5xx before", "5xx after", "reset before", "reset after", "hang", "torn")
NOT_APPLIED = ("429", "429 without a hint", "5xx before", "reset before")


@dataclass
class Trouble:
    """Strikes at three requests in ten."""

    stand: Stand
    dice: Random = field(default_factory=lambda: Random(7))
    struck: Counter[str] = field(default_factory=Counter)
    asked_to_wait: list[tuple[int, float]] = field(default_factory=list)
    """Which of the sent requests was told to come back when."""
    refused_whole: list[Sent] = field(default_factory=list)

    def __call__(self, request: httpx.Request, serve: Serve) -> httpx.Response:
        if self.dice.random() >= SHARE:
            return serve()
        kind = self.dice.choice(TROUBLES)
        self.struck[f"{'write' if request.url.path == WRITE else 'read'} {kind}"] += 1
        if kind.startswith("429"):
            return self._busy(kind)
        if kind not in NOT_APPLIED:
            serve()
        if kind == "hang":
            self.stand.time.pass_(DEADLINE_S)
            raise httpx.ReadTimeout("no answer")
        if kind.startswith("reset"):
            raise httpx.ReadError("the connection was reset")
        if kind == "torn":
            return httpx.Response(200, stream=Torn(b'{"resu'))
        return httpx.Response(self.dice.choice((500, 502, 503, 504)), content=b"<html>")

    def _busy(self, kind: str) -> httpx.Response:
        self.refused_whole.append(self.stand.sent[-1])
        seconds = self.dice.randint(1, 20)
        if kind == "429 without a hint":
            return httpx.Response(429, json={"code": 8, "message": "slow down"})
        self.asked_to_wait.append((len(self.stand.sent), self.stand.time.monotonic() + seconds))
        return httpx.Response(429, headers={"retry-after": str(seconds)}, json={"code": 8, "message": "slow down"})


def breaches(stand: Stand, trouble: Trouble) -> list[str]:
    """Every limit that was overstepped, by what left the program."""
    found = []
    writes = stand.sent_writes()
    for name, sent, limit in (("all", stand.sent, ALL_METHODS), ("writes", writes, UPDATE_STOCKS.limit)):
        assert limit is not None
        for early, late in zip(sent, sent[limit.calls :], strict=False):
            if late.at - early.at < limit.per_s:
                found.append(f"{name}: {limit.calls + 1} requests in {late.at - early.at:.2f} s")
    last: dict[Pair, float] = {}
    for write in writes:
        pairs = pairs_in(write)
        if len(pairs) > UPDATE_STOCKS.batch:
            found.append(f"{len(pairs)} pairs in one request")
        if any(write is refused for refused in trouble.refused_whole):
            continue
        found += [
            f"{pair} after {write.at - last[pair]:.1f} s"
            for pair in pairs
            if write.at - last.get(pair, -1e9) < PAIR_REST_S
        ]
        last |= dict.fromkeys(pairs, write.at)
    for number, until in trouble.asked_to_wait:
        path = stand.sent[number - 1].path
        following = next((sent for sent in stand.sent[number:] if sent.path == path), None)
        if following is not None and following.at < until:
            found.append(f"{path} came back {until - following.at:.1f} s too early")
    found += [f"the shop itself refused {seen.path}" for seen in stand.world.seen if seen.status == 429]
    return found


def push_until_all_is_there(program: Program, trouble: Trouble, batch: int) -> Counter[str]:
    """As a user would: whatever is still in the sheet is sent again, until nothing is."""
    stand, counted = program.stand, Counter[str]()
    while stand.edits():
        counted["rounds"] += 1
        assert counted["rounds"] <= ROUNDS
        try:
            program.resume()
            plan = program.plan()
            before, busy = len(stand.sent_writes()), _busy_writes(trouble)
            program.push(plan)
        except errors.RetryableError:
            continue  # nothing was sent: the shop could not even be read
        sent = len(stand.sent_writes()) - before - (_busy_writes(trouble) - busy)
        fewest = -(-len(plan.items) // batch)
        assert sent <= fewest, f"{sent} requests where {fewest} do"
        counted["exact"] += sent == fewest
        counted["requests"] += sent
    return counted


def _busy_writes(trouble: Trouble) -> int:
    return sum(sent.path == WRITE for sent in trouble.refused_whole)


def least_by_mode(program: Program, state: State) -> int:
    """How many writes were in this state at some time, of the mode that had the fewest of them."""
    events = program.store.journal.find(shop=CLIENT_ID)
    met = Counter(event.mode for event in events if event.state is state)
    return min(met[mode.value] for mode in Mode)


def shop_with_edits(folder: Path, count: int) -> tuple[Stand, dict[Pair, int]]:
    stand = new_stand(folder, offers=1500, latency_s=0.005)
    wanted = {pair: free + 1 for pair, free in stand.usable()[:count]}
    assert len(wanted) == count
    stand.type_in_turn(wanted)
    return stand, wanted


@pytest.mark.slow
@pytest.mark.parametrize("batch", [UPDATE_STOCKS.batch, 10])
def test_two_thousand_edits_arrive(folder: Path, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small requests meet more trouble."""
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=batch))
    stand, wanted = shop_with_edits(folder, EDITS)
    stand.sheet.names["StaleMinutes"] = 10_080
    random.seed(7)  # the client's waits
    trouble = Trouble(stand)
    with stand.program(manner=trouble) as program:
        counted = push_until_all_is_there(program, trouble, batch)
        last = program.store.journal.latest(CLIENT_ID).values()
        assert not [event for event in last if event.state not in FINAL]
        audit(stand, wanted, program.store, settled=False)
        assert least_by_mode(program, State.VERIFIED) >= EDITS // 4
        assert least_by_mode(program, State.UNKNOWN) >= EDITS // 20, "answers were lost in every mode"
    assert stand.applied() == dict.fromkeys(wanted.items(), 1)
    assert {pair: stand.free(pair) for pair in wanted} == wanted
    assert not breaches(stand, trouble)
    assert not blind_resends(stand)
    assert counted["exact"] >= 2
    assert {kind.split(" ", 1)[1] for kind in trouble.struck} == set(TROUBLES)
    assert sum(times for kind, times in trouble.struck.items() if kind.startswith("write")) >= 5 + 200 // batch


@pytest.mark.slow
def test_eighty_requests_a_minute_and_not_one_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=10))
    stand, wanted = shop_with_edits(folder, 1_000)
    with stand.program() as program:
        assert push_until_all_is_there(program, Trouble(stand), 10) == {"rounds": 1, "exact": 1, "requests": 100}
        audit(stand, wanted, program.store, settled=True)
    assert not breaches(stand, Trouble(stand))
    at = [write.at for write in stand.sent_writes()]
    assert max(sum(early <= late < early + 60 for late in at) for early in at) == 80
