"""A push at the terminal: pushed again, stopped, of several shops; what it says, and how it ends."""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ozon_xl.cli.shared import out
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import ItemAnswer, State
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.stocks import UPDATE_STOCKS, Stocks, StockWrite
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import STOCK
from ozon_xl.store import Store
from tests.actions.conftest import SkippingClock
from tests.cli.typing_in import add_shop, last_line, run

UNDO_HINT = "Undo with"


class Shop:
    """A refreshed workbook, and commands whose waits cost nothing."""

    def __init__(self, practice: PracticeServer, folder: Path) -> None:
        self.practice, self.book, self.plan = practice, folder / "Shop.xlsx", folder / "Shop.plan.json"
        add_shop(practice, folder)
        run("new", str(self.book), "--lang", "en")
        run("refresh", str(self.book), "--lang", "en")

    def type_edits(self, count: int, more: int = 1) -> list[tuple[Pair, int]]:
        """Type into the first rows that can be written; their pairs, and what was free."""
        host = FileHost(self.book)
        rows = host.read(STOCK, ("free", "state"))
        usable = [row for row in rows if row.cells["state"].value == "active" and row.cells["free"].value]
        found = [(Pair(*row.key), int(str(row.cells["free"].value))) for row in usable[:count]]
        host.update(STOCK, {pair: {"new_free": free + more} for pair, free in found})
        host.save()
        return found

    def planned(self, count: int) -> list[tuple[Pair, int]]:
        edits = self.type_edits(count)
        run("stock", "plan", str(self.book), "--lang", "en")
        return edits

    def push(self, *more: str, code: int = 0) -> str:
        said = run("stock", "push", str(self.plan), "--yes", "--sure", "--lang", "en", *more, code=code)
        return " ".join(said.split())

    def free(self, pair: Pair) -> int:
        return int(self.practice.control.level(*pair)["free"])


@pytest.fixture
def shop(practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    clock = SkippingClock(practice)
    monkeypatch.setattr("ozon_xl.cli.shared.SystemClock", lambda: clock)
    return Shop(practice, tmp_path)


# --- the same plan again ---------------------------------------------------------------------------------------------


def test_a_plan_whose_key_was_refused_can_be_sent_again_and_then_says_that_it_is_done(shop: Shop) -> None:
    ((pair, free),) = shop.planned(1)
    shop.practice.control.faults("refuse:deactivated@/v2/products/stocks*1")
    said = shop.push(code=1)
    assert "Ozon refused: The API key" in said
    assert UNDO_HINT not in said
    assert "1 verified" in shop.push()
    assert shop.free(pair) == free + 1
    again = shop.push()
    assert "Nothing was left to send: all of this plan had been sent before." in again
    assert UNDO_HINT not in again
    told = last_line(shop.push("--json"))
    assert (told["run"], told["verified"], told["rows"]) == ("", 0, [])
    assert len(shop.practice.control.writes()) == 1


def test_of_a_plan_sent_before_it_counts_how_that_ended(shop: Shop) -> None:
    shop.planned(1)
    shop.practice.control.faults("lag:9000")
    shop.push()
    shop.practice.control.faults("")
    with Store.open() as store:
        last = store.journal.tail(1)[0]
        store.journal.append([last._replace(state=State.SUPERSEDED)])
    assert "Nothing was left to send" in shop.push(code=1)


def test_a_push_that_changed_nothing_offers_no_undo_and_says_why_row_by_row(shop: Shop) -> None:
    ((pair, free),) = shop.planned(1)
    shop.practice.control.write_stock(*pair, free + 7)
    said = shop.push(code=1)
    assert "1 conflicts" in said
    assert "Conflict: you saw" in said
    assert pair.offer in said
    assert UNDO_HINT not in said


# --- stopping --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="signals to oneself are another matter there")
def test_the_first_ctrl_c_ends_the_sending_and_all_that_has_left_is_proved(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))
    edits = shop.planned(6)
    told: list[str] = []

    def press(text: str) -> None:
        told.append(text)
        if text.startswith("2/6"):
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patched:
        patched.setattr("rich.status.Status.update", lambda _status, text: press(text))
        said = shop.push(code=1)
    assert signal.getsignal(signal.SIGINT) == before
    assert [text.split(",")[0] for text in told if "left" in text] == ["0/6", "2/6"]
    assert "Stopping. What is on its way to Ozon is finished and checked first. Ctrl+C again ends at once." in said
    assert "2 verified" in said
    assert said.count("Not sent: the run stopped before this row.") == 4
    assert "Stopped, as you asked. To go on, send the same plan again." in said
    assert UNDO_HINT in said
    assert [shop.free(pair) - free for pair, free in edits] == [1, 1, 0, 0, 0, 0]
    assert "4 verified" in shop.push()
    assert [shop.free(pair) - free for pair, free in edits] == [1] * 6


@pytest.mark.skipif(sys.platform == "win32", reason="signals to oneself are another matter there")
def test_ctrl_c_in_the_last_request_still_reads_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ((pair, free),) = shop.planned(1)
    update = Stocks.update

    def pressed_meanwhile(stocks: Stocks, writes: Sequence[StockWrite]) -> list[ItemAnswer]:
        answers = update(stocks, writes)
        os.kill(os.getpid(), signal.SIGINT)
        return answers

    monkeypatch.setattr(Stocks, "update", pressed_meanwhile)
    assert "1 verified" in shop.push(code=1)
    assert shop.free(pair) == free + 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals to oneself are another matter there")
def test_the_second_ctrl_c_ends_at_once_and_a_refresh_finishes_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ((pair, free),) = shop.planned(1)
    update = Stocks.update

    def pressed_twice(stocks: Stocks, writes: Sequence[StockWrite]) -> list[ItemAnswer]:
        update(stocks, writes)
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("still there")

    with monkeypatch.context() as patched:
        patched.setattr(Stocks, "update", pressed_twice)
        said = shop.push(code=1)
    assert "Ended at once. What was on its way stands in the journal; “ozon-xl refresh BOOK” reads" in said
    with Store.open() as store:
        assert [event.state for event in store.journal.unsettled(shop.practice.client_id)] == [State.SENDING]
        SkippingClock(shop.practice).sleep(5)
        run("refresh", str(shop.book), "--lang", "en")
        assert not store.journal.open_runs(shop.practice.client_id)
    row = next(row for row in FileHost(shop.book).read(STOCK, ("new_free", "result")) if row.key == pair)
    assert row.cells["new_free"].is_blank
    assert str(row.cells["result"].value).startswith("Done:")
    assert shop.free(pair) == free + 1


# --- the journal of several shops ------------------------------------------------------------------------------------


def test_the_journal_says_of_which_shop_and_warehouse_each_entry_is(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "_width", 200)
    ((pair, _free),) = shop.planned(1)
    shop.push()
    alone = run("journal", "--lang", "en")
    name = shop.practice.world.shop.warehouses[int(pair.warehouse_id)].name
    assert name in alone
    assert shop.practice.client_id not in alone
    with Store.open() as store:
        (mine,) = store.journal.tail(1)
        store.journal.append([mine._replace(shop="999", run="theirs", offer="SECRET")])
    both = run("journal", "--lang", "en")
    assert "999" in both
    assert shop.practice.client_id in both
    mine_only = run("journal", "--shop", shop.practice.client_id, "--lang", "en")
    assert "SECRET" not in mine_only
    entries = last_line(run("journal", "--shop", "999", "--json"))["journal"]
    assert [entry["offer"] for entry in entries] == ["SECRET"]  # type: ignore[attr-defined]
