"""The workbook goes by the clock of the computer on which it lies open, in any zone, across every change to summer time
and back, however wrong that clock is: as LibreOffice has it under another computer's clock.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from ozon_xl.actions.zone import zone_at, zone_cells
from ozon_xl.builder import build
from ozon_xl.builder.styles import FRESH, NO_DATA, OLD, TierStyle
from ozon_xl.domain.risk import countdown_text
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import ORDERS, Cell
from ozon_xl.sheets.cells import cells_of
from ozon_xl.sheets.columns import moment, serial
from ozon_xl.sheets.names import TODAY_SHEET
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import workbook as texts
from tests.builder.filled import FIRST_ROW
from tests.hosts.calc_office import Office
from tests.looks import looks
from tests.office import PcClock

pytestmark = [pytest.mark.office, pytest.mark.slow]

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Shanghai", "Europe/Moscow")
CHANGES = {
    "America/New_York": (datetime(2027, 3, 14, 7, tzinfo=UTC), datetime(2027, 11, 7, 6, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2027, 4, 3, 15, tzinfo=UTC), datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
}
"""When clocks are put forward or back; on Lord Howe by half an hour."""
EDGES = tuple(edge for edges in CHANGES.values() for edge in edges)
AROUND = (timedelta(seconds=-5), timedelta(seconds=2), timedelta(minutes=47), timedelta(days=13))
FAST = (timedelta(0), timedelta(seconds=275), timedelta(seconds=-4000), timedelta(0), timedelta(seconds=-1))
"""So much is the computer's clock ahead of the true time."""
AGE = timedelta(minutes=10, seconds=30)
"""Of the data, at the edge."""
DUE = (timedelta(minutes=-61), timedelta(minutes=-1), timedelta(minutes=31), timedelta(hours=25))
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)

Zones = Callable[[str, datetime], Zone]
"""What a refresh finds on a computer in a zone at a moment."""


class Seen(NamedTuple):
    """What the workbook shows at one moment."""

    earliest: datetime
    """True time before it was computed ..."""
    latest: datetime
    """... and after."""
    now: datetime
    """``NowUtc``."""
    moscow: datetime
    local: datetime
    """The clocks on the Today sheet, as if UTC."""
    banner: str
    rows: dict[str, dict[str, Any]]
    """Of the Orders sheet."""

    def error(self) -> timedelta:
        """By how much its time is off."""
        return max(self.earliest - self.now, self.now - self.latest, timedelta(0))

    def wrong_clocks(self, offset: timedelta) -> list[str]:
        """What is off by more than a second: the time itself, and Moscow's and local time on the Today sheet."""
        shown = {
            "UTC": self.error(),
            "Moscow": abs(self.moscow - self.now - timedelta(hours=3)),
            "local": abs(self.local - self.now - offset),
        }
        return [f"{what} by {error}" for what, error in shown.items() if error > SECOND]


