"""A made-up shop through the whole of a refresh: what the Orders sheet says, which colour its rows have and what the
pure rules say are the same, judged by LibreOffice.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from xlsxwriter import Workbook

from ozon_xl.actions.remember import Known
from ozon_xl.actions.sheet_rows import SheetRows, noted_orders
from ozon_xl.builder.book import fill as build_into
from ozon_xl.builder.styles import FRESH, TIERS
from ozon_xl.domain.outlook import Model
from ozon_xl.domain.risk import Tier, countdown_text, work_minutes
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import todo_of
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.columns import moment, serial
from ozon_xl.sheets.names import RULES, TODAY_SHEET
from ozon_xl.sheets.rows import Setting
from ozon_xl.sheets.zone import Zone
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import risk as texts
from tests.builder.filled import FIRST_ROW
from tests.builder.test_styles import contrast
from tests.hosts.calc_office import Office
from tests.looks import Look, looks

from .made_shop import CHANGED, NOW, Shop, Told, made_shop, told

pytestmark = [pytest.mark.office, pytest.mark.slow]

ZONE, OFFSET = "Asia/Kathmandu", timedelta(hours=5.75)

OF_THEIR_OWN = ("idle", "pin")
"""Columns with a look of their own where a row has no colour, or nobody has touched it for long."""


class Setup(NamedTuple):
    """One workbook."""

    lang: Lang
    rules: Rules
    date1904: bool
    now: datetime | None
    """Of the refresh; None: really now, and the cells go by the clock of the computer."""


SETUPS = {
    "en": Setup("en", Rules(), date1904=False, now=NOW),
    "ru, other thresholds, days from 1904": Setup("ru", CHANGED, date1904=True, now=NOW),
    "zh, the computer's clock, days from 1904": Setup("zh", Rules(), date1904=True, now=None),
}
TEN_YEARS = 10 * 525_600
"""Minutes. What is farther away matters as little as what has no clock."""
LATER = (timedelta(days=3, minutes=1), timedelta(hours=6), timedelta(seconds=59), timedelta(0))
"""Since the refresh. The last comes last: nothing that the refresh itself wrote is left in the cells then."""


class Seen(NamedTuple):
    """What is seen of the workbook at one moment."""

    now: datetime
    sheets: dict[str, list[list[Look]]]
    """By their names, row by row."""


Rows = Mapping[str, Mapping[str, object]]
"""By posting number and ``attr``, in the order of the sheet."""


class OpenBook:
    """The refreshed workbook, open in LibreOffice."""

    def __init__(self, office: Office, path: Path, setup: Setup) -> None:
        self._office, self._url, self.setup = office, path.as_uri(), setup
        self.refreshed_at = setup.now or datetime.now(UTC).replace(microsecond=0)
        self.told = told(refresh(path, setup, self.refreshed_at), setup.rules, self.refreshed_at)
        assert office.ask("open", self._url)

    def at(self, now: datetime | None) -> tuple[datetime, Rows]:
        """The rows, computed anew at a moment (None: when the computer's clock says so), and that moment."""
        if now is not None:
            self._do(f"cell('NowUtc').setValue({serial(now, date1904=self.setup.date1904)!r})")
        last = FIRST_ROW + len(self.told) - 2
        area = (0, FIRST_ROW - 1, len(ORDERS.columns) - 1, last)
        while True:
            value, rows = self._do(
                "doc.calculateAll(); "
                f"found = cell('NowUtc').Value, orders.getCellRangeByPosition(*{area}).getDataArray()"
            )
            seen = moment(value, date1904=self.setup.date1904)
            if (
                now is not None or 5_000 < seen.microsecond < 995_000
            ):  # a day number tells a moment to a microsecond or so
                return now or seen, {row[0]: dict(zip(ORDERS.by_attr, row, strict=True)) for row in rows}

    def seen(self, folder: Path, now: datetime) -> Seen:
        page = folder / "seen.html"
        self._do(f"doc.storeToURL({page.as_uri()!r}, (prop('FilterName', 'HTML (StarCalc)'),))")
        return Seen(now, looks(page))

    def close(self) -> None:
        self._office.ask("close", self._url)

    def _do(self, code: str) -> Any:
        names = (
            "cell = lambda name: doc.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0); "
            f"orders = doc.Sheets.getByName({ORDERS.sheet.say(self.setup.lang)!r}); "
        )
        return self._office.ask("do", self._url, names + code)


def refresh(path: Path, setup: Setup, now: datetime) -> Shop:
    """A fresh workbook with the rows of a refresh."""
    with Workbook(str(path), {"date_1904": setup.date1904}) as book:
        build_into(book, setup.lang, {"Language": setup.lang})
    shop = made_shop(now, setup.rules)
    host = FileHost(path)
    setting = Setting(setup.lang, now, Zone(OFFSET), setup.rules, host.date1904)
    with Store.open(path.with_suffix(".db")) as store:
        fetched = Known(shop.postings, shop.stock, [], {})
        host.write(
            ORDERS,
            SheetRows(fetched, noted_orders(host), store, "1", ("", ""), setting, Model(), ()).orders(frozenset()),
        )
    for rule in RULES:
        host.put(rule.name, getattr(setup.rules, rule.attr))
    host.put("UtcOffset", OFFSET / timedelta(hours=1))
    host.put("RefreshedAt", serial(now, date1904=setup.date1904))
    host.save()
    return shop


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    running = Office({"TZ": ZONE})
    yield running
    running.end()


@pytest.fixture(scope="module", params=list(SETUPS))
def book(
    request: pytest.FixtureRequest, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenBook]:
    opened = OpenBook(office, tmp_path_factory.mktemp("agreement") / "book.xlsx", SETUPS[request.param])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def seen(book: OpenBook, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    now, _ = book.at(book.setup.now)
    return book.seen(tmp_path_factory.mktemp("seen"), now)


def wanted(one: Told, setup: Setup, now: datetime) -> dict[str, object]:
    """A row as the pure rules have it."""
    lang, risk, todo = setup.lang, one.risk(setup.rules, now), todo_of(one.posting)

    def day(hours: float) -> object:
        return serial(risk.next_at + timedelta(hours=hours), date1904=setup.date1904) if risk.next_at else ""

    return {
        "tier": texts.TIERS[risk.tier].say(lang),
        "danger": int(risk.tier),
        "clock": int(risk.clock),
        "minutes": "" if risk.minutes is None else risk.minutes,
        "work_minutes": work_minutes(one.clocks, now),
        "countdown": countdown_text(risk.minutes, lang),
        "reason": one.reason(risk, now, lang),
        "todo": todo.say(lang) if todo else "",
        "short": one.short or "",
        "next_at": day(0),
        "due_moscow": day(3),
        "due_local": day(OFFSET / timedelta(hours=1)),
    }


def same(found: object, true: object) -> bool:
    """Of moments, to half a second."""
    if isinstance(found, float) and isinstance(true, float):
        return abs(found - true) < 0.5 / 86_400
    return found == true


def test_cells_and_rules_agree(book: OpenBook) -> None:
    later = LATER if book.setup.now else (None,)
    for since in later:
        now, rows = book.at(None if since is None else book.refreshed_at + since)
        if since is None:
            assert timedelta(0) <= now - book.refreshed_at < timedelta(minutes=3)
            assert abs(datetime.now(UTC) - now) < timedelta(seconds=30)
        assert rows.keys() == book.told.keys()
        different = [
            (number, attr, true, rows[number][attr])
            for number, one in book.told.items()
            for attr, true in wanted(one, book.setup, now).items()
            if not same(rows[number][attr], true)
        ]
        assert not different, f"{len(different)} in {len(rows)} rows, such as {different[:3]}"


def test_the_queue_stands_in_the_order_of_its_urgency(book: OpenBook) -> None:
    """Which is what Today lists by, and what a sort by that column restores."""
    now, rows = book.at(book.setup.now)

    def place(number: str) -> tuple[int, float]:
        risk = book.told[number].risk(book.setup.rules, now)
        return -risk.tier, inf if risk.minutes is None or risk.minutes > TEN_YEARS else risk.minutes

    by_cells = sorted(rows, key=lambda number: -float(str(rows[number]["urgency"])))
    assert len({row["urgency"] for row in rows.values()}) == len(rows)
    assert by_cells == sorted(rows, key=place)
    assert by_cells == list(rows) or book.setup.now is None, "time has gone on since the rows were put in order"


def test_every_row_has_the_colour_of_its_state(book: OpenBook, seen: Seen) -> None:
    lang = book.setup.lang
    shown = [column.attr for column in ORDERS.columns if not (column.hidden or column.folded)]
    rows = seen.sheets[ORDERS.sheet.say(lang)]
    assert all(look.has(FRESH) for look in rows[1])
    orders = {row[0].text: row for row in rows if row and row[0].text in book.told}
    assert orders.keys() == book.told.keys()
    different = []
    for number, row in orders.items():
        tier = book.told[number].risk(book.setup.rules, seen.now).tier
        assert len(row) == len(shown)
        assert row[shown.index("tier")].text == texts.TIERS[tier].say(lang)
        coloured = [look for attr, look in zip(shown, row, strict=True) if attr not in OF_THEIR_OWN]
        different += [(number, tier, look) for look in coloured if not look.has(TIERS[tier])]
    assert not different, f"{len(different)} cells, such as {different[:3]}"

    words = {words.say(lang): Tier(place) for place, words in enumerate(texts.TIERS)}
    words |= {f"{texts.ICONS[tier]} {word}": tier for word, tier in words.items()}  # the legend shows its signs
    listed = [
        (row, words[look.text]) for row in seen.sheets[TODAY_SHEET.say(lang)] for look in row[:2] if look.text in words
    ]
    assert len(listed) > len(Tier) + 10
    assert {tier for _, tier in listed} == set(Tier)
    for row, tier in listed:
        is_list = row[1].text in words
        assert all(look.has(TIERS[tier]) for look in (row if is_list else row[:1])), row


def test_in_grey_every_row_can_be_read(book: OpenBook, seen: Seen) -> None:
    """Contrast is one of luminance: it stays when the colours go."""
    rows = seen.sheets[ORDERS.sheet.say(book.setup.lang)]
    rows = [row for row in rows if row and row[0].text in book.told]
    shown = [column.attr for column in ORDERS.columns if not (column.hidden or column.folded)]
    own = {shown.index(attr) for attr in OF_THEIR_OWN}
    assert len({(look.ink, look.fill) for row in rows for at, look in enumerate(row) if at not in own}) == len(Tier)
    looks = {(look.ink, look.fill) for row in rows for look in row}
    assert all(contrast(ink, fill or "#FFFFFF") >= 3.9 for ink, fill in looks)
