"""W11: blank is not 0, and only a number that everybody sees as that number is sent."""

import json
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozon_xl.domain.stock import MOST_PIECES
from ozon_xl.domain.stock_wish import Decision, Mode, Wish
from ozon_xl.sheets.columns import Raw
from ozon_xl.sheets.quantity import read_change, read_choice, read_decision, read_quantity, read_wish
from ozon_xl.texts import LANGS, Words
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


# --- a change, a choice, a whole wish --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "change"),
    [
        (None, "General", None),
        ("", "General", None),
        (" ", "@", None),
        (5, "General", 5),
        (-3, "General", -3),
        (-3, "0", -3),
        (-3, "0;-0", -3),
        (-3, "#,##0;-#,##0", -3),
        (-3, "0;0", texts.CELL_FORMAT),
        (-3, "0;(0)", texts.CELL_FORMAT),
        (-3, "0%", texts.CELL_FORMAT),
        (0, "General", 0),
        ("+5", "@", 5),
        ("-3", "@", -3),
        (" +5 ", "@", 5),
        ("5", "@", 5),
        ("+0", "@", 0),
        ("--3", "@", texts.CELL_NOT_A_CHANGE),
        ("+ 5", "@", texts.CELL_NOT_A_CHANGE),
        ("5-", "@", texts.CELL_NOT_A_CHANGE),
        ("−5", "@", texts.CELL_NOT_A_CHANGE),
        ("+５", "@", texts.CELL_NOT_A_CHANGE),
        ("+-5", "@", texts.CELL_NOT_A_CHANGE),
        ("+", "@", texts.CELL_NOT_A_CHANGE),
        (True, "General", texts.CELL_NOT_A_CHANGE),
        (2.5, "General", texts.CELL_FRACTION),
        (float("-inf"), "General", texts.CELL_FRACTION),
        (-1_000_000, "General", texts.CELL_TOO_BIG),
        ("-1000000", "@", texts.CELL_TOO_BIG),
        ("-" + "9" * 400, "@", texts.CELL_TOO_BIG),
        (-MOST_PIECES, "General", -MOST_PIECES),
    ],
)
def test_a_change_has_a_sign(value: str | float | bool | None, number_format: str, change: int | Words | None) -> None:
    assert read_change(Raw(value, number_format)) == change


def test_a_change_is_no_formula_and_no_error() -> None:
    assert read_change(Raw(5, is_formula=True)) == texts.CELL_FORMULA
    assert read_change(Raw("#N/A", is_error=True)) == texts.CELL_ERROR


@given(cells)
def test_any_cell_is_decided_as_a_change(raw: Raw) -> None:
    decision = read_change(raw)
    if isinstance(decision, int):
        assert abs(decision) <= MOST_PIECES
        assert not isinstance(raw.value, bool)
        assert decision == int(raw.value or 0)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("mode", Mode)
def test_a_choice_is_read_in_any_language_and_any_case(mode: Mode, lang: str) -> None:
    word = getattr(texts.MODES[mode], lang)
    for said in (word, word.upper(), f" {word} "):
        assert read_choice(Raw(said, "@"), texts.MODES) == mode


@pytest.mark.parametrize(
    ("raw", "choice"),
    [
        (Raw(), ""),
        (Raw(""), ""),
        (Raw(" "), ""),
        (Raw("shelf"), texts.CELL_NOT_A_CHOICE),
        (Raw("shelf  count"), texts.CELL_NOT_A_CHOICE),
        (Raw(0), texts.CELL_NOT_A_CHOICE),
        (Raw(False), texts.CELL_NOT_A_CHOICE),
        (Raw(1), texts.CELL_NOT_A_CHOICE),
        (Raw("shelf count", is_formula=True), texts.CELL_FORMULA),
        (Raw("#REF!", is_error=True), texts.CELL_ERROR),
    ],
)
def test_nothing_is_guessed_of_a_choice(raw: Raw, choice: str | Words) -> None:
    assert read_choice(raw, texts.MODES) == choice


def wish(new_free: object, mode: object = None, keep_back: object = None, cap: object = None) -> Wish | Words | None:
    values = {"new_free": new_free, "mode": mode, "keep_back": keep_back, "cap": cap}
    return read_wish({attr: Raw(value) for attr, value in values.items()})  # type: ignore[arg-type]


def test_a_wish_is_read_from_its_four_cells() -> None:
    assert wish(12) == Wish(Mode.FREE, 12)
    assert wish(12, "shelf count", 3, 9) == Wish(Mode.SHELF, 12, 3, 9)
    assert wish(-4, "изменение +/-") == Wish(Mode.CHANGE, -4)
    assert wish("+4", "增减 +/-", "2", 0) == Wish(Mode.CHANGE, 4, 2, 0)
    assert wish(-4, "shelf count") == texts.CELL_NEGATIVE
    assert wish("+4") == texts.CELL_NOT_A_NUMBER


def test_without_a_number_nothing_is_asked_for() -> None:
    assert wish(None, "shelf count", "x", -1) is None
    assert wish("", "nonsense") is None


@pytest.mark.parametrize(
    ("cells_typed", "column"),
    [((1, "nonsense"), "The number is"), ((1, None, "x"), "Keep back"), ((1, None, None, -1), "Offer at most")],
)
def test_a_limit_or_choice_that_cannot_be_read_refuses_the_row_by_its_column(
    cells_typed: tuple[object, ...], column: str
) -> None:
    refused = wish(*cells_typed)
    assert isinstance(refused, Words)
    assert column in refused.en


def test_decisions_are_read() -> None:
    assert read_decision(Raw()) is Decision.NONE
    assert read_decision(Raw("отправить моё")) is Decision.MINE
    refused = read_decision(Raw("maybe"))
    assert isinstance(refused, Words)
    assert "“Decision”" in refused.en
