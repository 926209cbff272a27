"""The two directions cell <-> value: moments, numbers and hostile text."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.sheets.cells import cells_of
from ozon_xl.sheets.columns import (
    MOST_CHARACTERS,
    Column,
    Kind,
    Raw,
    Table,
    clean_text,
    formula_for_row,
    joined,
    moment,
    quoted,
    serial,
    to_cell,
)
from ozon_xl.texts import Words


@pytest.mark.parametrize(
    ("at", "in_1900", "in_1904"),
    [
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), 46_349.5, 44_887.5),
        (datetime(2026, 11, 23, 15, 0, tzinfo=timezone(timedelta(hours=3))), 46_349.5, 44_887.5),
        (datetime(1904, 1, 1, tzinfo=UTC), 1_462.0, 0.0),
        (datetime(1900, 3, 1, tzinfo=UTC), 61.0, -1_401.0),
    ],
)
def test_day_numbers(at: datetime, in_1900: float, in_1904: float) -> None:
    assert (serial(at), serial(at, date1904=True)) == (in_1900, in_1904)
    assert moment(in_1900) == moment(in_1904, date1904=True) == at


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone follows
    st.booleans(),
)
def test_a_moment_survives_a_cell_to_the_millisecond(at: datetime, date1904: bool) -> None:
    back = moment(serial(at, date1904=date1904), date1904=date1904)
    assert abs(back - at) <= timedelta(milliseconds=0.6)
    assert moment(serial(back, date1904=date1904), date1904=date1904) == back


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (5, 5),
        (0, 0),
        (2.5, 2.5),
        (Decimal("12.30"), 12.3),
        ("", ""),
        ("00123", "00123"),
        ("1E5", "1E5"),
        ("12-05", "12-05"),
        ("=1+1", "=1+1"),
        ("1020000000123456", "1020000000123456"),
        (datetime(2026, 11, 23, tzinfo=UTC), 46_349.0),
    ],
)
def test_values_become_cells_of_the_same_kind(value: str | float | Decimal | datetime | None, cell: object) -> None:
    made = to_cell(value)
    assert made == cell
    assert isinstance(made, type(cell))


MIXED = Table(
    "t", Words("t", "t", "t"), ("text",), tuple(Column(kind.value, Words("", "", ""), kind, 9) for kind in Kind)
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none() | st.text(st.characters()) | st.just("long " * 9000),
                "whole": st.none() | st.integers(),
                "money": st.none() | st.decimals(allow_nan=False, allow_infinity=False),
                "moment": st.none() | st.datetimes(timezones=st.just(UTC)),
                "choice": st.none() | st.sampled_from(["", "a", "\x07"]),
                "share": st.none() | st.floats(0, 1) | st.just("not enough history (3 of 60)"),
            }
        ),
        max_size=5,
    ),
    st.booleans(),
)
def test_whole_columns_become_the_same_cells_as_single_values(rows: list[dict[str, Any]], date1904: bool) -> None:
    expected = [tuple(to_cell(row[column.attr], date1904=date1904) for column in MIXED.ours) for row in rows]
    assert list(cells_of(MIXED, rows, date1904=date1904)) == expected


def test_rows_become_cells_in_order_however_many_they_are() -> None:
    blank = dict.fromkeys(column.attr for column in MIXED.columns)
    rows = (blank | {"text": str(number), "whole": number} for number in range(2500))
    assert [cells[1] for cells in cells_of(MIXED, rows, date1904=False)] == list(range(2500))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Чай 茶 🍵", "Чай 茶 🍵"),
        ("two\nlines\tand a tab\r", "two\nlines\tand a tab\r"),
        ("nul\x00bell\x07", "nul\ufffdbell\ufffd"),
        ("vertical\x0btab\x0cform", "vertical\ufffdtab\ufffdform"),
        ("lone \ud800 surrogate \udfff", "lone \ufffd surrogate \ufffd"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("right-to-left \u202e and zero\u200bwidth", "right-to-left \u202e and zero\u200bwidth"),
        ("a" * MOST_CHARACTERS, "a" * MOST_CHARACTERS),
        ("a" * (MOST_CHARACTERS + 1), "a" * (MOST_CHARACTERS - 1) + "…"),
        ("茶" * 40_000, "茶" * (MOST_CHARACTERS - 1) + "…"),
        ("🍵" * 20_000, "🍵" * ((MOST_CHARACTERS - 1) // 2) + "…"),
        ("a" + "🍵" * 20_000, "a" + "🍵" * ((MOST_CHARACTERS - 2) // 2) + "…"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_text_is_made_fit_for_a_cell(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(st.characters(), max_size=60), st.integers(1, 3_000))
def test_clean_text_always_fits_and_stays_clean(text: str, times: int) -> None:
    made = clean_text(text * times)
    assert len(made.encode("utf-16-le")) <= 2 * MOST_CHARACTERS  # fails on a lone surrogate
    assert clean_text(made) == made
    assert made or not text


@pytest.mark.parametrize(
    ("raw", "blank"),
    [
        (Raw(), True),
        (Raw(number_format="0%"), True),
        (Raw(""), False),
        (Raw(0), False),
        (Raw(False), False),
        (Raw(is_formula=True), False),
        (Raw("#N/A", is_error=True), False),
    ],
)
def test_only_nothing_is_blank(raw: Raw, blank: bool) -> None:
    assert raw.is_blank is blank


def test_a_sentence_becomes_a_formula() -> None:
    words = Words('Say "{t}" twice: {t}', "{t}", "")
    assert joined(words, "en", t="A1") == '"Say """&A1&""" twice: "&A1'
    assert joined(words, "ru", t="A1") == "A1"
    assert joined(words, "zh", t="A1") == '""'
    assert quoted('a"b') == '"a""b"'


def test_a_formula_for_a_row_uses_plain_addresses() -> None:
    words = Words("x", "x", "x")
    column = Column("sum", words, Kind.WHOLE, 9, formula=lambda _lang: "[left]+[right]*Rate")
    assert formula_for_row(column, "en", {"left": "A", "right": "BC"}, 17) == "A17+BC17*Rate"
    with pytest.raises(ValueError, match="plain"):
        formula_for_row(Column("plain", words, Kind.TEXT, 9), "en", {}, 2)
