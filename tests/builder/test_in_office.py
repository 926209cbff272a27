"""What LibreOffice makes of the built workbook: no errors, a true Today sheet, a countdown that keeps time."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl.workbook import Workbook

from ozon_xl.builder import build
from ozon_xl.builder.today import DUE, DUE_ROWS, LATE_ROWS, SHORT, SHORT_ROWS
from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import ORDERS, STOCK, Cell
from ozon_xl.sheets.columns import serial
from ozon_xl.sheets.figures import START_FIGURES
from ozon_xl.sheets.names import RULES, TODAY_SHEET
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import outlook as outlook_texts
from ozon_xl.texts import risk as risk_texts
from ozon_xl.texts import workbook as texts
from tests.builder.filled import FIRST_ROW, fill, letters
from tests.office import error_cells, recalculated

pytestmark = [pytest.mark.office, pytest.mark.slow]

NOW = datetime(2026, 11, 23, 11, 40, tzinfo=UTC)


def today(book: Workbook, lang: Lang) -> list[list[object]]:
    """The shown columns B to G, row by row, empty texts as None."""
    sheet = book[TODAY_SHEET.say(lang)]
    return [
        ["" if value is None else value for value in row]
        for row in sheet.iter_rows(min_col=2, max_col=7, values_only=True)
    ]


def below(rows: list[list[object]], title: Words, lang: Lang, count: int) -> list[list[object]]:
    """The rows of a section, without its title and headings."""
    first = next(place for place, row in enumerate(rows) if str(row[0]).removesuffix("  →") == title.say(lang))
    return rows[first + 2 : first + 2 + count]


@pytest.mark.parametrize("lang", LANGS)
def test_a_fresh_workbook_opens_without_errors_and_says_that_it_has_no_data(lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    build(path, lang, shop="00123")

    book = recalculated(path, tmp_path / "out", recalculate=False)

    rows = today(book, lang)
    assert not error_cells(book)
    assert rows[1][0] == "00123"
    assert rows[2][0] == texts.NO_DATA.say(lang)
    assert rows[3][0] == texts.NO_EDITS.say(lang)
    assert [row[1] for row in below(rows, texts.STANDING, lang, len(Tier) + 1)] == [0] * (len(Tier) + 1)
    assert below(rows, texts.DUE_NEXT, lang, DUE_ROWS) == [[""] * 6] * DUE_ROWS
    assert below(rows, outlook_texts.STARTS, lang, len(START_FIGURES)) == [[""] * 6] * len(START_FIGURES)
    assert below(rows, texts.SHORT_NOW, lang, SHORT_ROWS) == [[""] * 6] * SHORT_ROWS
    for table in (ORDERS, STOCK):
        assert book[table.sheet.say(lang)]["A2"].value == texts.NO_DATA.say(lang)


HOURS = {
    Tier.MISSED: -2.0,
    Tier.CRITICAL: 0.5,
    Tier.URGENT: 3.0,
    Tier.SHORT: 20.0,
    Tier.SOON: 10.0,
    Tier.WATCH: 22.0,
    Tier.CALM: 60.0,
}


def order(number: int, tier: Tier) -> dict[str, Cell]:
    """An order of this tier; its price tells its number."""
    late = serial(NOW + timedelta(hours=HOURS[tier], minutes=number)) if tier in HOURS else None
    return {
        "posting": f"{number:05d}-1",
        "todo": None if tier is Tier.DONE else "pack",
        "late_from": late,
        "short": 2 if tier is Tier.SHORT else None,
        "units": 3,
        "amount": 1000.4 + number,
        "currency": "CNY" if number % 4 == 0 else "RUB",
        "warehouse": "=1+1",
    }


ORDER_ROWS = [order(number, tier) for number, tier in enumerate([*Tier] * 3, start=1)]
SHORTS = (None, 3, 1, 3, 40, None, 3, 999_999, 2, 2, 2, 1, 1, 1)
EDITS: dict[int, Cell] = {1: 0, 4: 12, 5: "oops"}
STOCK_ROWS: list[dict[str, Cell]] = [
    {
        "offer": f"{number:03d}E5",
        "name": "耳机",
        "warehouse_id": "1020005000123456",
        "warehouse": "Склад",
        "short": short,
        "present": 0,
        "new_free": EDITS.get(number),
    }
    for number, short in enumerate(SHORTS)
]


STARTS: dict[str, Cell] = {
    "StartPlaceA": "Склад 1",
    "StartOrdersA": 7,
    "StartAtA": serial(NOW - timedelta(minutes=30)),
    "StartPlaceB": "Склад & Ко",
    "StartOrdersB": 12,
    "StartAtB": serial(NOW + timedelta(hours=1, minutes=5)),
    "StartPlaceC": "深圳仓",
    "StartOrdersC": 1,
    "StartAtC": serial(NOW + timedelta(hours=18)),
}


@pytest.fixture(scope="module", params=LANGS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lang, Workbook]:
    """Opened as on a user's computer: LibreOffice computes only what it takes for uncomputed."""
    lang: Lang = request.param
    folder = tmp_path_factory.mktemp("today")
    build(folder / "built.xlsx", lang, shop_name="Лавка 店")
    names: Mapping[str, Cell] = {
        "NowUtc": serial(NOW),
        "RefreshedAt": serial(NOW - timedelta(minutes=12)),
        "Status": "42 orders.",
        **STARTS,
    }
    fill(folder / "built.xlsx", folder / "filled.xlsx", lang, {ORDERS: ORDER_ROWS, STOCK: STOCK_ROWS}, names)
    return lang, recalculated(folder / "filled.xlsx", folder / "out", recalculate=False)


