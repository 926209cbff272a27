"""A row of the archive: all our columns, and of the staff's cells what they show."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ozon_xl.domain.postings import Money
from ozon_xl.domain.rules import Rules
from ozon_xl.sheets import ARCHIVE, ORDERS, Entry, Raw
from ozon_xl.sheets.archived import archive_values, shown
from ozon_xl.sheets.columns import MOST_CHARACTERS
from ozon_xl.sheets.rows import Setting
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import LANGS, Lang
from tests.domain.make import NOW, line, posting

SETTING = Setting("en", NOW, Zone(timedelta(hours=8)), Rules(), date1904=False)


def values(*entries: tuple[str, Raw], lang: Lang = "en", status: str = "delivering") -> dict[str, object] | None:
    one = posting(status=status, lines=(line("A", 2), line("B", 1)))
    return archive_values(
        one, NOW - timedelta(days=3), [Entry(*entry) for entry in entries], SETTING._replace(lang=lang)
    )


def test_a_row_fills_exactly_our_columns() -> None:
    row = values(("Who", Raw("Anna")))
    assert row is not None
    assert set(row) == {column.attr for column in ARCHIVE.ours}
    assert (row["goods"], row["units"]) == ("A × 2; B × 1", 3)
    assert (row["amount"], row["currency"]) == Money(Decimal(300), "RUB")
    assert row["finished_at"] == NOW - timedelta(days=3)
    assert row["archived_at"] == NOW
    assert (row["who"], row["order_remark"], row["notes"]) == ("Anna", None, None)


@pytest.mark.parametrize("lang", LANGS)
def test_columns_are_known_in_any_language_and_all_others_keep_their_heading(lang: Lang) -> None:
    who, remark = (ORDERS.by_attr[attr].heading.say(lang) for attr in ("owner", "remark"))
    row = values(
        (f" {who.upper()} ", Raw("李雷")), (remark, Raw(5)), ("Моё\n поле", Raw("a; b")), ("", Raw("x")), ("E", Raw(""))
    )
    assert row is not None
    assert (row["who"], row["order_remark"], row["notes"]) == ("李雷", "5", "Моё поле: a; b; x")


@pytest.mark.parametrize("lang", LANGS)
def test_the_status_is_said_in_the_language_of_the_workbook(lang: Lang) -> None:
    said = {"en": "on the way", "ru": "доставляется", "zh": "运输中"}
    row = values(("Who", Raw("x")), lang=lang)
    assert row is not None
    assert row["status"] == said[lang]
    unknown = values(("Who", Raw("x")), lang=lang, status="teleported")
    assert unknown is not None
    assert unknown["status"] == "teleported"


@pytest.mark.parametrize("heading", ["Who", "Remark", "Mine"])
def test_what_would_be_lost_makes_no_row(heading: str) -> None:
    assert values((heading, Raw(2, is_formula=True))) is None
    assert values((heading, Raw("x" * (MOST_CHARACTERS + 1)))) is None
    assert values((heading, Raw("x" * (MOST_CHARACTERS - 10)))) is not None


SHOWN = [
    (Raw("00123"), "00123"),
    (Raw(" two\nlines "), " two\nlines "),
    (Raw(), ""),
    (Raw(12.0), "12"),
    (Raw(12), "12"),
    (Raw(-0.1), "-0.1"),
    (Raw(1234567.25, "#,##0.00 [$₽-419]"), "1234567.25"),
    (Raw(5.0, '0 "days"'), "5"),
    (Raw(5.0, "0\\d"), "5"),
    (Raw(5.0, "[Red]0"), "5"),
    (Raw(0.125, "0.0%"), "12.5%"),
    (Raw(0.07, "0%"), "7%"),
    (Raw(True), "TRUE"),
    (Raw(False), "FALSE"),
    (Raw("#N/A", is_error=True), "#N/A"),
    (Raw(46350.0, "dd.mm.yyyy"), "2026-11-24"),
    (Raw(46350.4375, "mm-dd-yy"), "2026-11-24 10:30"),
    (Raw(46350.0, 'yyyy"年"m"月"d"日"'), "2026-11-24"),
    (Raw(0.4375, "h:mm"), "10:30"),
    (Raw(1.5, "[h]:mm"), "1.5"),
    (Raw(1e15, "dd.mm.yyyy"), "1e+15"),
    (Raw(-1.0, "dd.mm.yyyy"), "-1"),
]


@pytest.mark.parametrize(("cell", "text"), SHOWN, ids=[repr(cell) for cell, _ in SHOWN])
def test_cells_are_told_as_they_show(cell: Raw, text: str) -> None:
    assert shown(cell, SETTING) == text


def test_dates_are_written_as_the_language_has_them_and_by_the_days_of_the_workbook() -> None:
    cell = Raw(46350.4375, "dd.mm.yyyy hh:mm")
    assert shown(cell, SETTING._replace(lang="ru")) == "24.11.2026 10:30"
    assert shown(cell, SETTING._replace(lang="zh")) == "2026-11-24 10:30"
    assert shown(cell._replace(value=46350.4375 - 1462), SETTING._replace(date1904=True)) == "2026-11-24 10:30"


@pytest.mark.parametrize(("day", "date1904"), [(2_958_465.999999999, False), (2_957_004.0, True), (2_958_465.5, True)])
def test_a_day_behind_the_last_is_told_as_a_number(day: float, *, date1904: bool) -> None:
    assert shown(Raw(day, "dd.mm.yyyy"), SETTING._replace(date1904=date1904)) == f"{day:.15g}"
