"""Troubles on demand: how they are spelled, when they strike, what they do."""

import time
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.errors import FaultSpecError
from ozon_xl.practice.faults import KINDS, Fault, Faults, parse
from tests.practice.conftest import NOW, Caller, since, window

QUEUE = "/v4/posting/fbs/unfulfilled/list"
PLACES: tuple[str, dict[str, Any]] = ("/v2/warehouse/list", {"limit": 200})


# --- spelling and striking -------------------------------------------------------------------------------------------
def test_a_spec_is_read() -> None:
    assert parse("429:2@/v4/posting/fbs/list*3%50+1, drop,latency:150.5") == [
        Fault("429", "2", "/v4/posting/fbs/list", 3, 50.0, 1),
        Fault("drop"),
        Fault("latency", "150.5"),
    ]
    assert parse("") == parse(" , ") == []


@pytest.mark.parametrize(
    "spec", ["nonsense", "drop@v4", "429:", "429:soon", "drop*x", "drop%", "DROP", "drop drop", ":5"]
)
def test_what_cannot_be_read_is_refused_by_name(spec: str) -> None:
    with pytest.raises(FaultSpecError) as caught:
        parse(f"latency:1,{spec}")
    assert spec in caught.value.say("en")
    assert "drop-after" in caught.value.say("ru")


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 20))
def test_a_fault_skips_and_then_strikes_so_many_times(skip: int, times: int, asked: int) -> None:
    faults = Faults([Fault("drop", times=times, skip=skip)])
    struck = [faults.strike("drop", "/x") is not None for _ in range(asked)]
    assert struck == [skip <= number < skip + times for number in range(asked)]


def test_chance_is_about_right_and_the_same_every_time() -> None:
    runs = []
    for _ in range(2):
        faults = Faults([Fault("drop", percent=30)], seed=5)
        runs.append([faults.strike("drop", "/x") is not None for _ in range(1000)])
    assert runs[0] == runs[1]
    assert 250 < sum(runs[0]) < 350


def test_only_its_path_and_kind() -> None:
    faults = Faults([Fault("drop", path="/v4/posting")])
    assert faults.strike("drop", "/v2/products/stocks") is None
    assert faults.strike("half", "/v4/posting/fbs/list") is None
    assert faults.strike("drop", "/v4/posting/fbs/list") is not None
    assert faults.told()[0]["struck"] == 1


# --- what they do ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("spec", "status", "text", "header"),
    [
        ("429", 429, '{"code":8,"message":"You have reached request rate limit per second"}', None),
        ("429:7", 429, '{"code":8,"message":"You have reached request rate limit per second"}', "7"),
        ("circle", 429, "Circle is open", None),
        ("circle:503", 503, "Circle is open", None),
        ("5xx", 502, "<!DOCTYPE html>", None),
        ("5xx:504", 504, "<!DOCTYPE html>", None),
        ("html", 200, "<!DOCTYPE html>", None),
        ("internal", 500, '{"code":13,"message":"Internal error"}', None),
        ("obsolete", 400, '{"code":9,"message":"obsolete method cannot be used"}', None),
        ("refuse:role", 403, '{"code":7,"message":"Api-Key is missing a required role for a method"}', None),
        ("refuse:deactivated", 403, '{"code":7,"message":"Api-key is deactivated', None),
        ("refuse:network", 403, '{"code":7,"message":"Api-Key is restricted to specific IP', None),
        ("refuse:offer", 403, '{"code":7,"message":"Offer not signed"}', None),
        ("refuse:blocked", 403, '{"code":7,"message":"Company is blocked', None),
        ("refuse:subscription", 403, '{"code":7,"message":"The method is not available with existing subscr', None),
    ],
)
def test_answers_instead(ask: Caller, spec: str, status: int, text: str, header: str | None) -> None:
    ask.practice.control.faults(spec)
    answer = ask(*PLACES)
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, header)
    assert answer.text.startswith(text)
    assert answer.headers["x-o3-trace-id"]
    assert answer.headers["date"]


