"""The one road for stock, over real HTTP: every kind of answer, and what the row says afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import httpx
import pytest

from ozon_xl import errors
from ozon_xl.actions.stock import (
    Consent,
    PushResult,
    ask_consent,
    last_run,
    make_plan,
    mark_plan,
    plan_undo,
    push,
    question_about,
    settle,
)
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import UPDATE_STOCKS
from ozon_xl.sheets import JOURNAL, STOCK
from ozon_xl.sheets.columns import Cell
from ozon_xl.texts import stock as texts
from tests.actions.conftest import Desk


def type_edits(desk: Desk, edits: Mapping[Pair, Cell]) -> None:
    host = desk.host
    host.update(STOCK, {key: {"new_free": value} for key, value in edits.items()})
    host.save()


def some_rows(desk: Desk, count: int) -> list[tuple[Pair, int]]:
    """Rows whose writes the shop takes: an active warehouse, something free."""
    rows = desk.host.read(STOCK, ("free", "state"))
    usable = [
        (Pair(*row.key), int(str(row.cells["free"].value)))
        for row in rows
        if row.cells["state"].value == "active" and int(str(row.cells["free"].value or 0)) > 2
    ]
    assert len(usable) >= count
    return usable[:count]


def plan_and_push(desk: Desk) -> tuple[StockPlan, PushResult]:
    plan = make_plan(desk.host, desk.client, desk.clock)
    return plan, push(plan, Consent(plan.hash, second=True), desk.host, desk.client, desk.store, desk.clock)


def free_at_ozon(desk: Desk, key: Pair) -> int:
    level = desk.practice.control.level(*key)
    return int(level["free"])


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.refresh()
    return desk


def test_a_typed_number_arrives_is_proved_and_the_row_says_so(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 4})
    plan, result = plan_and_push(filled)
    assert [(item.was, item.want) for item in plan.items] == [(free, free + 4)]
    assert [outcome.state for outcome in result.outcomes] == [State.VERIFIED]
    assert free_at_ozon(filled, key) == free + 4
    row = next(row for row in filled.host.read(STOCK, ("new_free", "free", "result")) if row.key == key)
    assert row.cells["new_free"].is_blank
    assert row.cells["free"].value == free + 4
    assert str(free + 4) in str(row.cells["result"].value)
    assert any(entry.cells["state"].value == "verified" for entry in filled.host.read(JOURNAL, ("state",)))


def test_a_row_can_be_edited_again_right_after_it_was_verified(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan_and_push(filled)
    type_edits(filled, {key: free + 2})
    told: list[str] = []
    plan = make_plan(filled.host, filled.client, filled.clock)
    result = push(
        plan,
        Consent(plan.hash, second=True),
        filled.host,
        filled.client,
        filled.store,
        filled.clock,
        progress=told.append,
    )
    assert told[0].startswith("waiting ")
    assert len(filled.practice.control.requests("/v2/products/stocks")) == 2
    assert not plan.refused
    assert result.count(State.VERIFIED) == 1
    assert len(filled.practice.control.writes()) == 2
    assert not [write for write in filled.practice.control.writes() if write["errors"]]


def test_the_intent_is_on_disk_before_the_request_leaves(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    seen: list[State] = []

    def watch(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/products/stocks":
            seen.extend(event.state for event in filled.store.journal.latest(plan.shop).values())
        return real.handle_request(request)

    with httpx.HTTPTransport() as real:
        shop = Shop(filled.practice.client_id, filled.practice.api_key, filled.practice.url)
        with OzonClient(shop, clock=filled.clock, transport=httpx.MockTransport(_read(watch))) as client:
            push(plan, Consent(plan.hash), filled.host, client, filled.store, filled.clock)
    assert seen == [State.SENDING]


def _read(handler: Callable[[httpx.Request], httpx.Response]) -> Callable[[httpx.Request], httpx.Response]:
    """A mock transport wants a body that is already read."""

    def handle(request: httpx.Request) -> httpx.Response:
        answer = handler(request)
        answer.read()
        return answer

    return handle


def test_an_order_between_preview_and_sending_is_a_conflict_and_nothing_is_overwritten(filled: Desk) -> None:
    (key, free), (other, other_free) = some_rows(filled, 2)
    type_edits(filled, {key: free + 5, other: other_free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    filled.practice.control.order(*key, 1)
    result = push(plan, Consent(plan.hash, second=True), filled.host, filled.client, filled.store, filled.clock)
    assert {outcome.pair: outcome.state for outcome in result.outcomes} == {
        key: State.CONFLICT,
        other: State.VERIFIED,
    }
    assert free_at_ozon(filled, key) == free - 1
    row = next(row for row in filled.host.read(STOCK, ("new_free", "result")) if row.key == key)
    assert row.cells["new_free"].value == free + 5, "an unsent edit is never cleared"
    assert str(free - 1) in str(row.cells["result"].value)


def test_a_value_that_changed_before_the_preview_is_refused_there(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 5})
    filled.practice.control.write_stock(*key, free + 1)
    filled.clock.sleep(40)
    plan = make_plan(filled.host, filled.client, filled.clock)
    assert not plan.items
    assert str(free + 1) in plan.refused[0].why.en


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("drop-after@/v2/products/stocks*1", State.VERIFIED),
        ("half@/v2/products/stocks*1", State.VERIFIED),
        ("truncate@/v2/products/stocks*1", State.VERIFIED),
        ("html@/v2/products/stocks*1", State.EXPIRED),
        ("missing-result@/v2/products/stocks*1", State.VERIFIED),
        ("drop@/v2/products/stocks*1", State.EXPIRED),
        ("5xx@/v2/products/stocks*1", State.EXPIRED),
    ],
)
def test_an_unknown_outcome_is_settled_by_reading_never_by_sending_again(
    filled: Desk, fault: str, expected: State
) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 6})
    filled.practice.control.faults(fault)
    _plan, result = plan_and_push(filled)
    assert result.outcomes[0].state is expected
    assert free_at_ozon(filled, key) == (free + 6 if expected is State.VERIFIED else free)
    assert len(filled.practice.control.requests("/v2/products/stocks")) == 1


def test_a_refused_item_tells_the_row_why(filled: Desk) -> None:
    rows = filled.host.read(STOCK, ("free", "state"))
    dead = next(row for row in rows if row.cells["state"].value != "active" and not row.cells["free"].is_blank)
    type_edits(filled, {Pair(*dead.key): int(str(dead.cells["free"].value)) + 1})
    _plan, result = plan_and_push(filled)
    assert result.outcomes[0].state is State.REJECTED
    row = next(row for row in filled.host.read(STOCK, ("result", "new_free")) if row.key == dead.key)
    assert "WAREHOUSE_NOT_FOUND" in str(row.cells["result"].value)
    assert not row.cells["new_free"].is_blank


def test_rows_that_are_no_quantity_are_refused_and_the_others_go(filled: Desk) -> None:
    (good, free), (bad, _), (minus, _) = some_rows(filled, 3)
    type_edits(filled, {good: str(free + 1), bad: "12 шт", minus: -3})
    plan, result = plan_and_push(filled)
    assert {refusal.pair for refusal in plan.refused} == {bad, minus}
    assert {outcome.pair: outcome.state for outcome in result.outcomes} == {good: State.VERIFIED}
    rows = {row.key: row for row in filled.host.read(STOCK, ("result",))}
    assert str(rows[bad].cells["result"].value).startswith("Not sent.")


def test_without_consent_to_exactly_this_plan_nothing_is_sent(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    with pytest.raises(errors.ConsentNeededError):
        push(plan, Consent("other"), filled.host, filled.client, filled.store, filled.clock)
    zeroing = {key: 0 for key, _free in some_rows(filled, 8)}
    type_edits(filled, zeroing)
    plan = make_plan(filled.host, filled.client, filled.clock)
    assert plan.second_consent
    with pytest.raises(errors.ConsentNeededError):
        push(plan, Consent(plan.hash), filled.host, filled.client, filled.store, filled.clock)
    assert not filled.practice.control.writes()


def test_an_old_or_overtaken_plan_is_refused(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    consent = Consent(plan.hash)
    filled.clock.sleep(61 * 60)
    with pytest.raises(errors.PlanUnusableError):
        push(plan, consent, filled.host, filled.client, filled.store, filled.clock)
    filled.refresh()
    with pytest.raises(errors.PlanUnusableError):
        push(plan, consent, filled.host, filled.client, filled.store, filled.clock)
    assert not filled.practice.control.writes()


def test_undo_puts_back_what_a_run_changed_and_refuses_what_moved_since(filled: Desk) -> None:
    (key, free), (moved, moved_free) = some_rows(filled, 2)
    type_edits(filled, {key: free + 7, moved: moved_free + 7})
    _plan, done = plan_and_push(filled)
    filled.practice.control.order(*moved, 1)
    plan = plan_undo(filled.host, filled.client, filled.store, filled.clock, done.run)
    assert [refusal.pair for refusal in plan.refused] == [moved]
    result = push(plan, Consent(plan.hash, second=True), filled.host, filled.client, filled.store, filled.clock)
    assert result.count(State.VERIFIED) == 1
    assert free_at_ozon(filled, key) == free
    assert free_at_ozon(filled, moved) == moved_free + 6
    with pytest.raises(errors.RunUnknownError):
        plan_undo(filled.host, filled.client, filled.store, filled.clock, "nope")


def test_what_a_crash_left_open_is_settled_by_the_next_run(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 9})
    plan = make_plan(filled.host, filled.client, filled.clock)
    real = filled.client.stocks.update

    def sent_then_killed(writes: object) -> object:
        real(writes)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(filled.client.stocks, "update", sent_then_killed)
    with pytest.raises(KeyboardInterrupt):
        push(plan, Consent(plan.hash, second=True), filled.host, filled.client, filled.store, filled.clock)
    monkeypatch.undo()
    assert [event.state for event in filled.store.journal.latest(plan.shop).values()] == [State.SENDING]
    filled.clock.sleep(5)
    assert len(settle(filled.client, filled.store, filled.clock)) == 1
    assert [event.state for event in filled.store.journal.latest(plan.shop).values()] == [State.VERIFIED]
    assert len(filled.practice.control.writes()) == 1
    assert filled.store.journal.verify() > 0


def test_sixty_edits_are_one_request(filled: Desk) -> None:
    rows = some_rows(filled, 60)
    type_edits(filled, {key: free + 1 for key, free in rows})
    _plan, result = plan_and_push(filled)
    assert result.count(State.VERIFIED) == len(rows)
    assert len(filled.practice.control.requests("/v2/products/stocks")) == 1


# --- stopping --------------------------------------------------------------------------------------------------------


def test_stopped_between_two_requests_the_first_is_proved_and_the_rest_is_not_sent(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = some_rows(filled, 6)
    type_edits(filled, {key: free + 1 for key, free in rows})
    plan = make_plan(filled.host, filled.client, filled.clock)
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))

    def stop_at_the_third(progress: str) -> None:
        if progress.startswith("2/"):
            filled.client.stop()

    result = push(
        plan,
        Consent(plan.hash, second=True),
        filled.host,
        filled.client,
        filled.store,
        filled.clock,
        progress=stop_at_the_third,
    )
    assert [outcome.state for outcome in result.outcomes] == [State.VERIFIED] * 2 + [State.CANCELLED] * 4
    asked = {item.pair: item for item in plan.items}
    for outcome in result.outcomes:
        item = asked[outcome.pair]
        sent = outcome.state is State.VERIFIED
        assert free_at_ozon(filled, outcome.pair) == (item.want if sent else item.was)
        row = next(row for row in filled.host.read(STOCK, ("new_free", "result")) if row.key == outcome.pair)
        assert row.cells["new_free"].is_blank is sent
        assert sent or str(row.cells["result"].value).startswith("Not sent:")
    assert not filled.store.journal.open_runs(plan.shop)
    _plan, again = plan_and_push(filled)
    assert again.count(State.VERIFIED) == 4


def test_stopped_while_ozon_is_too_busy_nothing_was_sent(filled: Desk) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    filled.practice.control.faults("429@/v2/products/stocks*3")
    shop = Shop(filled.practice.client_id, filled.practice.api_key, filled.practice.url)
    with OzonClient(shop, clock=filled.clock, on_note=lambda _note: client.stop()) as client:
        result = push(plan, Consent(plan.hash, second=True), filled.host, client, filled.store, filled.clock)
    assert [outcome.state for outcome in result.outcomes] == [State.CANCELLED]
    assert free_at_ozon(filled, key) == free


def test_a_second_stop_ends_the_reading_back_and_the_next_refresh_settles(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    told: list[str] = []

    def stop_when_sent(progress: str) -> None:
        told.append(progress)
        if len(told) == 2:
            filled.client.stop()

    result = push(
        plan,
        Consent(plan.hash, second=True),
        filled.host,
        filled.client,
        filled.store,
        filled.clock,
        progress=stop_when_sent,
    )
    assert [outcome.state for outcome in result.outcomes] == [State.ACCEPTED]
    assert filled.store.journal.open_runs(plan.shop)
    filled.client.go_on()
    filled.clock.sleep(5)  # reads show a write a little later
    filled.refresh()
    assert not filled.store.journal.open_runs(plan.shop)
    assert free_at_ozon(filled, key) == free + 1


# --- the preview in the rows, the question, the last run -------------------------------------------------------------


def results(desk: Desk) -> dict[object, str]:
    return {row.key: str(row.cells["result"].value or "") for row in desk.host.read(STOCK, ("result",))}


def preview(desk: Desk) -> None:
    host = desk.host
    mark_plan(host, make_plan(host, desk.client, desk.clock), desk.clock)
    host.save()


def test_the_preview_stands_in_the_rows_and_goes_where_it_is_no_longer_true(filled: Desk) -> None:
    (good, free), (bad, _), (later, later_free) = some_rows(filled, 3)
    type_edits(filled, {good: free + 1, bad: "12 шт"})
    before = results(filled)
    preview(filled)
    after = results(filled)
    assert f"{free} → {free + 1}" in after[good]
    assert after[bad].startswith("Not sent.")
    assert {key: text for key, text in after.items() if key not in (good, bad)} == {
        key: text for key, text in before.items() if key not in (good, bad)
    }
    type_edits(filled, {good: None, later: later_free + 100})
    preview(filled)
    after = results(filled)
    assert after[good] == ""
    assert f"{later_free} → {later_free + 100}" in after[later]
    assert not filled.practice.control.writes()


def test_the_question_names_the_first_rows_and_counts_the_others(filled: Desk) -> None:
    rows = some_rows(filled, 11)
    type_edits(filled, {key: free + 1 for key, free in rows[:10]} | {rows[10][0]: -1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    question = question_about(plan, texts.ASK_PUSH)
    was = sum(free for _key, free in rows[:10])
    assert f"Rows: 10, free in all: {was} → {was + 10}" in question
    assert question.count(" → ") == 9
    assert "… and 2 more" in question
    assert question.endswith("stands in them: 1.")


def test_what_needs_a_second_yes_is_asked_apart(filled: Desk) -> None:
    type_edits(filled, {key: 0 for key, _free in some_rows(filled, 8)})
    plan = make_plan(filled.host, filled.client, filled.clock)
    asked: list[str] = []

    def answer(*answers: bool) -> Callable[[str], bool]:
        left = list(answers)

        def ask(question: str) -> bool:
            asked.append(question)
            return left.pop(0)

        return ask

    assert ask_consent(plan, "Send?", answer(False), "en") is None
    assert ask_consent(plan, "Send?", answer(True, False), "en") is None
    assert ask_consent(plan, "Send?", answer(True, True), "en") == Consent(plan.hash, second=True)
    assert asked[:2] == ["Send?", "Send?"]
    assert "8 rows would go off sale" in asked[2]
    assert len(asked) == 5


def test_the_last_run_is_that_of_this_workbook_which_changed_anything(filled: Desk) -> None:
    shop = filled.practice.client_id
    with pytest.raises(errors.NothingToUndoError):
        last_run(filled.store, shop, "book-1")
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    _plan, done = plan_and_push(filled)
    assert last_run(filled.store, shop, "book-1").run == done.run
    with pytest.raises(errors.NothingToUndoError):
        last_run(filled.store, shop, "another book")
    filled.practice.control.order(*key, 1)
    type_edits(filled, {key: free + 2})
    plan = make_plan(filled.host, filled.client, filled.clock)
    assert not plan.items
    assert last_run(filled.store, shop, "book-1").run == done.run


# --- what is read before a write must be fresh -----------------------------------------------------------------------


def test_what_took_long_to_read_is_read_again(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    real = filled.client.stocks.of_offers
    reads = []

    def slow_at_first(offers: Sequence[str]) -> list[StockLevel]:
        levels = real(offers)
        reads.append(levels)
        if len(reads) == 1:
            filled.clock.sleep(5)
            filled.practice.control.order(*key, 1)
        return levels

    monkeypatch.setattr(filled.client.stocks, "of_offers", slow_at_first)
    result = push(plan, Consent(plan.hash, second=True), filled.host, filled.client, filled.store, filled.clock)
    assert [outcome.state for outcome in result.outcomes] == [State.CONFLICT]
    assert free_at_ozon(filled, key) == free - 1


def test_a_shop_that_is_always_slow_is_not_read_for_ever(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (key, free), *_ = some_rows(filled, 1)
    type_edits(filled, {key: free + 1})
    plan = make_plan(filled.host, filled.client, filled.clock)
    real = filled.client.stocks.of_offers

    def slow(offers: Sequence[str]) -> list[StockLevel]:
        filled.clock.sleep(5)
        return real(offers)

    monkeypatch.setattr(filled.client.stocks, "of_offers", slow)
    result = push(plan, Consent(plan.hash, second=True), filled.host, filled.client, filled.store, filled.clock)
    assert [outcome.state for outcome in result.outcomes] == [State.VERIFIED]
