"""Buttons pressed with the mouse in LibreOffice, before any Python of ours: what the macros themselves do."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ozon_xl.builder.controls import BARS, Bar
from ozon_xl.clock import local_offset
from ozon_xl.sheets import ORDERS, STOCK
from ozon_xl.sheets.buttons import PLAN, REFRESH, STOP, TICK
from ozon_xl.sheets.names import SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts.macros import MACROS
from tests.live.conftest import WORKBOOK_ID
from tests.live.desk import Desk, OpenBook, until

pytestmark = [pytest.mark.office, pytest.mark.slow]

Opened = Callable[..., OpenBook]
MACROS_OWN = {STOP: MACROS["NothingRuns"], TICK: MACROS["TickerOn"]}
"""Buttons that start no program, and what they say."""
SPREADSHEET_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


class Recorder:
    """A program called like a Python that does nothing but note how it was started."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "python 3 Ж" / "python3"
        self._noted = folder / "noted"
        self.program.parent.mkdir()
        self.program.write_text(
            f'#!/bin/sh\nprintf "%s\\0" "$@" > "{self._noted}.new"\nmv "{self._noted}.new" "{self._noted}"\n'
        )
        self.program.chmod(0o755)

    def noted(self) -> list[str]:
        """Its arguments; empty if it was not started."""
        return self._noted.read_text().split("\0")[:-1] if self._noted.exists() else []

    def forget(self) -> None:
        self._noted.unlink()


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path)


def now(ago: float = 0) -> float:
    """The moment so many seconds ago as a cell holds it."""
    return (datetime.now(UTC) - timedelta(seconds=ago) - SPREADSHEET_EPOCH) / timedelta(days=1)


def set_clock(book: OpenBook) -> None:
    """What the program does first of all."""
    book.put("UtcOffset", local_offset(datetime.now(UTC)) / timedelta(hours=1))


@pytest.mark.parametrize("lang", LANGS)
def test_the_countdown_is_switched_on_and_off(lang: Lang, opened: Opened) -> None:
    book = opened(lang)
    book.press(TICK, TODAY_SHEET)
    book.status(MACROS["TickerOn"])
    book.press(TICK, ORDERS.sheet)
    book.status(MACROS["TickerOff"])


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.sheet.en)
def test_each_button_on_each_sheet(bar: Bar, opened: Opened, recorder: Recorder, desk: Desk) -> None:
    book = opened("zh")
    profile = desk.profile.as_uri()
    with desk.program(str(recorder.program)):
        for button in bar.buttons:
            book.put("Request", "")
            book.press(button, bar.sheet)
            if button in MACROS_OWN:
                book.status(MACROS_OWN[button])
                assert recorder.noted() == []
                continue
            arguments = until(recorder.noted, what="the program is started")
            recorder.forget()
            command = ["-I", "-m", "ozon_xl", "press", button.verb, "--book", WORKBOOK_ID, "--profile", profile]
            assert arguments == command
            book.status(MACROS["Starting"])
            assert book.get("Request") == button.verb


@pytest.mark.parametrize(
    "named",
    [
        None,
        "",
        "python3",
        "./python3",
        "{folder}/nowhere/python3",
        "{folder}/pyth on/perl",
        '{folder}/" -c "import os" "/python3',
        "{folder}/%HOME%/python3",
    ],
)
def test_only_a_python_that_is_there_by_its_full_path_is_started(
    named: str | None, opened: Opened, recorder: Recorder, desk: Desk
) -> None:
    for place in (desk.place, recorder.program.parent / "pyth on"):
        place.mkdir(exist_ok=True)
        for name in ("python3", "perl"):
            (place / name).write_bytes(recorder.program.read_bytes())
            (place / name).chmod(0o755)
    book = opened("ru")
    with desk.program(None if named is None else named.format(folder=recorder.program.parent)):
        book.press(REFRESH, TODAY_SHEET)
        book.status(MACROS["NotInstalled"])
    assert book.get("Request") == ""
    assert recorder.noted() == []