class Computer:
    """A computer somewhere, with the workbook open."""

    def __init__(self, zone: str, folder: Path) -> None:
        self.zone, self._clock, self._folder = ZoneInfo(zone), PcClock(folder), folder
        path = folder / "book.xlsx"
        build(path, "en")
        host = FileHost(path)
        blank = dict.fromkeys(ORDERS.by_attr)
        rows = [
            {**blank, "posting": at.isoformat(), "todo": "pack", "late_from": at}
            for at in (edge + due for edge in EDGES for due in DUE)
        ]
        host.write(ORDERS, list(cells_of(ORDERS, rows, date1904=False)))
        host.save()
        self._office = Office({**self._clock.env, "TZ": zone})
        self._url = path.as_uri()
        assert self._office.ask("open", self._url)
        self._cells: dict[str, Cell] = {}
        self._do("doc.lockControllers(); doc.enableAutomaticCalculation(False)")

    def offset(self, now: datetime) -> timedelta:
        return now.astimezone(self.zone).utcoffset() or timedelta(0)

    def shows(self, now: datetime, cells: dict[str, Cell], *, fast: timedelta = timedelta(0)) -> Seen:
        """At the true moment ``now``, with these named cells, by a clock that is fast by so much."""
        self._put({name: value for name, value in cells.items() if value != self._cells.get(name)})
        self._cells |= cells
        self._clock.set(now + fast)
        earliest = self._clock.now() - fast
        area = (0, FIRST_ROW - 1, len(ORDERS.columns) - 1, FIRST_ROW - 2 + len(EDGES) * len(DUE))
        value, moscow, local, banner, rows = self._do(
            f"""
doc.calculateAll()
today, orders = doc.Sheets.getByName({TODAY_SHEET.en!r}), doc.Sheets.getByName({ORDERS.sheet.en!r})
at = lambda name: today.getCellRangeByName(name)
found = cell("NowUtc").getDataArray()[0][0], at("F2").Value, at("G2").Value, at("B3").String, (
    orders.getCellRangeByPosition(*{area}).getDataArray())
"""
        )
        return Seen(
            earliest,
            self._clock.now() - fast,
            moment(value),
            moment(moscow),
            moment(local),
            banner,
            {row[0]: dict(zip(ORDERS.by_attr, row, strict=True)) for row in rows},
        )

    def look_of_banner(self) -> TierStyle:
        """On the Today sheet and on the Orders sheet."""
        page = self._folder / "seen.html"
        self._do(f"""
doc.enableAutomaticCalculation(True)  # else conditions are not judged anew
doc.storeToURL({page.as_uri()!r}, (prop('FilterName', 'HTML (StarCalc)'),))
doc.enableAutomaticCalculation(False)
""")
        sheets = looks(page)
        found = {look[1:] for row in (sheets[TODAY_SHEET.en][1], sheets[ORDERS.sheet.en][1]) for look in row}
        assert len(found) == 1
        return TierStyle(*found.pop())

    def end(self) -> None:
        self._office.end()

    def _put(self, cells: dict[str, Cell]) -> None:
        values = {name: "" if value is None else value for name, value in cells.items()}
        self._do(f"""
for name, value in {values!r}.items():
    cell(name).setDataArray(((value,),))
""")

    def _do(self, code: str) -> Any:
        cell = "cell = lambda name: doc.NamedRanges.getByName(name).getReferredCells()\n"
        return self._office.ask("do", self._url, cell + code)


@pytest.fixture(scope="module", params=ZONES)
def computer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    started = Computer(request.param, tmp_path_factory.mktemp("computer"))
    yield started
    started.end()


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zones]:
    def find(name: str, now: datetime) -> Zone:
        monkeypatch.setenv("TZ", name)
        time.tzset()
        return zone_at(now)

    yield find
    monkeypatch.undo()
    time.tzset()


def written(zone: Zone, refreshed_at: datetime | None, fast: timedelta = timedelta(0)) -> dict[str, Cell]:
    """The named cells as that refresh writes them."""
    at = None if refreshed_at is None else serial(refreshed_at)
    return {"RefreshedAt": at, "ClockError": round(fast / SECOND), **zone_cells(zone, date1904=False)}


def test_it_counts_down_on_both_sides_of_every_change(computer: Computer, zones: Zones) -> None:
    wrong: list[tuple[object, ...]] = []
    for (edge, since), fast in zip(product(EDGES, AROUND), cycle(FAST), strict=False):
        zone = zones(computer.zone.key, edge - AGE + fast)
        seen = computer.shows(edge + since, written(zone, edge - AGE, fast), fast=fast)
        about = edge, since, fast
        wrong += [(*about, words) for words in seen.wrong_clocks(computer.offset(edge + since))]
        wrong += [(*about, row) for row in seen.rows.values() if not counts_down(row, seen)]
        wrong += [(*about, row) for row in seen.rows.values() if not tells_when(row, zone)]
        wrong += [(*about, due) for due in DUE if zone.at(edge + due) != computer.offset(edge + due)]
    assert not wrong, f"{len(wrong)}, such as {wrong[:3]}"