def write(ask: Caller) -> tuple[str, dict[str, Any]]:
    shop = ask.practice.world.shop
    level = next(
        level
        for level in shop.levels()
        if level.written_at is None and not shop.refusal(level.product, level.warehouse.id, 1, NOW)
    )
    body = {"stocks": [{"offer_id": level.product.offer, "warehouse_id": level.warehouse.id, "stock": 31}]}
    return "/v2/products/stocks", body


@pytest.mark.parametrize(("spec", "applied"), [("drop", False), ("drop-after", True), ("half", True)])
def test_broken_lines_before_and_after_the_effect(ask: Caller, spec: str, applied: bool) -> None:
    request = write(ask)
    ask.practice.control.faults(f"{spec}*1")
    with pytest.raises(httpx.RemoteProtocolError):
        ask(*request)
    assert [entry["updated"] for entry in ask.practice.control.writes()] == [True] * applied
    seen = ask.practice.control.requests("/v2/products/stocks")
    assert [(entry["status"], entry["faults"]) for entry in seen] == [(0, [spec])]
    assert ask(*PLACES).status_code == 200


def test_cut_off_json_in_a_whole_answer(ask: Caller) -> None:
    ask.practice.control.faults("truncate")
    answer = ask(*PLACES)
    assert (answer.status_code, answer.text[:15]) == (200, '{"warehouses":[')
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        answer.json()


def test_slow_answers(ask: Caller) -> None:
    plain = ask(*PLACES)
    for spec, seconds in (("latency:120", 0.12), ("stall:0.12", 0.12), ("drip:0.2", 0.15)):
        ask.practice.control.faults(spec)
        begun = time.perf_counter()
        assert ask(*PLACES).content == plain.content
        assert time.perf_counter() - begun >= seconds


def test_a_client_that_gives_up_does_not_undo_the_write(ask: Caller) -> None:
    request = write(ask)
    ask.practice.control.faults("latency:200")
    with pytest.raises(httpx.ReadTimeout):
        ask.http.post(request[0], json=request[1], timeout=0.05)
    assert ask.practice.control.writes() == []
    time.sleep(0.3)
    assert [entry["stock"] for entry in ask.practice.control.writes()] == [31]


def queue(ask: Caller, limit: int = 50, cursor: str = "") -> dict[str, Any]:
    page: dict[str, Any] = ask(QUEUE, {"filter": window(NOW), "limit": limit, "cursor": cursor}).json()
    return page


def numbers(page: dict[str, Any]) -> list[str]:
    return [posting["posting_number"] for posting in page["postings"]]


def test_damaged_pages(ask: Caller) -> None:
    first = queue(ask)
    second = queue(ask, cursor=first["cursor"])
    ask.practice.control.faults("empty-page*1")
    empty = queue(ask)
    assert (empty["postings"], empty["has_next"], empty["cursor"]) == ([], True, first["cursor"])
    ask.practice.control.faults("repeat-cursor")
    assert queue(ask, cursor=first["cursor"]) == {**second, "cursor": first["cursor"], "has_next": True}
    ask.practice.control.faults("duplicates")
    doubled = numbers(queue(ask))
    assert len(doubled) == 75
    assert set(doubled) == set(numbers(first))
    ask.practice.control.faults("lost-page")
    assert numbers(queue(ask)) == numbers(second)


@pytest.mark.parametrize(
    ("path", "body", "name", "cursor"),
    [
        ("/v3/product/list", {"filter": {}, "limit": 20}, "items", "last_id"),
        ("/v4/product/info/stocks", {"filter": {}, "limit": 20}, "items", "cursor"),
        ("/v1/product/info/warehouse/stocks", {"warehouse_id": 1020005000219156, "limit": 20}, "stocks", "cursor"),
        ("/v4/posting/fbs/list", {"filter": since(NOW), "limit": 20}, "postings", "cursor"),
    ],
)
def test_every_long_list_can_have_damaged_pages(
    ask: Caller, path: str, body: dict[str, Any], name: str, cursor: str
) -> None:
    def page(sent: str = "") -> dict[str, Any]:
        answer = ask(path, {**body, cursor: sent}).json()
        told: dict[str, Any] = answer.get("result", answer)
        return told

    first = page()
    ask.practice.control.faults("lost-page*1,duplicates*1+1,empty-page*1+2,repeat-cursor*1+3")
    assert page()[name] == page(first[cursor])[name][:0] or page()[name] != first[name]
    ask.practice.control.faults("repeat-cursor")
    assert page(first[cursor])[cursor] == first[cursor]
    ask.practice.control.faults("empty-page")
    assert page()[name] == []
    ask.practice.control.faults("duplicates")
    assert len(page()[name]) == 30