def test_what_is_seen_at_the_look_after_a_press(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    """A program without a sign of life, one that lost it, and a workbook that is closed when its look is due; and a
    program that came to life late and lost it.
    """
    mute, dead, closed = opened("ru"), opened("zh"), opened("en")
    closed.press(TICK, TODAY_SHEET)
    closed.status(MACROS["TickerOn"])
    closed.close()
    with desk.program(str(recorder.program)):
        mute.press(REFRESH, TODAY_SHEET)
        until(recorder.noted, what="the program is started")
    dead.press(TICK, TODAY_SHEET)
    dead.status(MACROS["TickerOn"])
    set_clock(dead)
    dead.put("Alive", now(ago=100))
    mute.status(MACROS["NotStarted"])
    dead.status(MACROS["Died"])
    assert (mute.get("Request"), dead.get("Alive")) == ("", "")
    set_clock(mute)
    mute.put("Alive", now(ago=100))
    mute.status(MACROS["Died"])


def test_a_press_while_the_program_is_at_work_starts_nothing(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    book = opened()
    set_clock(book)
    book.put("Alive", now())
    with desk.program(str(recorder.program)):
        book.press(REFRESH, TODAY_SHEET)
        book.status(MACROS["Running"])
        assert book.get("Request") == ""
        book.press(STOP, STOCK.sheet)
        book.status(MACROS["Stopping"])
        assert book.get("Request") == "stop"
        assert book.get("Alive") != ""
        assert recorder.noted() == []


def test_a_press_after_the_program_died_starts_it_again(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    book = opened()
    set_clock(book)
    book.put("Alive", now(ago=100))
    book.put("Request", "plan")
    with desk.program(str(recorder.program)):
        book.press(REFRESH, TODAY_SHEET)
        until(recorder.noted, what="the program is started")
    assert (book.get("Alive"), book.get("Request")) == ("", "refresh")


def test_a_watcher_gets_the_request_and_nothing_is_started(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    book = opened("ru")
    set_clock(book)
    book.put("Served", now())
    with desk.program(str(recorder.program)):
        book.press(PLAN, STOCK.sheet)
        book.status(MACROS["Served"])
        assert book.get("Request") == "plan"
        book.put("Served", now(ago=70))
        book.press(PLAN, STOCK.sheet)
        until(recorder.noted, what="the program is started")


def test_stop_with_nothing_to_stop(opened: Opened) -> None:
    book = opened("zh")
    book.press(STOP, TODAY_SHEET)
    book.status(MACROS["NothingRuns"])
    assert book.get("Request") == ""


def test_a_downloaded_workbook_gets_its_id_at_the_first_press(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    book = opened(workbook_id="")
    with desk.program(str(recorder.program)):
        book.press(REFRESH, TODAY_SHEET)
        arguments = until(recorder.noted, what="the program is started")
    assert str(uuid.UUID(book.get("WorkbookId"))) == arguments[arguments.index("--book") + 1]


@pytest.mark.parametrize("workbook_id", ["$(id)", WORKBOOK_ID + " --hwnd 1", WORKBOOK_ID.replace("-", "x")])
def test_a_damaged_id_is_never_put_into_a_command_line(
    workbook_id: str, opened: Opened, recorder: Recorder, desk: Desk
) -> None:
    book = opened(workbook_id=workbook_id)
    with desk.program(str(recorder.program)):
        book.press(REFRESH, TODAY_SHEET)
        book.status(MACROS["NoId"])
    assert recorder.noted() == []


def test_a_copied_sheet_and_another_workbook_change_nothing(opened: Opened, recorder: Recorder, desk: Desk) -> None:
    """A copy of Settings brings a second cell of each name."""
    book = opened()
    book.copy_sheet(SETTINGS_SHEET)
    opened("ru").show(TODAY_SHEET)
    with desk.program(str(recorder.program)):
        book.press(REFRESH, TODAY_SHEET)
        until(recorder.noted, what="the program is started")
    book.status(MACROS["Starting"])
    assert book.get("Request") == "refresh"