def counts_down(row: dict[str, Any], seen: Seen) -> bool:
    """To the minute: the text is that of some moment while it was computed."""
    due, minute = datetime.fromisoformat(row["posting"]), timedelta(minutes=1)
    possible = range((due - seen.latest - SECOND) // minute, (due - seen.earliest + SECOND) // minute + 1)
    return row["countdown"] in {countdown_text(minutes, "en") for minutes in possible}


def tells_when(row: dict[str, Any], zone: Zone) -> bool:
    """In Moscow's time and in local time."""
    due = datetime.fromisoformat(row["posting"])
    moscow, local = moment(row["due_moscow"]), moment(row["due_local"])
    return abs(moscow - due - timedelta(hours=3)) < SECOND and abs(local - due - zone.at(due)) < SECOND


@pytest.mark.parametrize("refreshed_in", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_a_zone_that_a_colleague_has_typed_stands(computer: Computer, zones: Zones, refreshed_in: str) -> None:
    """Around the changes of the computer that refreshed."""
    wrong = []
    for edge, since in product(CHANGES[refreshed_in], AROUND):
        offset = computer.offset(edge + since)
        cells = written(zones(refreshed_in, edge - AGE), edge - AGE)
        if cells["UtcOffset"] != offset / HOUR:  # else there is nothing to type
            seen = computer.shows(edge + since, {**cells, "UtcOffset": offset / HOUR})
            wrong += [(edge, since, words) for words in seen.wrong_clocks(offset)]
    assert not wrong, f"{len(wrong)}, such as {wrong[:3]}"


REFRESHED = ((timedelta(minutes=9), FAST[0]), (timedelta(minutes=9), FAST[2]), (3 * HOUR, FAST[0]))
"""So long ago, by a clock that is fast by so much."""


def test_the_hour_that_comes_twice_is_told_apart_by_the_refresh(computer: Computer, zones: Zones) -> None:
    """Where clocks are put back, NOW() is the same before and after. What was refreshed less than that long ago knows
    which it is; what is older takes it for the first, so that it is behind by that long until it is over.
    """
    for edge in CHANGES.get(computer.zone.key, ()):
        back = computer.offset(edge - HOUR) - computer.offset(edge + HOUR)
        for minutes, (age, fast) in product((-65, -35, -5, 5, 25, 55, 65), REFRESHED):
            since = timedelta(minutes=minutes)  # by this computer's clock
            refreshed_at = edge + since - fast - age
            zone = zones(computer.zone.key, refreshed_at + fast)
            seen = computer.shows(refreshed_at + age, written(zone, refreshed_at, fast), fast=fast)
            is_unknown = age > back and timedelta(0) <= since < back
            assert abs(seen.error() - (back if is_unknown else timedelta(0))) < SECOND, (edge, since, age, fast)


CHANGING, STEADY = (timedelta(seconds=-5), timedelta(seconds=2)), (timedelta(minutes=-65), timedelta(minutes=65))
"""Around a change; the hour that comes twice is none for data of another hour."""
STATES = (
    (timedelta(minutes=10, seconds=30), texts.FRESH, FRESH, CHANGING),
    (timedelta(minutes=60, seconds=30), texts.FRESH, FRESH, STEADY),
    (timedelta(minutes=61, seconds=30), texts.OLD, OLD, STEADY),
    (timedelta(days=2, hours=3, seconds=30), texts.OLD, OLD, STEADY),
    (timedelta(minutes=-6), texts.WRONG_CLOCK, OLD, STEADY),
)
"""Of data of that age, at such moments."""


def test_the_banner_tells_fresh_from_old_from_the_future_from_nothing(computer: Computer, zones: Zones) -> None:
    edges = CHANGES.get(computer.zone.key, CHANGES["Europe/Berlin"])
    for edge, (age, words, style, moments) in product(edges, STATES):
        for since in moments:
            now = edge + since
            seen = computer.shows(now, written(zones(computer.zone.key, now - age), now - age))
            at = now - age + computer.offset(now - age)
            assert seen.banner == words.en.format(at=f"{at:%H:%M}", age=age_text(age)), (edge, since, age)
        assert computer.look_of_banner() == style, (edge, age)
    seen = computer.shows(edges[0], written(zones(computer.zone.key, edges[0]), None))
    assert seen.banner == texts.NO_DATA.en
    assert computer.look_of_banner() == NO_DATA


def age_text(age: timedelta) -> str:
    minutes = age // timedelta(minutes=1)
    if minutes < 60:
        return f"{minutes} min"
    return (
        f"{minutes // 60} h {minutes % 60} min" if minutes < 1440 else f"{minutes // 1440} d {minutes % 1440 // 60} h"
    )
