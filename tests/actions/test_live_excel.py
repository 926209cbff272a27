"""The whole day in a workbook that Excel has open: refresh, type, ask, push, refresh again."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.stock import ask_consent, make_plan, mark_plan, push, question_about
from ozon_xl.builder import build
from ozon_xl.domain.statuses import GONE
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.excel import ExcelHost, attach
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import LINES, ORDERS, STOCK
from ozon_xl.texts import stock as texts
from tests.actions.conftest import Desk
from tests.hosts.fake_excel import Desktop, FakeBook, desktop

WINDOW = 1000


class LiveDesk(Desk):
    """A desk whose workbook is open in Excel, with another shop's in front of it."""

    windows: Desktop
    live: ExcelHost

    @property
    def model(self) -> FakeBook:
        return self.windows.apps[0].books[1].model


@pytest.fixture
def live(practice: PracticeServer, tmp_path: Path) -> Iterator[LiveDesk]:
    desk = LiveDesk(tmp_path, practice)
    other = tmp_path / "Other.xlsx"
    build(other, "ru", workbook_id="book-2")
    with desktop() as desk.windows:
        desk.windows.open(other)
        desk.windows.open(desk.book)
        untouched = deepcopy(desk.windows.apps[0].books[0].model)
        with attach("book-1", WINDOW) as desk.live:
            yield desk
        assert desk.windows.apps[0].books[0].model == untouched
    desk.close()


def refreshed(desk: LiveDesk) -> int:
    """How many calls a whole refresh makes."""
    desk.windows.line.crossings.clear()
    refresh(desk.live, desk.client, desk.store, desk.clock, whole=True)
    return len(desk.windows.line.crossings)


def typed(desk: LiveDesk, pair: Pair, pieces: float) -> None:
    """As somebody at the keyboard does."""
    sheet, table = desk.model.table("tblStock")
    row = next(row.number for row in desk.live.read(STOCK) if row.key == pair)
    left, top, right, _ = table.rect
    heads = {sheet.value_at(top, across): across for across in range(left, right + 1)}
    sheet.enter(row, heads[STOCK.by_attr["new_free"].heading.en], pieces)


def test_a_day_in_excel(live: LiveDesk) -> None:
    shop = live.practice.world.shop
    calls = refreshed(live)
    assert calls < 560  # neither a row nor a named cell costs one
    open_numbers = {number for number, posting in shop.postings.items() if posting.status not in GONE}
    assert {row.key[0] for row in live.live.read(ORDERS)} == open_numbers
    assert live.windows.apps[0].books[1].saves == 1

    rows = live.live.read(STOCK, ("free", "state"))
    usable = [row for row in rows if row.cells["state"].value == "active" and (row.cells["free"].value or 0) != 0]
    wanted = {Pair(*row.key): float(str(row.cells["free"].value)) + 5 for row in usable[:3]}
    for pair, pieces in wanted.items():
        typed(live, pair, pieces)

    plan = make_plan(live.live, live.client, live.clock)
    assert {item.pair: float(item.want) for item in plan.items} == wanted
    mark_plan(live.live, plan, live.clock)
    live.windows.answers = [6, 6]
    question = question_about(plan, texts.ASK_PUSH)
    consent = ask_consent(plan, question, live.live.ask, "en")
    assert consent is not None
    assert live.windows.asked[0][0] == WINDOW

    result = push(plan, consent, live.live, live.client, live.store, live.clock)
    assert result.count(State.VERIFIED) == 3
    assert {pair: float(live.practice.control.level(*pair)["free"]) for pair in wanted} == wanted
    after = {Pair(*row.key): row for row in live.live.read(STOCK, ("new_free", "free", "result"))}
    assert all(after[pair].cells["new_free"].is_blank for pair in wanted)
    assert {pair: after[pair].cells["free"].value for pair in wanted} == wanted

    live.clock.sleep(60)
    assert abs(refreshed(live) - calls) < 90  # formats of text are set once
    assert {row.key[0] for row in live.live.read(ORDERS)} == open_numbers


def test_nothing_from_ozon_is_a_formula_and_every_row_counts(live: LiveDesk) -> None:
    refreshed(live)
    for table in (ORDERS, LINES, STOCK):
        computed = {column.attr for column in table.columns if column.formula}
        rows = live.live.read(table, list(table.by_attr))
        assert rows
        for row in rows:
            assert {attr for attr, cell in row.cells.items() if cell.is_formula} == computed


def test_notes_in_excel_stay_with_their_posting(live: LiveDesk) -> None:
    refreshed(live)
    packable = [n for n, p in live.practice.world.shop.postings.items() if p.status == "awaiting_packaging"]
    noted, shipped = packable[:2]
    live.live.update(ORDERS, {(noted,): {"remark": "call Anna"}, (shipped,): {"owner": "李雷"}})
    live.practice.control.step(shipped, "pack")
    live.practice.control.step(shipped, "hand_over")
    live.clock.sleep(60)
    refreshed(live)
    after = {row.key[0]: row for row in live.live.read(ORDERS, ("remark", "owner"))}
    assert after[noted].cells["remark"].value == "call Anna"
    assert after[shipped].cells["owner"].value == "李雷"
    assert [number for number, row in after.items() if row.staff] == sorted([noted, shipped], key=list(after).index)
