"""W4: answers that are lost, late, damaged or nonsense, each for a request of a hundred pairs.

Each edit is applied once, none is sent again before somebody has read what the first sending did, and what the
journal says of each is the truth.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import State
from ozon_xl.ozon.client import DEADLINE_S
from tests.push.stand import WRITE, Stand, audit, blind_resends, new_stand
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
    stand.type_edits(wanted)
    with stand.program(manner=once(stand, way)) as program:
        result = program.push(program.plan())
        assert len(stand.sent_writes()) == 1, "it was sent again by itself"
        assert len(stand.applied()) == expected
        audit(stand, wanted, program.store, settled=True)
    assert result.count(State.VERIFIED) == expected
    assert result.count(State.EXPIRED) == PAIRS - expected
    with stand.program() as program:
        again = program.push(program.plan())
        audit(stand, wanted, program.store, settled=True)
    assert again.count(State.VERIFIED) == len(again.outcomes) == PAIRS - expected
    assert stand.applied() == dict.fromkeys(wanted.items(), 1)
    assert not blind_resends(stand)
    assert not stand.edits()


@pytest.mark.parametrize("name", WAYS)
def test_each_edit_is_applied_once(folder: Path, name: str) -> None:
    check(folder, name)


def test_there_are_twenty_kinds_and_more() -> None:
    assert len(WAYS) >= 20
    assert sum(times == PAIRS for _way, times in WAYS.values()) >= 10
