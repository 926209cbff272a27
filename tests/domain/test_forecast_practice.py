"""The forecast on the practice shop's own past: the scenario with a team, its hours and a daily carrier."""

from datetime import UTC, datetime, timedelta

import pytest

from ozon_xl.domain.forecast import Case, learn
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.server import open_shop

START = datetime(2026, 8, 3, tzinfo=UTC)
SPLIT, END = START + timedelta(days=36), START + timedelta(days=46)
MOSCOW = timedelta(hours=3)


def case(posting: Posting, now: datetime) -> Case:
    """What is known of a posting at a moment."""
    moments = {change.status.split("_from")[0]: change.at for change in reversed(posting.history) if change.at <= now}
    done = posting.delivering_at if posting.delivering_at and posting.delivering_at <= now else None
    return Case(
        str(posting.warehouse.id),
        posting.in_process_at,
        posting.late_from or posting.cutoff,
        moments.get("awaiting_deliver"),
        done,
        moments.get("cancelled", now),
    )


@pytest.mark.parametrize("seed", [21, 22])
def test_it_beats_the_base_rate_on_what_is_held_back(seed: int) -> None:
    world = open_shop(scenario="workshop", start=START, speed=0, postings=0, offers=300, seed=seed)
    world.script.play(world.shop, END)
    postings = list(world.shop.postings.values())
    known = [case(posting, SPLIT) for posting in postings if posting.in_process_at <= SPLIT]
    model = learn(known, MOSCOW)
    assert model is not None
    ended = [one for one in known if one.due < SPLIT]
    base = sum(bool(one.done_at and one.done_at <= one.due) for one in ended) / len(ended)
    ours = flat = 0.0
    asked = 0
    for number in range(0, 7 * 24, 7):
        now = SPLIT + timedelta(hours=number)
        seen = [(posting, case(posting, now)) for posting in postings if posting.in_process_at <= now]
        waiting = [(p, one) for p, one in seen if one.done_at is None and one.seen_until == now and one.due > now]
        for posting, one in waiting:
            before = sum(
                other.packed_at is None and other.warehouse_id == one.warehouse_id and other.due < one.due
                for _, other in waiting
            )
            chance = model.chance(one.warehouse_id, one.due, before, now, packed=one.packed_at is not None)
            later = case(posting, END)
            came = later.done_at is not None and later.done_at <= one.due
            ours += (chance - came) ** 2
            flat += (base - came) ** 2
            asked += 1
    assert asked > 500
    assert 0.02 < base < 0.98
    assert ours < 0.8 * flat
