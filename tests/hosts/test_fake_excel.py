"""The fake bites: what Excel would do to cells, it does."""

from pathlib import Path

import pytest

from ozon_xl.sheets import STOCK

from .books import Layout, make
from .fake_excel import coerced, desktop

TYPED = {
    "00123": 123.0,
    "1020005000219156123": 1020005000219160000.0,
    "1E5": 100000.0,
    "12%": 0.12,
    "1,234": 1234.0,
    "2026-11-01": 46327.0,
    "12-05": 46154.0,
    "MARCH1": 46082.0,
    "May 2020": 43952.0,
    "1:30": 0.0625,
    "TRUE": True,
    "'quoted": "quoted",
    "": None,
    "abc": "abc",
    "-": "-",
    "1.5.2": "1.5.2",
}


@pytest.mark.parametrize(("text", "value"), TYPED.items(), ids=TYPED)
def test_text_is_taken_as_typed(text: str, value: object) -> None:
    assert coerced(text, "General") == (value, None)


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1+2", "@SUM(1)"])
def test_text_becomes_a_formula(text: str) -> None:
    assert coerced(text, "General").formula
    assert coerced(text, "@") == (text, None)


def test_a_cell_of_text_makes_text_of_numbers() -> None:
    assert coerced(46000.5, "@").value == "46000.5"
    assert coerced(46000.5, "0").value == 46000.5


def test_a_naive_write_ruins_ids(tmp_path: Path) -> None:
    """With the formats that people may have set, a host that just wrote would lose them."""
    path = make(tmp_path / "b.xlsx", Layout(STOCK))
    with desktop() as windows:
        sheet = windows.open(path).model.sheets[0]
        sheet.at(2, 1).number_format = "General"
        sheet.enter(2, 1, "00123")
        assert sheet.value_at(2, 1) == 123.0
        sheet.enter_formula(2, 4, "=RC[1]*2")
        assert sheet.cells[2, 4].formula
        sheet.at(2, 2).number_format = "@"
        sheet.enter_formula(2, 2, "=RC[1]*2")
        assert sheet.value_at(2, 2) == "=RC[1]*2", "a formula in a cell of text is text"


def test_days_come_as_dates_unless_asked_by_value2(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK))
    with desktop() as windows:
        book = windows.open(path)
        cell = book.Worksheets.Item(1).Range("G2")
        cell.NumberFormat = "yyyy-mm-dd"
        cell.Value2 = 46000.123456789
        assert cell.Value2 == 46000.123456789
        assert not isinstance(cell.Value, float)