def test_a_filled_workbook_has_no_errors(filled: tuple[Lang, Workbook]) -> None:
    assert not error_cells(filled[1])


def test_today_says_how_old_the_data_is_what_happened_last_and_what_waits(filled: tuple[Lang, Workbook]) -> None:
    lang, book = filled
    rows = today(book, lang)
    assert rows[1][0] == "Лавка 店"
    moscow, local = rows[1][4:]
    assert isinstance(moscow, datetime)
    assert abs(moscow - NOW.replace(tzinfo=None) - timedelta(hours=3)) < timedelta(seconds=1)
    assert local == moscow
    age = texts.AGE_MINUTES.say(lang, m=12)
    assert rows[2][0] == texts.FRESH.say(lang, at="14:28", age=age)
    assert rows[3][0] == texts.EDITS.say(lang, n=3)
    assert rows[4][0] == "42 orders."
    assert str(book[STOCK.sheet.say(lang)]["A2"].value) == f"{rows[2][0]}   |   42 orders."


def test_today_counts_orders_pieces_and_money_by_tier_and_currency(filled: tuple[Lang, Workbook]) -> None:
    lang, book = filled
    *tiers, total = below(today(book, lang), texts.STANDING, lang, len(Tier) + 1)
    assert [row[0] for row in tiers] == [risk_texts.TIERS[tier].say(lang) for tier in sorted(Tier, reverse=True)]
    for row, tier in zip(tiers, sorted(Tier, reverse=True), strict=True):
        assert row[1:3] == [3, 9]
        numbers = [int(tier) + 1 + 9 * round_ for round_ in range(3)]
        assert row[4] == money(numbers)
    assert total[0:3] == [texts.ALL.say(lang), 27, 81]
    assert total[4] == money(range(1, 28))


def money(numbers: Iterable[int]) -> str:
    sums = {"RUB": 0.0, "CNY": 0.0}
    for number in numbers:
        sums["CNY" if number % 4 == 0 else "RUB"] += 1000.4 + number
    told = (f"{amount:,.0f} {currency}" for currency, amount in sums.items() if amount)
    return " + ".join(told).replace(",", "\u00a0")


def test_today_lists_the_most_urgent_orders_as_the_orders_sheet_has_them(filled: tuple[Lang, Workbook]) -> None:
    lang, book = filled
    late = below(today(book, lang), texts.LATE_NOW, lang, LATE_ROWS)
    assert late[3:] == [[""] * 6] * (LATE_ROWS - 3), "there are three"
    listed = late[:3] + below(today(book, lang), texts.DUE_NEXT, lang, DUE_ROWS)
    sheet, columns = book[ORDERS.sheet.say(lang)], letters(ORDERS)
    tiers = [tier for tier in sorted(Tier, reverse=True) for _ in range(3)][: 3 + DUE_ROWS]
    numbers = [int(tier) + 1 + 9 * (place % 3) for place, tier in enumerate(tiers)]
    assert [row[0] for row in listed] == [f"{number:05d}-1" for number in numbers]
    for row, number in zip(listed, numbers, strict=True):
        cells = [sheet[f"{columns[shown.attr]}{FIRST_ROW + number - 1}"].value for shown in DUE]
        assert row == ["" if value is None else value for value in cells]


