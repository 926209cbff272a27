"""The whole way of a button: mouse, macro, launcher, program, practice shop, and back into the cells."""

import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from ozon_xl.errors import StoppedByUserError
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK
from ozon_xl.sheets.buttons import PLAN, PUSH, REFRESH, STOP, UNDO, Button
from ozon_xl.sheets.names import TODAY_SHEET
from ozon_xl.texts import LANGS
from ozon_xl.texts import buttons as texts
from ozon_xl.texts.macros import MACROS
from tests.live.conftest import SHOPS
from tests.live.desk import NO, YES, Desk, OpenBook, until
from tests.live.test_buttons import now

pytestmark = [pytest.mark.office, pytest.mark.slow, pytest.mark.usefixtures("installed")]

Opened = Callable[..., OpenBook]
FIRST_LOOK_S = 14
"""After a press."""


class Morning:
    """A seller's work in one workbook, button by button."""

    def __init__(self, row: int, desk: Desk, book: OpenBook, practice: PracticeServer) -> None:
        self.row, self.desk, self.book, self.practice = row, desk, book, practice
        self.before: dict[str, Any] = {}

    @property
    def wanted(self) -> int:
        return int(self.before["free"]) + 5

    def free(self) -> int:
        return int(self.practice.control.level(self.before["offer"], self.before["warehouse_id"])["free"])

    def answer(self, button: Button, keys: tuple[str, ...]) -> None:
        self.book.press(button, STOCK.sheet)
        assert self.before["offer"] in self.book.asks()
        self.book.keep_picture("question")
        self.book.answer(*keys)

    def refresh(self) -> None:
        self.book.press(REFRESH, TODAY_SHEET)
        self.book.status(texts.REFRESHED)
        assert (self.book.get("Alive"), self.book.get("Request")) == ("", "")
        assert len(self.book.rows(ORDERS)) > 40
        assert len(self.book.rows(LINES)) > 40
        self.before = self.book.rows(STOCK)[self.row]
        self.book.keep_picture("today")

    def plan(self) -> None:
        self.book.type(STOCK, self.row, "new_free", str(self.wanted))
        self.book.type(STOCK, self.row + 1, "new_free", "12 шт")
        self.book.press(PLAN, STOCK.sheet)
        self.book.status(texts.PLANNED)
        planned, refused = (cells["result"] for cells in self.book.rows(STOCK)[self.row : self.row + 2])
        assert planned
        assert refused
        assert planned != refused

    def think_again(self) -> None:
        self.answer(PUSH, NO)
        self.book.status(texts.NOT_SENT)
        assert self.practice.control.writes() == []
        assert self.free() == self.wanted - 5

    def push(self) -> None:
        self.answer(PUSH, YES)

    def pushed(self) -> None:
        self.book.status(texts.PUSHED)
        assert self.free() == self.wanted
        sent, refused = (cells["new_free"] for cells in self.book.rows(STOCK)[self.row : self.row + 2])
        assert (sent, refused) == ("", "12 шт")
        assert self.book.rows(JOURNAL)
        self.book.show(STOCK.sheet)
        self.book.keep_picture("stock")

    def undo(self) -> None:
        self.answer(UNDO, YES)

    def undone(self) -> None:
        until(lambda: self.free() == self.wanted - 5, what="the free stock from before")
        self.book.status(texts.PUSHED)
        self.book.show(ORDERS.sheet)
        self.book.keep_picture("orders")


def test_a_morning_in_three_languages(opened: Opened, desk: Desk, practice: PracticeServer) -> None:
    """At once, because a pair rests for half a minute between two writes."""
    mornings = [
        Morning(2 * number, desk, opened(lang, shop=shop, workbook_id=str(uuid.uuid4())), practice)
        for number, (lang, shop) in enumerate(zip(LANGS, SHOPS, strict=True))
    ]
    for step in (
        Morning.refresh,
        Morning.plan,
        Morning.think_again,
        Morning.push,
        Morning.pushed,
        Morning.undo,
        Morning.undone,
    ):
        for morning in mornings:
            step(morning)


def test_stop(opened: Opened, practice: PracticeServer) -> None:
    practice.control.faults("latency:2000")
    book = opened("ru", shop=SHOPS[0], workbook_id=str(uuid.uuid4()))
    book.press(REFRESH, ORDERS.sheet)
    until(lambda: book.get("Alive"), what="a sign of life")
    book.press(STOP, ORDERS.sheet)
    book.status(StoppedByUserError.words)
    assert (book.rows(ORDERS), book.get("Alive"), book.get("Request")) == ([], "", "")


def test_a_push_that_is_killed_after_a_slow_answer_is_told_of(opened: Opened, practice: PracticeServer) -> None:
    workbook_id = str(uuid.uuid4())
    book = opened("zh", shop=SHOPS[0], workbook_id=workbook_id)
    book.press(REFRESH, TODAY_SHEET)
    book.status(texts.REFRESHED)
    book.type(STOCK, 0, "new_free", str(int(book.rows(STOCK)[0]["free"]) + 5))
    book.press(PUSH, STOCK.sheet)
    pressed = time.monotonic()
    book.asks()
    until(lambda: time.monotonic() > pressed + FIRST_LOOK_S, what="the look after the press is over")
    practice.control.faults("latency:20000")
    book.answer(*YES)
    book.status(texts.AT_WORK)
    os.kill(pid_of(f"press {PUSH.verb} --book {workbook_id}"), signal.SIGKILL)
    assert book.get("Alive")
    book.put("Alive", now(ago=100))
    book.status(MACROS["Died"])
    assert (book.get("Alive"), book.get("Asking")) == ("", "")


def pid_of(words: str) -> int:
    """The one process with these words in its command line."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], stdout=subprocess.PIPE, text=True, check=True).stdout
    [line] = [line for line in listed.splitlines() if words in line and "-m ozon_xl" in line]
    return int(line.split()[0])
