"""The watch over hours of a practice shop's time: closed, opened, pressed, in trouble, closed again."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import pytest

from ozon_xl import errors
from ozon_xl.actions import watch
from ozon_xl.actions.watch import LATER_S, Watch
from ozon_xl.builder import build
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings, ShopEntry
from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.columns import moment
from tests.fresh_log import fresh_log
from tests.live_book import LiveBook
from tests.receivers import Hook, hook

GUID = "12345678-9abc-def0-1234-56789abcdef0"
EVERY = timedelta(minutes=15)
WITH_APPRISE = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by one of Apprise's many parts


class Day:
    """A watch whose clock does at each moment what the day has in store for it, and ends it after the last."""

    def __init__(self, folder: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.practice = practice
        self.book = folder / "Shop.xlsx"
        build(self.book, "en", workbook_id=GUID, shop=practice.client_id)
        key = folder / "key"
        key.write_text(practice.api_key)
        key.chmod(0o600)
        entry = ShopEntry(client_id=practice.client_id, address=practice.url, key_file=str(key))
        Settings(shops=(entry,)).save()
        self.open: LiveBook | None = None
        self.said: list[str] = []
        self.refreshed: list[float] = []
        self._script: list[tuple[float, Callable[[], object]]] = []
        self._slept = 0.0
        self._began = time.monotonic()
        monkeypatch.setattr(watch, "is_open", lambda _path: self.open is not None)
        monkeypatch.setattr(watch, "host_of", self._host_of)

    # --- a clock -----------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._slept)

    def monotonic(self) -> float:
        return time.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds
        while self._script and self._script[0][0] <= self.seconds:
            _at, do = self._script.pop(0)
            do()
        if not self._script:
            raise KeyboardInterrupt

    @property
    def seconds(self) -> float:
        """Since the day began."""
        return self.monotonic() - self._began

    # --- what happens ------------------------------------------------------------------------------------------------

    def at(self, minutes: float, do: Callable[[], object] = lambda: None) -> None:
        self._script.append((minutes * 60, do))

    def open_it(self) -> None:
        self.open = LiveBook(self.book)

    def close_it(self) -> None:
        assert self.open
        self.open.on_call = self._gone
        self.open = None

    def press(self, verb: str) -> Callable[[], None]:
        def pressed() -> None:
            assert self.open
            self.open.cells["Request"] = verb

        return pressed

    def run(self) -> None:
        with pytest.raises(KeyboardInterrupt):
            Watch(self.book, EVERY, self, "en", self._say).run()

    def _say(self, text: str) -> None:
        self.said.append(text)
        if "stock rows" in text or "did not" in text:
            self.refreshed.append(self.seconds / 60)

    @contextmanager
    def _host_of(self, path: Path) -> Iterator[Host]:
        yield self.open or FileHost(path)

    @staticmethod
    def _gone(_method: str, _what: str) -> None:
        raise errors.ProgramGoneError(program="Excel")


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=60, offers=30, seed=3, limits=False) as server:
        yield server


@pytest.fixture
def day(tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> Day:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    return Day(tmp_path, practice, monkeypatch)


def test_a_closed_workbook_is_refreshed_on_schedule(day: Day) -> None:
    day.at(50)
    day.run()
    assert day.refreshed == pytest.approx([0, 15, 30, 45], abs=1)
    assert day.said[0].startswith("Shop.xlsx is closed: it is refreshed every 15 min.")
    assert len(day.said) == 5
    assert FileHost(day.book).read(ORDERS)


def test_a_workbook_that_is_not_there_is_not_said_to_be_watched(day: Day) -> None:
    day.book.unlink()
    with pytest.raises(errors.WorkbookNotFoundError):
        Watch(day.book, EVERY, day, "en", day.said.append).run()
    assert day.said == []


def test_an_open_workbook_is_refreshed_and_its_macros_know_that_somebody_is_here(day: Day) -> None:
    day.open_it()
    book = day.open
    assert book is not None
    book.cells["UtcOffset"] = 99
    day.at(20)
    day.run()
    assert day.refreshed == pytest.approx([0, 15], abs=1)
    signs = [moment(float(str(value))) for value in book.said("Served")[:-1]]
    gaps = [later - earlier for earlier, later in pairwise(signs)]
    assert max(gaps) < timedelta(seconds=15)
    assert book.cells["Served"] is None, "nobody is here any more"
    assert book.cells["Alive"] is None
    assert book.cells["UtcOffset"] != 99, "by it the macros tell how old a sign is"


def test_a_button_is_served_at_once_and_its_answer_stands_in_the_workbook(day: Day) -> None:
    day.open_it()
    book = day.open
    assert book is not None
    day.at(2, day.press("plan"))
    day.at(3, day.press("stop"))
    day.at(4)
    day.run()
    assert "Nothing to send" in str(book.cells["Status"])
    assert "Nothing to send" in day.said[-1]
    assert book.cells["Request"] is None


def test_a_refresh_by_the_button_moves_the_schedule(day: Day) -> None:
    day.open_it()
    day.at(10, day.press("refresh"))
    day.at(24)
    day.run()
    assert day.refreshed == pytest.approx([0, 10], abs=1)


def test_closed_and_opened_again(day: Day) -> None:
    day.open_it()
    first = day.open
    day.at(5, day.close_it)
    day.at(20, day.open_it)
    day.at(25, day.press("plan"))
    day.at(26)
    day.run()
    assert day.refreshed == pytest.approx([0, 15], abs=1)
    told = [text.split(":")[0] for text in day.said]
    assert told[0] == "Shop.xlsx is open"
    assert told.index("Shop.xlsx is closed") < told.index("Shop.xlsx is open", 1)
    assert "Nothing to send" in day.said[-1]
    assert first is not day.open


def test_trouble_is_told_and_tried_again_ever_later(day: Day) -> None:
    day.practice.control.faults("refuse:role")
    day.at(16 * 15)
    day.run()
    failures = [text for text in day.said if "may not" in text]
    assert 3 <= len(failures) <= 6, "15, 30, 60, 120 minutes and no longer"


def test_trouble_in_an_open_workbook_stands_in_it_too(day: Day) -> None:
    day.open_it()
    book = day.open
    assert book is not None
    day.practice.control.faults("refuse:role")
    day.at(1)
    day.run()
    assert "may not" in str(book.cells["Status"])


def test_somebody_editing_a_cell_disturbs_nothing(day: Day) -> None:
    day.open_it()
    book = day.open
    assert book is not None

    def busy(_method: str, _what: str) -> None:
        raise errors.ProgramBusyError(program="Excel")

    def edit() -> None:
        book.on_call = busy

    def done() -> None:
        book.on_call = lambda _method, _what: None

    day.at(1, edit)
    day.at(3, done)
    day.at(4, day.press("plan"))
    day.at(5)
    day.run()
    assert "Nothing to send" in day.said[-1]


def test_an_open_workbook_out_of_reach_is_told_once_and_tried_later(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    day.at(1, day.open_it)
    day.at(10)
    tries: list[float] = []

    def unreachable(path: Path) -> NoReturn:
        tries.append(day.seconds)
        raise errors.WorkbookOpenError(path=path)

    monkeypatch.setattr(watch, "host_of", unreachable)
    day.run()
    assert sum("is open in a spreadsheet program" in text for text in day.said) == 1
    assert 2 < len(tries) <= 9 * 60 / LATER_S + 1


@pytest.fixture
def team(day: Day, tmp_path: Path) -> Iterator[Hook]:
    """A channel for alerts."""
    with fresh_log(), hook() as receiver:
        path = tmp_path / "address"
        path.write_text(receiver.address)
        path.chmod(0o600)
        channel = ChannelEntry(name="team", service="JSON", address_file=str(path))
        alerts = AlertSettings(channels=(channel,), quiet_from=time_of_day(0), quiet_to=time_of_day(0), digest_at=None)
        Settings.load().with_alerts(alerts).save()
        yield receiver


@WITH_APPRISE
def test_orders_in_danger_are_told_of_after_each_refresh_but_not_again(day: Day, team: Hook) -> None:
    day.at(50)
    day.run()
    assert len(day.refreshed) == 4
    assert 1 <= len(team.got) <= 4
    assert sum("went out by “team”" in text for text in day.said) == len(team.got)
    told = [line for got in team.got for line in got.body.splitlines() if re.match(r"\S+ [A-Za-z ]+ · \S+ · \d", line)]
    assert len(told) == len(set(told)) > 5


@WITH_APPRISE
def test_ozon_out_of_reach_is_told_too(day: Day, team: Hook) -> None:
    day.at(5, lambda: day.practice.control.faults("refuse:role"))
    day.at(16 * 15)
    day.run()
    assert sum("No refresh has worked" in got.body for got in team.got) == 1


@WITH_APPRISE
def test_a_channel_that_fails_stands_in_the_open_workbook(day: Day, team: Hook) -> None:
    team.manner = "fail"
    day.open_it()
    book = day.open
    assert book is not None
    day.at(1)
    day.run()
    assert "the channel “team” did not take it" in str(book.cells["Status"])
    assert any("no channel took it" in text for text in day.said)


def test_what_cannot_be_watched_from_the_start_is_refused(day: Day) -> None:
    day.book.unlink()
    with pytest.raises(errors.WorkbookNotFoundError):
        Watch(day.book, EVERY, day, "en", day.said.append).run()