def test_what_is_pinned_leads_today_and_what_is_late_keeps_its_own_list(tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", "en", shop_name="Shop")
    rows = [dict(row) for row in ORDER_ROWS]
    calm = next(place for place, row in enumerate(rows) if str(row["posting"]).startswith(f"{int(Tier.CALM) + 1:05d}"))
    late = next(
        place for place, row in enumerate(rows) if str(row["posting"]).startswith(f"{int(Tier.MISSED) + 1:05d}")
    )
    rows[calm]["pin"] = rows[late]["pin"] = "first"
    names: Mapping[str, Cell] = {"NowUtc": serial(NOW), "RefreshedAt": serial(NOW)}
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", "en", {ORDERS: rows, STOCK: []}, names)
    sheet = today(recalculated(tmp_path / "filled.xlsx", tmp_path / "out", recalculate=False), "en")
    due = below(sheet, texts.DUE_NEXT, "en", DUE_ROWS)
    assert [row[0] for row in due[:2]] == [rows[late]["posting"], rows[calm]["posting"]]
    assert "MISSED" not in [row[1] for row in due[1:]]
    missed = [row[0] for row in below(sheet, texts.LATE_NOW, "en", LATE_ROWS)]
    assert missed[2:] == ["", ""]
    assert rows[late]["posting"] not in missed


def test_today_says_what_to_start_by_when(filled: tuple[Lang, Workbook]) -> None:
    """In local time, three hours ahead; with the date where it is not today's."""
    lang, book = filled
    lines = below(today(book, lang), outlook_texts.STARTS, lang, len(START_FIGURES))
    tomorrow = texts.DAY_MONTH.say(lang, d="24", m="11")
    assert [(row[0], row[1], row[3]) for row in lines] == [
        ("Склад 1", 7, outlook_texts.START_NOW.say(lang, n=7, t="14:10")),
        ("Склад & Ко", 12, outlook_texts.START.say(lang, n=12, t="15:45")),
        ("深圳仓", 1, outlook_texts.START.say(lang, n=1, t=f"{tomorrow} 08:40")),
        ("", "", ""),
        ("", "", ""),
    ]


def test_today_says_why_there_is_nothing_to_start(tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", "ru")
    why: dict[str, Cell] = {"StartNote": outlook_texts.HOURS_UNKNOWN.ru}
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", "ru", {}, why)
    book = recalculated(tmp_path / "filled.xlsx", tmp_path / "out", recalculate=False)
    lines = below(today(book, "ru"), outlook_texts.STARTS, "ru", len(START_FIGURES))
    assert [row[3] for row in lines] == [outlook_texts.HOURS_UNKNOWN.ru, "", "", "", ""]


def test_today_lists_what_is_short_worst_first_and_ties_by_row(filled: tuple[Lang, Workbook]) -> None:
    lang, book = filled
    listed = below(today(book, lang), texts.SHORT_NOW, lang, SHORT_ROWS)
    numbers = sorted((number for number, short in enumerate(SHORTS) if short), key=lambda n: (-(SHORTS[n] or 0), n))
    for row, number in zip(listed, numbers, strict=False):
        values = STOCK_ROWS[number]
        assert row == ["" if values.get(shown.attr) is None else values[shown.attr] for shown in SHORT]
    assert len(numbers) > SHORT_ROWS


EIGHT_HOURS = timedelta(hours=8)
BANNERS = {
    "old": ("en", {"RefreshedAt": serial(NOW - timedelta(hours=3, minutes=5))}, texts.OLD, "OLD DATA: from 16:35"),
    "very old": ("ru", {"RefreshedAt": serial(NOW - timedelta(days=2, hours=3))}, texts.OLD, "2 д 3 ч"),
    "just fresh": ("zh", {"RefreshedAt": serial(NOW - timedelta(minutes=60))}, texts.FRESH, "1 小时 0 分钟"),
    "another time zone": ("ru", {"RefreshedAt": serial(NOW + EIGHT_HOURS)}, texts.WRONG_CLOCK, ""),
    "a setting is no number": ("en", {"StaleMinutes": "soon", "RefreshedAt": serial(NOW)}, texts.BAD_SETTING, ""),
}


@pytest.mark.parametrize(("lang", "names", "words", "part"), list(BANNERS.values()), ids=list(BANNERS))
def test_the_banner_warns(lang: Lang, names: dict[str, Cell], words: Words, part: str, tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", lang)
    fixed: dict[str, Cell] = {"NowUtc": serial(NOW), "UtcOffset": 8}
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", lang, {}, {**fixed, **names})

    banner = str(today(recalculated(tmp_path / "filled.xlsx", tmp_path / "out"), lang)[2][0])

    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(words.say(lang)))
    assert re.fullmatch(pattern, banner)
    assert part in banner


BEFORE = timedelta(minutes=5)
FAILURES = {
    "fresh": (
        "ru",
        timedelta(minutes=20),
        timedelta(minutes=5),
        texts.FRESH,
        " НЕ ОБНОВЛЯЕТСЯ С 19:35: Софьино.",
    ),
    "old": ("zh", timedelta(hours=9), timedelta(hours=8), texts.OLD, " 自 11:40 起刷新失败：Софьино。"),
    "of another day": (
        "en",
        timedelta(days=2),
        timedelta(hours=20),
        texts.OLD,
        " REFRESHING FAILS SINCE 11-22 23:40: Софьино.",
    ),
    "before the first": ("en", None, BEFORE, texts.NO_DATA, " REFRESHING FAILS SINCE 19:35: Софьино."),
}


@pytest.mark.parametrize(("lang", "age", "failed", "words", "said"), list(FAILURES.values()), ids=list(FAILURES))
def test_the_banner_names_what_could_not_be_refreshed(
    lang: Lang, age: timedelta | None, failed: timedelta, words: Words, said: str, tmp_path: Path
) -> None:
    build(tmp_path / "built.xlsx", lang)
    names: dict[str, Cell] = {
        "NowUtc": serial(NOW),
        "UtcOffset": 8,
        "RefreshedAt": None if age is None else serial(NOW - age),
        "FailedAt": serial(NOW - failed),
        "FailedWhat": "Софьино",
    }
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", lang, {}, names)

    banner = str(today(recalculated(tmp_path / "filled.xlsx", tmp_path / "out"), lang)[2][0])

    start = re.sub(r"\\\{\w+\\\}", ".+", re.escape(words.say(lang)))
    assert re.fullmatch(start + re.escape(said), banner)


def test_rules_that_are_old_or_not_used_are_counted_on_today(tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", "en")
    checked = datetime.combine(RULES[0].as_of, datetime.min.time(), UTC)
    counts = {}
    for name, at in (("fresh", checked + timedelta(days=300)), ("old", checked + timedelta(days=400))):
        names: dict[str, Cell] = {"NowUtc": serial(at), "RefreshedAt": serial(at), "StaleMinutes": -1}
        fill(tmp_path / "built.xlsx", tmp_path / f"{name}.xlsx", "en", {}, names)
        line = str(today(recalculated(tmp_path / f"{name}.xlsx", tmp_path / "out"), "en")[3][0])
        counts[name] = line.removeprefix(texts.NO_EDITS.en)
    assert counts == {number: texts.RULES_TO_CHECK.say("en", n=n) for number, n in (("fresh", 1), ("old", len(RULES)))}


ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Europe/Moscow")
DEADLINES = [timedelta(minutes=minutes) for minutes in (-90_000, -61, -2, 2, 59, 61, 1435, 1445, 43_300)]


@pytest.mark.parametrize("zone", ZONES)
def test_the_countdown_is_true_in_every_time_zone(zone: str, tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", "en")
    start = datetime.now(UTC)
    offset = ZoneInfo(zone).utcoffset(start.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    assert offset is not None
    dues = [start + deadline + timedelta(seconds=30) for deadline in DEADLINES]
    rows: list[dict[str, Cell]] = [
        {"posting": "1", "todo": "pack", "late_from": serial(due), "start_at": serial(due - timedelta(hours=2))}
        for due in dues
    ]
    names: dict[str, Cell] = {"UtcOffset": offset / timedelta(hours=1), "RefreshedAt": serial(start)}
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", "en", {ORDERS: rows}, names)

    book = recalculated(tmp_path / "filled.xlsx", tmp_path / "out", tz=zone, recalculate=False)

    end = datetime.now(UTC)
    sheet, column = book[ORDERS.sheet.en], letters(ORDERS)
    for row, due in enumerate(dues, FIRST_ROW):
        left = minutes_of(str(sheet[f"{column['countdown']}{row}"].value))
        assert (due - end) / timedelta(minutes=1) - 1 <= left <= (due - start) / timedelta(minutes=1)
        local = sheet[f"{column['due_local']}{row}"].value
        assert abs(local - (due + offset).replace(tzinfo=None)) < timedelta(seconds=1)
        start_by = sheet[f"{column['start_by']}{row}"].value
        assert abs(local - timedelta(hours=2) - start_by) < timedelta(seconds=1)
    banner = str(today(book, "en")[2][0])
    assert banner.startswith(f"Data from {start + offset:%H:%M}, ")


def minutes_of(countdown: str) -> int:
    """The inverse of the countdown's text."""
    found = re.fullmatch(r"(-?)(?:(\d+)d )?(\d\d):(\d\d)", countdown)
    assert found, countdown
    sign, days, hours, minutes = found.groups()
    return (-1 if sign else 1) * (int(days or 0) * 1440 + int(hours) * 60 + int(minutes))
