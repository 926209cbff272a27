"""Behind the counter."""

from datetime import timedelta

import pytest

from ozon_xl.practice.server import PracticeServer
from tests.practice.conftest import NOW, Caller


def test_the_shop_in_figures(practice: PracticeServer) -> None:
    state = practice.control.state()
    assert (state["offers"], state["scenario"], state["speed"]) == (500, "calm", 0)
    assert sum(state["statuses"].values()) == state["postings"] == len(practice.world.shop.postings) >= 300
    assert state["now"] == "2026-11-23T09:00:00.000000Z"
    assert len(state["warehouses"]) == 8


def test_the_clock_is_moved_and_set() -> None:
    with PracticeServer(start=NOW, speed=0, postings=30, offers=30) as practice:
        practice.control.advance(3600)
        assert practice.control.now() == NOW + timedelta(hours=1)
        practice.control.run_at(1000)
        while practice.control.now() < NOW + timedelta(hours=1, minutes=1):
            pass
        practice.control.run_at(0)
        assert practice.control.now() == practice.control.now()


@pytest.mark.parametrize("body", [{"speed": -1}, {"advance_s": -1}, {"advance_s": "1"}, {"speed": [1]}])
def test_nonsense_about_the_clock_is_refused(ask: Caller, body: dict[str, object]) -> None:
    assert ask("/_practice/clock", body).status_code == 400


def test_faults_are_set_added_and_ended(ask: Caller) -> None:
    ask.practice.control.faults("drop@/v9,half@/v9")
    assert ask("/_practice/faults", {"spec": "truncate@/v9", "add": True}).json()["faults"][-1]["kind"] == "truncate"
    assert [fault["kind"] for fault in ask.http.get("/_practice/faults").json()["faults"]] == [
        "drop",
        "half",
        "truncate",
    ]
    with pytest.raises(ValueError, match="nonsense"):
        ask.practice.control.faults("nonsense")
    ask.practice.control.faults("")
    assert ask.http.get("/_practice/faults").json() == {"faults": []}


def test_an_order_of_several_lines(ask: Caller) -> None:
    shop = ask.practice.world.shop
    place = 1020005000219156
    levels = [level for level in shop.levels() if level.warehouse.id == place and level.free >= 3][:2]
    lines = [{"offer_id": level.product.offer, "quantity": 3} for level in levels]
    told = ask("/_practice/order", {"warehouse_id": place, "lines": lines, "due_in_s": 600}).json()
    assert told["lines"] == lines
    assert told["cutoff"] == "2026-11-23T09:10:00.000000Z"
    assert told["history"] == [
        {"at": "2026-11-23T09:00:00.000000Z", "status": "awaiting_packaging", "substatus": "posting_created"}
    ]


def test_nobody_buys_what_is_not_free(ask: Caller) -> None:
    level = next(level for level in ask.practice.world.shop.levels() if level.warehouse.sells)
    before = level.counts()
    with pytest.raises(ValueError, match="are free"):
        ask.practice.control.order(level.product.offer, level.warehouse.id, level.free + 1)
    assert level.counts() == before


def test_unknown_things(ask: Caller) -> None:
    with pytest.raises(ValueError, match="no offer"):
        ask.practice.control.order("nobody", 1020005000219156)
    with pytest.raises(ValueError, match="no posting"):
        ask.practice.control.posting("0-0-0")
    number = next(iter(ask.practice.world.shop.postings))
    with pytest.raises(ValueError, match="do is one of"):
        ask.practice.control.step(number, "dance")


def test_a_postings_life_is_recorded(ask: Caller) -> None:
    level = next(level for level in ask.practice.world.shop.levels() if level.free > 2 and level.warehouse.sells)
    number = ask.practice.control.order(level.product.offer, level.warehouse.id)
    for step in ("pack", "fail_pack", "pack", "hand_over", "deliver"):
        ask.practice.control.step(number, step)
    ask.practice.control.set_status(number, "somewhere_else", "nobody_knows")
    statuses = [change["status"] for change in ask.practice.control.posting(number)["history"]]
    packed = ["awaiting_packaging", "awaiting_deliver"]
    assert statuses == [*packed, *packed, "delivering", "delivered", "somewhere_else"]


def test_forgetting(ask: Caller) -> None:
    ask("/v1/roles")
    assert ask.practice.control.requests()
    ask.practice.control.forget()
    assert (ask.practice.control.requests(), ask.practice.control.writes()) == ([], [])