def test_total_is_switched_off(ask: Caller) -> None:
    ask.practice.control.faults("no-total")
    listed = ask("/v3/product/list", {"filter": {}, "limit": 1}).json()["result"]
    sums = ask("/v4/product/info/stocks", {"filter": {}, "limit": 1}).json()
    assert "total" not in listed
    assert "total" not in sums
    assert listed["total_items"] == sums["total_items"] > 400


def test_ids_as_strings(ask: Caller) -> None:
    plain = queue(ask, 2)["postings"]
    ask.practice.control.faults("string-ids")
    told = queue(ask, 2)["postings"]
    assert told[0]["delivery_method"]["warehouse_id"] == str(plain[0]["delivery_method"]["warehouse_id"])
    assert told[0]["products"][0]["sku"] == str(plain[0]["products"][0]["sku"])
    assert told[0]["products"][0]["quantity"] == plain[0]["products"][0]["quantity"]
    assert told[0]["products"][0]["offer_id"] == plain[0]["products"][0]["offer_id"]


def test_posting_lists_in_an_object_result(ask: Caller) -> None:
    plain = queue(ask)
    ask.practice.control.faults("wrapped")
    assert queue(ask) == {"result": plain}


def test_a_key_that_ends_soon_and_lacks_a_right(ask: Caller) -> None:
    ask.practice.control.faults("key-ends:5.5,refuse:role@/v2/products/stocks,refuse:role@/v1/seller*1")
    told = ask("/v1/roles", {}).json()
    days = (datetime.fromisoformat(told["expires_at"]) - ask.practice.world.clock.now()) / timedelta(days=1)
    assert days == pytest.approx(5.5, abs=0.01)
    methods = told["roles"][0]["methods"]
    assert "/v2/products/stocks" not in methods
    assert {"/v1/seller/info", "/v2/warehouse/list"} <= set(methods)
    assert write(ask)[0] == "/v2/products/stocks"
    assert ask(*write(ask)).status_code == 403


def test_an_answer_about_a_write_may_miss_an_item(ask: Caller) -> None:
    path, body = write(ask)
    other = {**body["stocks"][0], "offer_id": "nobody"}
    ask.practice.control.faults("missing-result")
    result = ask(path, {"stocks": [body["stocks"][0], other]}).json()["result"]
    assert [entry["offer_id"] for entry in result] == [body["stocks"][0]["offer_id"]]
    assert len(ask.practice.control.writes()) == 2


def test_reads_may_lag_long_behind_a_write(ask: Caller) -> None:
    path, body = write(ask)
    item = body["stocks"][0]
    ask.practice.control.faults("lag:120")
    before = ask("/v2/product/info/stocks-by-warehouse/fbs", {"offer_id": [item["offer_id"]], "limit": 9}).json()
    ask(path, body)
    after = ask("/v2/product/info/stocks-by-warehouse/fbs", {"offer_id": [item["offer_id"]], "limit": 9}).json()
    assert after == before
    assert ask.practice.control.level(item["offer_id"], item["warehouse_id"])["free"] == 31


def test_every_kind_of_trouble_is_tried_here(request: pytest.FixtureRequest) -> None:
    """The others have their tests beside the methods they trouble."""
    source = request.path.read_text(encoding="utf-8")
    elsewhere = {"period", "race", "ship-failed", "unprinted"}
    assert [kind for kind in KINDS if f'"{kind}' not in source and kind not in elsewhere] == []
