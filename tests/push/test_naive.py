"""The suites find out who does it the naive way: each naive variant is caught by one that the product passes.

A journal that does not wait for the disk is caught in ``test_order_of_calls``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ozon_xl import errors
from ozon_xl.actions import sheet_rows
from ozon_xl.actions.stock import plan, sending
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_states import ItemAnswer, Sent, State, Verdict, after_read
from ozon_xl.hosts.base import Key
from ozon_xl.ozon.stocks import UPDATE_STOCKS, Stocks, StockWrite
from ozon_xl.sheets import Cell, Owner, Raw, Table
from ozon_xl.store.journal import Journal, JournalEvent
from tests.push import test_lost_answers
from tests.push.points import Points
from tests.push.sheet import Sheet
from tests.push.test_crash_points import Story, check_every_death
from tests.push.test_two_users import some_hours

SETTLE = import_module("ozon_xl.actions.stock.settle")  # the package calls its function so


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))


def without_reading_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the preview saw is taken for what is there now."""
    read = sending._Run._levels_now

    def as_previewed(run: sending._Run, pairs: Sequence[Pair]) -> dict[Pair, StockLevel]:
        return {
            pair: level._replace(free=run.written[pair].item.was)
            for pair, level in read(run, pairs).items()
            if pair in run.written
        }

    monkeypatch.setattr(sending._Run, "_levels_now", as_previewed)


def retrying_blindly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not answered is sent again."""
    update = Stocks.update

    def thrice(stocks: Stocks, writes: Sequence[StockWrite]) -> list[ItemAnswer]:
        for _try in range(2):
            try:
                return update(stocks, writes)
            except errors.RetryableError:
                continue
        return update(stocks, writes)

    monkeypatch.setattr(Stocks, "update", thrice)


def marking_before_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal calls done what is about to be done."""
    append = Journal.append

    def ahead(journal: Journal, events: Sequence[JournalEvent]) -> None:
        done = [event._replace(state=State.VERIFIED) for event in events if event.state is State.SENDING]
        append(journal, [*events, *done])

    monkeypatch.setattr(Journal, "append", ahead)


def journalling_after_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal hears of a write when its answer has come."""
    append = Journal.append

    def later(journal: Journal, events: Sequence[JournalEvent]) -> None:
        append(journal, [event for event in events if event.state is not State.SENDING])

    monkeypatch.setattr(Journal, "append", later)


def matching_by_position(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first result is about the first pair."""

    def in_order(pairs: Sequence[Pair], answers: Iterable[ItemAnswer]) -> dict[Pair, tuple[State, str]]:
        return {
            pair: (State.ACCEPTED if answer.updated else State.REJECTED, "")
            for pair, answer in zip(pairs, answers, strict=True)
        }

    monkeypatch.setattr(sending, "states_after_answer", in_order)


def writing_over_what_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that reads do not show yet keeps nobody from the next."""
    for module in (plan, sending):
        monkeypatch.setattr(module, "undecided", lambda _store, _shop: {})


def saying_nothing_of_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ozon has the number that was sent, so all is well."""

    def content(*args: Any, **more: Any) -> Verdict | None:
        verdict = after_read(*args, **more)
        return verdict and Verdict(verdict.state)

    monkeypatch.setattr(SETTLE, "after_read", content)


def believing_the_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ozon took and shows is done, what it does not show goes back into the sheet."""

    def simple(
        sent: Sent, level: StockLevel, *, settled: bool, accepted: bool = False, **_more: bool
    ) -> Verdict | None:
        if level.free == sent.free:
            return Verdict(State.VERIFIED)
        return Verdict(State.EXPIRED) if settled or accepted else None

    monkeypatch.setattr(SETTLE, "after_read", simple)


def forgetting_what_was_typed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh gives every edit the numbers that it brings."""
    monkeypatch.setattr(sheet_rows, "read_wish", lambda _cells: None)


def emptying_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row gets its new base before the edit that was sent is taken out of it."""

    def in_order(sheet: Sheet, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        for key, cells in changes.items():
            for attr in sorted(cells, key=lambda attr: table.by_attr[attr].owner is Owner.STAFF):
                sheet.points.reach(f"cell {attr}")
                sheet.rows[table.name][key][attr] = Raw(cells[attr])

    monkeypatch.setattr(Sheet, "update", in_order)


def whole_push(folder: Path) -> None:
    story = Story(folder)
    story.push(Points())
    story.check_told()


def reset_after_it_took_effect(folder: Path) -> None:
    test_lost_answers.check(folder, "reset after")


CAUGHT: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[Path], None], str]] = {
    "no re-read": (without_reading_again, whole_push, "somebody else's write was overwritten"),
    "blind retry": (retrying_blindly, reset_after_it_took_effect, "it was sent again by itself"),
    "mark before send": (marking_before_sending, check_every_death, "the journal says done"),
    "journal after send": (journalling_after_sending, check_every_death, "sent without an intent"),
    "empty last": (emptying_last, check_every_death, "to be sent a second time"),
    "over an open write": (writing_over_what_is_not_decided, some_hours, "sent over a write that is not decided"),
    "silent about the gap": (saying_nothing_of_the_gap, some_hours, "was not told"),
    "by the number alone": (
        believing_the_number_alone,
        some_hours,
        "sent over|applied again|beyond the shelf|was not told",
    ),
    "base by refresh": (forgetting_what_was_typed_on, some_hours, "typed was|sent on a number that nobody saw"),
    "match by position": (matching_by_position, whole_push, "the journal says"),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_the_naive_way_is_caught(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    go_naive, suite, said = CAUGHT[name]
    go_naive(monkeypatch)
    with pytest.raises(AssertionError, match=said):
        suite(folder)


def test_the_product_is_not_caught_by_the_short_ones(folder: Path) -> None:
    whole_push(folder)
