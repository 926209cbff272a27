"""W6: a thousand answers to a stock write, most of them damaged; no row is told more than its answer proves."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, TypeVar

from ozon_xl import errors
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import ItemAnswer, State, states_after_answer
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.stocks import Stocks, StockWrite

T = TypeVar("T")
ANSWERS = 1_000
Json = dict[str, Any]

UPDATED: tuple[object, ...] = (*[True] * 6, *[False] * 5, None, "true", "false", 1, 0, [])
ERRORS: tuple[list[Json] | None, ...] = (
    [],
    [],
    None,
    [{"code": "STOCK_TOO_BIG", "message": "too big"}],
    [{"code": "TOO_MANY_REQUESTS", "message": "wait"}, {"code": None, "message": None}],
)


def generated(dice: Random) -> tuple[list[Pair], Json]:
    """A batch, and an answer to it."""
    pairs = [Pair(f"offer {number}", str(dice.choice((7, 8)))) for number in range(dice.randint(1, 12))]
    entries = [one for pair in pairs for one in _about(pair, dice)]
    dice.shuffle(entries)
    answer: Json = {"result": entries}
    if dice.random() < 0.02:
        answer = dice.choice(({}, {"result": None}, {"result": "ok"}, {"items": entries}))
    return pairs, answer


def _about(pair: Pair, dice: Random) -> list[Json]:
    """Mostly one entry; none, two, or one about somebody else besides."""
    times = dice.choice((0, 1, 1, 1, 1, 1, 2))
    entries = [_entry(pair, dice) for _ in range(times)]
    if dice.random() < 0.1:
        stranger = Pair(pair.offer, "9") if dice.random() < 0.5 else Pair(f"{pair.offer} ", pair.warehouse_id)
        entries.append(_entry(stranger, dice))
    return entries


def _entry(pair: Pair, dice: Random) -> Json:
    warehouse: int | str = int(pair.warehouse_id) if dice.random() < 0.8 else pair.warehouse_id
    entry: Json = {
        "offer_id": pair.offer,
        "warehouse_id": warehouse,
        "product_id": dice.choice((0, 5, 17, None)),
        "updated": dice.choice(UPDATED),
        "errors": dice.choice(ERRORS),
    }
    if dice.random() < 0.1:
        del entry[dice.choice(sorted(entry))]
    return entry


def proved(pair: Pair, answer: Json) -> State:
    """What an answer proves of a pair, read from the raw JSON."""
    entries = answer.get("result")
    if not isinstance(entries, list):
        return State.UNKNOWN
    about = [one for one in entries if (one.get("offer_id"), str(one.get("warehouse_id"))) == pair]
    if len(about) != 1:
        return State.UNKNOWN
    updated, faults = about[0].get("updated"), about[0].get("errors")
    if updated is True and not faults:
        return State.ACCEPTED
    return State.REJECTED if updated is False and faults else State.UNKNOWN


def answers_of(content: bytes, pairs: list[Pair]) -> list[ItemAnswer]:
    """What the client makes of it; nothing where it cannot be read, as when it never came."""

    def send(endpoint: Endpoint, body: Mapping[str, object], read: Callable[[bytes], T]) -> T:
        return read(content)

    try:
        return Stocks(send).update([StockWrite(*pair, 1) for pair in pairs])
    except (errors.OzonXLError, ValueError):
        return []


def by_position(pairs: list[Pair], answers: list[ItemAnswer]) -> dict[Pair, tuple[State, str]]:
    """The naive way."""
    paired = dict(zip(pairs, answers, strict=False))
    return {pair: (State.ACCEPTED if pair in paired and paired[pair].updated else State.REJECTED, "") for pair in pairs}


def test_a_thousand_answers_and_no_wrong_row() -> None:
    counted = Counter[str]()
    for seed in range(ANSWERS):
        pairs, answer = generated(Random(seed))
        answers = answers_of(json.dumps(answer).encode(), pairs)
        states = states_after_answer(pairs, answers)
        assert list(states) == pairs
        for pair, (state, _said) in states.items():
            assert state is proved(pair, answer), (seed, pair)
            counted[state] += 1
        naive = by_position(pairs, answers)
        counted["wrong if read by position"] += any(naive[pair][0] is not states[pair][0] for pair in pairs)
    assert min(counted[state] for state in (State.ACCEPTED, State.REJECTED, State.UNKNOWN)) >= 300
    assert counted["wrong if read by position"] >= ANSWERS // 2
