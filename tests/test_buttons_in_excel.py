"""Buttons on a workbook that Excel has open, and what is left when a call to Excel fails in the middle."""

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest

from ozon_xl import buttons
from ozon_xl.actions.book import exclusive
from ozon_xl.actions.serve import SERVED, Served, serve
from ozon_xl.builder import build
from ozon_xl.errors import OzonXLError
from ozon_xl.hosts import live
from ozon_xl.hosts.com import patience
from ozon_xl.hosts.excel import attach
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.sheets import STOCK
from tests.actions.conftest import SkippingClock
from tests.hosts.fake_excel import Desktop, Failure, FakeBook, desktop

GUID = "12345678-9abc-def0-1234-56789abcdef0"
WINDOW = 1000
AT_REST = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
TRIALS = 12
"""Of each kind of failure, spread over all calls of a press."""


class Desk:
    """Two workbooks open in Excel, ours behind another shop's."""

    def __init__(self, folder: Path, practice: PracticeServer, windows: Desktop) -> None:
        self.practice, self.windows = practice, windows
        self.clock = SkippingClock(practice)
        key = folder / "key"
        key.write_text(practice.api_key)
        key.chmod(0o600)
        entry = ShopEntry(client_id=practice.client_id, address=practice.url, key_file=str(key))
        Settings(shops=(entry,)).save()
        build(folder / "Shop.xlsx", "en", workbook_id=GUID, shop=practice.client_id)
        build(folder / "Other.xlsx", "ru", workbook_id=GUID.replace("1", "2"))
        windows.open(folder / "Other.xlsx")
        windows.open(folder / "Shop.xlsx")
        self._fresh = deepcopy(self.book)

    @property
    def book(self) -> FakeBook:
        return self.windows.apps[0].books[1].model

    @property
    def other(self) -> FakeBook:
        return self.windows.apps[0].books[0].model

    def cell(self, name: str) -> object:
        return self.book.named(name).value

    def press(self, verb: str, failing: Callable[[int], Failure | None] = lambda _number: None) -> tuple[Served, int]:
        """What came of it, and how many calls it took; they are counted from the press on, as they fail."""
        line = self.windows.line
        line.failing = lambda _number: None
        with attach(GUID, WINDOW) as host:
            self.book.named("Request").value = verb
            line.crossings.clear()
            line.failing = failing
            result = serve(host, SERVED[verb], GUID, self.clock)
            calls = len(line.crossings)
            line.failing = lambda _number: None
        return result, calls

    def press_or_refusal(self, verb: str, failing: Callable[[int], Failure | None]) -> str:
        """What is said; Excel may also refuse to be told that we are here."""
        try:
            return self.press(verb, failing)[0].said
        except OzonXLError as error:
            return error.say("en")

    def start_again(self) -> None:
        """The workbook as it was built; Excel at rest."""
        self.windows.apps[0].books[1].model = deepcopy(self._fresh)
        self.windows.apps[0].state.update(AT_REST)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(patience, "sleep", lambda _seconds: None)
    with PracticeServer(postings=12, offers=12, seed=2, limits=False) as practice, desktop() as windows:
        yield Desk(tmp_path, practice, windows)


def test_the_whole_command_line_on_excel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(buttons, "refuse_unless_apart", lambda **_how: None)
    other = deepcopy(desk.other)
    desk.book.named("Request").value = "refresh"
    assert buttons.main(["refresh", "--book", GUID, "--hwnd", str(WINDOW)]) == 0
    assert "orders" in str(desk.cell("Status"))
    assert desk.cell("Alive") is None
    assert desk.cell("Request") is None
    sheet, table = desk.book.table("tblStock")
    left, top, right, _bottom = table.rect
    heads = {sheet.value_at(top, across): across for across in range(left, right + 1)}
    free = sheet.value_at(top + 1, heads[STOCK.by_attr["free"].heading.en])
    assert isinstance(free, float)
    sheet.enter(top + 1, heads[STOCK.by_attr["new_free"].heading.en], free + 3)
    desk.windows.answers = [6, 6]
    assert buttons.main(["push", "--book", GUID, "--hwnd", str(WINDOW)]) == 0
    assert "1 verified" in str(desk.cell("Status"))
    assert desk.windows.asked[0][0] == WINDOW
    assert f"{free:g} → {free + 3:g}" in desk.windows.asked[0][1]
    assert desk.windows.apps[0].state == AT_REST
    assert desk.other == other


def test_what_is_saved_does_not_say_that_something_is_at_work(desk: Desk) -> None:
    result, _calls = desk.press("refresh")
    assert desk.windows.apps[0].books[1].saves == 1
    saved = desk.windows.disk.read(Path(desk.book.path))
    assert saved.named("Status").value == result.said
    cells = ("Alive", "Request", "Asking", "PausedSince", "CalculationBefore")
    assert [saved.named(name).value for name in cells] == [None] * len(cells)


def spread(calls: int) -> list[int]:
    return sorted({1 + number * (calls - 1) // TRIALS for number in range(TRIALS)})


@pytest.mark.parametrize("failure", [Failure.REFUSED, Failure.REJECTED, Failure.EDITING])
def test_a_call_that_fails_leaves_excel_at_rest_and_the_user_told(desk: Desk, failure: Failure) -> None:
    _result, calls = desk.press("refresh")
    other = deepcopy(desk.other)
    for at in spread(calls):
        desk.start_again()
        said = desk.press_or_refusal("refresh", lambda number, at=at: failure if number == at else None)  # type: ignore[misc]
        assert desk.cell("Status") == said, at
        assert desk.cell("Alive") is None, at
        assert desk.cell("Request") is None, at
        assert desk.windows.apps[0].state == AT_REST, at
        assert desk.other == other
        again, _calls = desk.press("refresh")
        assert again.done, at


@pytest.mark.parametrize("failure", [Failure.GONE, Failure.LOST])
def test_excel_closed_in_the_middle_ends_the_press_soon(desk: Desk, failure: Failure) -> None:
    _result, calls = desk.press("refresh")
    for at in spread(calls):
        desk.start_again()
        began = time.monotonic()
        desk.press_or_refusal("refresh", lambda number, at=at: failure if number >= at else None)  # type: ignore[misc]
        assert time.monotonic() - began < 10
        with exclusive(GUID):
            pass
