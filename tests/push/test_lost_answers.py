"""W4: answers that are lost, late, damaged or nonsense, each for a request of a hundred pairs: free quantities, counts
of the shelf and changes in turn, with buffers and caps.

Each edit is applied once, none is sent again before somebody has read what the first sending did, and what the
journal says of each is the truth.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from ozon_xl.actions.stock.settle import SETTLED
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import State
from ozon_xl.domain.stock_wish import Conflict, Mode
from ozon_xl.ozon.client import DEADLINE_S
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.texts import stock as texts
from tests.push.points import Crash
from tests.push.stand import MODES, WRITE, Stand, audit, blind_resends, new_stand, order
from tests.push.wire import Manner, Serve, Torn

PAIRS = 100
Way = Callable[[Stand, httpx.Request, Serve], httpx.Response]
"""What happens to the request that writes."""


def reset(stand: Stand) -> httpx.Response:
    raise httpx.ReadError("the connection was reset")


def hang(stand: Stand) -> httpx.Response:
    stand.time.pass_(DEADLINE_S)
    raise httpx.ReadTimeout("no answer")


def unreachable(stand: Stand) -> httpx.Response:
    raise httpx.ConnectError("no route")


def half_a_body(stand: Stand) -> httpx.Response:
    return httpx.Response(200, stream=Torn(b'{"result":[{"warehouse_id":1'))


def says(status: int, content: bytes, kind: str = "application/json") -> Callable[[Stand], httpx.Response]:
    return lambda _stand: httpx.Response(status, headers={"content-type": kind}, content=content)


def lost(then: Callable[[Stand], httpx.Response]) -> Way:
    """It never came to the shop."""
    return lambda stand, _request, _serve: then(stand)


def applied(then: Callable[[Stand], httpx.Response]) -> Way:
    """It took effect; the answer is another matter."""

    def way(stand: Stand, _request: httpx.Request, serve: Serve) -> httpx.Response:
        serve()
        return then(stand)

    return way


def late(seconds: float) -> Way:
    """It takes effect so long after the client gave up."""

    def way(stand: Stand, _request: httpx.Request, serve: Serve) -> httpx.Response:
        stand.time.after(DEADLINE_S + seconds, serve)
        return hang(stand)

    return way


def seen_late(stand: Stand, request: httpx.Request, serve: Serve) -> httpx.Response:
    """It takes effect, and for 45 seconds nobody can read it."""
    stand.world.shop.lag_s = 45.0
    serve()
    stand.world.shop.lag_s = 1.0
    return reset(stand)


def half_applied(stand: Stand, request: httpx.Request, serve: Serve) -> httpx.Response:
    """The shop died in the middle of it."""
    stocks = json.loads(request.content)["stocks"]
    half = json.dumps({"stocks": stocks[: len(stocks) // 2]}).encode()
    request._content = half  # what of it the shop lives to see
    serve()
    return httpx.Response(500, content=b"<html>")


def told(edit: Callable[[list[dict[str, Any]]], object]) -> Way:
    """It took effect, and the answer says something else about it."""

    def way(_stand: Stand, _request: httpx.Request, serve: Serve) -> httpx.Response:
        entries = serve().json()["result"]
        return httpx.Response(200, json={"result": edit(entries)})

    return way


def each(**fields: object) -> Callable[[list[dict[str, Any]]], object]:
    return lambda entries: [entry | fields for entry in entries]


PAGE = b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
ERROR = b'{"code":13,"message":"Internal error"}'
SOME_ERROR = [{"code": "STOCK_TOO_BIG", "message": "no"}]

WAYS: dict[str, tuple[Way, int]] = {
    "reset before": (lost(reset), 0),
    "no route": (lost(unreachable), 0),
    "hang before": (lost(hang), 0),
    "500 before": (lost(says(500, ERROR)), 0),
    "502 page before": (lost(says(502, PAGE, "text/html")), 0),
    "503 circle is open": (lost(says(503, b"Circle is open", "text/plain")), 0),
    "408": (lost(says(408, b"", "text/plain")), 0),
    "page of a proxy": (lost(says(200, PAGE, "text/html")), 0),
    "elsewhere": (lost(says(302, b"", "text/html")), 0),
    "reset after": (applied(reset), PAIRS),
    "hang after": (applied(hang), PAIRS),
    "half a body": (applied(half_a_body), PAIRS),
    "cut off JSON": (applied(says(200, b'{"result":[{"offer_id":"A","upda')), PAIRS),
    "empty body": (applied(says(200, b"")), PAIRS),
    "500 after": (applied(says(500, ERROR)), PAIRS),
    "502 after": (applied(says(502, PAGE, "text/html")), PAIRS),
    "504 after": (applied(says(504, PAGE, "text/html")), PAIRS),
    "no result": (applied(says(200, b"{}")), PAIRS),
    "null result": (applied(says(200, b'{"result":null}')), PAIRS),
    "empty result": (told(lambda _entries: []), PAIRS),
    "half of the results": (told(lambda entries: entries[::2]), PAIRS),
    "each result twice": (told(lambda entries: entries * 2), PAIRS),
    "results about nobody": (told(each(offer_id="", warehouse_id=0)), PAIRS),
    "results about others": (told(each(warehouse_id=77)), PAIRS),
    "yes with errors": (told(each(errors=SOME_ERROR)), PAIRS),
    "no without errors": (told(each(updated=False)), PAIRS),
    "yes in words": (told(each(updated="true")), PAIRS),
    "late by 5 s": (late(5), PAIRS),
    "late by 35 s": (late(35), PAIRS),
    "seen late": (seen_late, PAIRS),
    "half applied": (half_applied, PAIRS // 2),
}


def once(stand: Stand, way: Way) -> Manner:
    """That happens to the first request that writes, and to no other."""
    left = [way]

    def manner(request: httpx.Request, serve: Serve) -> httpx.Response:
        if request.url.path == WRITE and left:
            return left.pop()(stand, request, serve)
        return serve()

    return manner


def check(folder: Path, name: str) -> None:
    way, expected = WAYS[name]
    stand = new_stand(folder, offers=90)
    wanted: dict[Pair, int] = {pair: free + 1 for pair, free in stand.usable()[:PAIRS]}
    modes = stand.type_in_turn(wanted)
    with stand.program(manner=once(stand, way)) as program:
        result = program.push(program.plan())
        assert len(stand.sent_writes()) == 1, "it was sent again by itself"
        assert len(stand.applied()) == expected
        audit(stand, wanted, program.store, settled=True)
    ends = Counter((modes[outcome.pair], outcome.state) for outcome in result.outcomes)
    for state, count in ((State.VERIFIED, expected), (State.EXPIRED, PAIRS - expected)):
        assert result.count(state) == count
        assert min(ends[mode, state] for mode in MODES) >= count // 5, "no mode is spared"
    with stand.program() as program:
        again = program.press()
        audit(stand, wanted, program.store, settled=True)
    outcomes = again.outcomes if again else ()
    assert [outcome.state for outcome in outcomes] == [State.VERIFIED] * (PAIRS - expected)
    assert stand.applied() == dict.fromkeys(wanted.items(), 1)
    assert {pair: stand.free(pair) for pair in wanted} == wanted
    assert not blind_resends(stand)
    assert not stand.edits()


@pytest.mark.parametrize("name", WAYS)
def test_each_edit_is_applied_once(folder: Path, name: str) -> None:
    check(folder, name)


def test_there_are_twenty_kinds_and_more() -> None:
    assert len(WAYS) >= 20
    assert sum(times == PAIRS for _way, times in WAYS.values()) >= 10


# --- what happens while one waits ------------------------------------------------------------------------------------


def test_after_a_refusal_for_speed_the_pairs_are_read_again(folder: Path) -> None:
    """What another program writes during the wait must not be overwritten."""
    stand = new_stand(folder)
    (kept, kept_free), (moved, moved_free), *_ = stand.usable()
    wanted = {kept: kept_free + 1, moved: moved_free + 1}

    def busy(stand: Stand, _request: httpx.Request, _serve: Serve) -> httpx.Response:
        stand.time.after(5, lambda: stand.foreign_write(moved, moved_free + 7))
        return httpx.Response(429, headers={"retry-after": "10"}, json={"code": 8, "message": "slow down"})

    stand.type_edits(wanted)
    with stand.program(manner=once(stand, busy)) as program:
        result = program.push(program.plan())
        audit(stand, wanted, program.store, settled=True)
    assert {outcome.pair: outcome.state for outcome in result.outcomes} == {
        kept: State.VERIFIED,
        moved: State.CONFLICT,
    }
    assert stand.free(moved) == moved_free + 7
    assert not blind_resends(stand)


def test_what_a_dead_program_sent_may_still_land_and_nothing_is_sent_over_it(folder: Path) -> None:
    """Else the next push would be undone by it."""
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()

    def sent_and_died(stand: Stand, _request: httpx.Request, serve: Serve) -> httpx.Response:
        stand.time.after(40, serve)
        raise Crash

    stand.type_edits({pair: free + 1})
    with pytest.raises(Crash), stand.program(manner=once(stand, sent_and_died)) as program:
        program.push(program.plan())
    stand.type_edits({pair: free + 2})
    with stand.program() as program:
        held = program.plan()
        assert [refusal.why for refusal in held.refused] == [texts.ROW_OPEN.filled(sent=free + 1)]
        stand.time.pass_(SETTLED.total_seconds())
        program.settle()
        plan = program.plan()
        audit(stand, {pair: free + 1}, program.store, settled=True)
    assert [refusal.conflict for refusal in plan.refused] == [Conflict(Mode.FREE, free, free + 1, free + 2)]
    assert not held.items
    assert not plan.items
    assert stand.free(pair) == free + 1
    assert stand.edits() == {pair: free + 2}


@pytest.mark.parametrize("turn", range(len(MODES)), ids=MODES)
@pytest.mark.parametrize("lag_s", [0, 3, 50, 70, 110, 130, 900])
def test_what_ozon_accepted_is_proved_by_reading_it_or_stays_open(folder: Path, lag_s: int, turn: int) -> None:
    """W14: reads lag, and meanwhile somebody orders."""
    stand = new_stand(folder)
    (pair, free), (ordered, ordered_free), *_ = stand.usable()
    wanted = {pair: free + 2, ordered: ordered_free + 2}
    stand.world.shop.lag_s = float(lag_s)
    stand.type_in_turn(wanted, turn)
    with stand.program() as program:
        plan = program.plan()
        began = stand.time.monotonic()
        stand.time.after(2, lambda: order(stand, ordered))
        result = program.push(plan)
        seen = {outcome.pair: outcome.state for outcome in result.outcomes}
        assert seen[pair] is (State.VERIFIED if lag_s < 60 else State.ACCEPTED)
        for wait_s in (60, 60, 900):
            stand.time.pass_(wait_s)
            program.settle()
            state = program.store.journal.latest(CLIENT_ID, result.run)[result.run, pair].state
            lagging = stand.time.monotonic() - began < lag_s
            assert state is (State.ACCEPTED if lagging else State.VERIFIED)
        last = program.store.journal.latest(CLIENT_ID, result.run)[result.run, ordered]
    seen_first = lag_s == 0
    assert (last.state, last.read_back) == (State.VERIFIED, wanted[ordered] - (not seen_first))
