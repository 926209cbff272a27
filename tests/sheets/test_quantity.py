"""W11: blank is not 0, and only a number that everybody sees as that number is sent."""

import json
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozon_xl.sheets.columns import Raw
from ozon_xl.sheets.quantity import MOST_PIECES, read_quantity
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

from .quantity_table import TABLE

REFUSALS: dict[str, Words] = {
    "error": texts.CELL_ERROR,
    "formula": texts.CELL_FORMULA,
    "not a number": texts.CELL_NOT_A_NUMBER,
    "format": texts.CELL_FORMAT,
    "negative": texts.CELL_NEGATIVE,
    "fraction": texts.CELL_FRACTION,
    "too big": texts.CELL_TOO_BIG,
}


class Case(NamedTuple):
    line: str
    raw: Raw
    decision: int | Words | None


def _case(line: str) -> Case:
    cell, number_format, decision, _comment = (part.strip() for part in line.split("|"))
    value = cell.removeprefix("=")
    is_error = value.startswith("#")
    raw = Raw(value if is_error else _value(value), number_format, is_formula=cell.startswith("="), is_error=is_error)
    if decision == "no change":
        return Case(line, raw, None)
    return Case(line, raw, int(decision) if decision.isdigit() else REFUSALS[decision])


def _value(text: str) -> str | int | float | bool | None:
    if not text:
        return None
    value: str | int | float | bool = json.loads(text.lower() if text in ("TRUE", "FALSE") else text)
    return value


CASES = [_case(line) for line in TABLE.strip("\n").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[" ".join(case.line.split()) for case in CASES])
def test_decides_each_cell_as_the_table_says(case: Case) -> None:
    assert read_quantity(case.raw) == case.decision


def test_the_table_is_large_and_names_every_refusal() -> None:
    assert len({case.raw for case in CASES}) >= 150
    assert {case.decision for case in CASES} >= {None, 0, *REFUSALS.values()}


def test_nothing_but_nought_asks_for_nought() -> None:
    asked_for_0 = [case.raw for case in CASES if read_quantity(case.raw) == 0]
    assert len(asked_for_0) >= 10
    for raw in asked_for_0:
        assert raw.value is not False
        assert raw.value == 0 or set(str(raw.value).strip()) == {"0"}


cells = st.builds(
    Raw,
    value=st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=12),
        st.text("0123456789 \u00a0,.-+e%０１", max_size=6),
    ),
    number_format=st.one_of(
        st.sampled_from(["General", "@", "0", "#,##0", "0%", "yyyy-mm-dd", ";;;", "0,", ""]),
        st.text('0#?,.;%_*\\-()@ "[]dmyhsE+General', max_size=12),
    ),
    is_formula=st.booleans(),
    is_error=st.booleans(),
)


@given(cells)
@example(Raw(float("nan")))
@example(Raw(float("inf")))
@example(Raw(float("-inf")))
@example(Raw("9" * 5_000))
def test_any_cell_is_decided_and_only_a_plain_number_is_a_quantity(raw: Raw) -> None:
    decision = read_quantity(raw)
    if isinstance(decision, int):
        assert (raw.is_formula, raw.is_error, isinstance(raw.value, bool)) == (False, False, False)
        assert 0 <= decision <= MOST_PIECES
        assert raw.value is not None
        assert decision == (int(raw.value) if isinstance(raw.value, str) else raw.value)
        assert isinstance(raw.value, (int, float)) or raw.value.strip(" \u00a0\t\r\n").isascii()
    elif decision is None:
        assert raw.value is None or (isinstance(raw.value, str) and not raw.value.strip())
        assert (raw.is_formula, raw.is_error) == (False, False)
    else:
        assert decision in REFUSALS.values()
