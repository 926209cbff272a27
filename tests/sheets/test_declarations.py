"""The declared tables and named cells hold what Excel and our readers ask of them."""

import re
import unicodedata

import pytest

from ozon_xl.sheets import TABLES, Column, Owner, Table
from ozon_xl.sheets.columns import formula_for_row
from ozon_xl.sheets.figures import TODAY_NAMES
from ozon_xl.sheets.names import NAMES, RULES, RULES_SHEET, SETTINGS, SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import LANGS, Lang, Words

EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
EVERY_LANG = pytest.mark.parametrize("lang", LANGS)
FORMULA_COLUMNS = [(table, column) for table in TABLES for column in table.columns if column.formula]
EVERY_FORMULA = pytest.mark.parametrize(
    ("table", "column"), FORMULA_COLUMNS, ids=[f"{table.name}.{column.attr}" for table, column in FORMULA_COLUMNS]
)

PORTABLE = {
    *("ABS", "AND", "CHOOSE", "COUNT", "IF", "IFERROR", "INT", "MAX", "MIN", "MOD", "N", "OR"),
    *("RIGHT", "ROW", "SUBSTITUTE"),
}
"""Functions in Excel since 2007 and in LibreOffice, with the same meaning."""
CELL_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d+")


def letters(table: Table) -> dict[str, str]:
    return {
        column.attr: f"C{chr(65 + place // 26)}{chr(65 + place % 26)}" for place, column in enumerate(table.columns)
    }


def bare(formula: str) -> str:
    """Without text constants."""
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


@EVERY_TABLE
@EVERY_LANG
def test_headings_are_unique_whatever_their_case(table: Table, lang: Lang) -> None:
    headings = [column.heading.say(lang).casefold() for column in table.columns]
    assert len(set(headings)) == len(headings)


@EVERY_TABLE
def test_a_heading_names_one_column_whatever_the_language(table: Table) -> None:
    for column in table.columns:
        for lang in LANGS:
            assert table.attr_of(f"  {column.heading.say(lang).upper()} ") == column.attr


@EVERY_TABLE
@EVERY_LANG
def test_no_word_of_a_heading_is_broken(table: Table, lang: Lang) -> None:
    """Bold Cyrillic letters are wider than figures, by which widths go; Chinese breaks anywhere."""
    margin = {"en": 1, "ru": 2, "zh": -20}[lang]
    for column in table.columns:
        if not column.hidden:
            longest = max(column.heading.say(lang).split(), key=len)
            assert len(longest) + margin <= column.width, (column.attr, longest)


@EVERY_TABLE
def test_chinese_headings_fit_on_two_lines(table: Table) -> None:
    """Beside indent and filter button, and where no line may begin with a closing bracket."""
    for column in table.columns:
        if not column.hidden:
            wide = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in column.heading.zh)
            assert wide <= 2 * (column.width - 5), (column.attr, column.heading.zh)


@EVERY_TABLE
@EVERY_LANG
def test_headings_need_no_escapes_in_structured_references(table: Table, lang: Lang) -> None:
    for column in table.columns:
        heading = column.heading.say(lang)
        assert heading == heading.strip()
        assert not set("[]#'@\n\t") & set(heading)
        assert len(heading) <= 255


@EVERY_TABLE
def test_attrs_are_unique_and_the_key_is_made_of_text_columns_of_ours(table: Table) -> None:
    assert len(table.by_attr) == len(table.columns)
    for attr in table.key:
        assert table.by_attr[attr].owner is Owner.US
        assert table.by_attr[attr].kind.value == "text"
        assert table.by_attr[attr].formula is None


@EVERY_TABLE
def test_table_names_do_not_look_like_cells(table: Table) -> None:
    assert re.fullmatch(r"tbl[A-Z][a-z]+", table.name)
    assert not CELL_ADDRESS.fullmatch(table.name.upper())


def test_sheet_names_are_unique_and_fit_excel() -> None:
    sheets: list[Words] = [*(table.sheet for table in TABLES), TODAY_SHEET, RULES_SHEET, SETTINGS_SHEET]
    for lang in LANGS:
        names = [words.say(lang) for words in sheets]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(0 < len(name) <= 31 and not set("[]:*?/\\'") & set(name) for name in names)


def test_names_are_unique_and_no_cells() -> None:
    assert len({name.casefold() for name in NAMES}) == len(NAMES) == len(SETTINGS) + len(RULES) + len(TODAY_NAMES)
    assert all(re.fullmatch(r"[A-Z][A-Za-z]{3,}", name) and not CELL_ADDRESS.fullmatch(name) for name in NAMES)


@EVERY_TABLE
@EVERY_LANG
def test_notes_fit_an_input_message(table: Table, lang: Lang) -> None:
    assert all(len(column.note.say(lang)) <= 255 for column in table.columns if column.note)


@EVERY_FORMULA
@EVERY_LANG
def test_formulas_are_portable_and_within_limits(table: Table, column: Column, lang: Lang) -> None:
    formula = formula_for_row(column, lang, letters(table), 123_456)
    assert len(formula) < 8192
    assert all(len(text) <= 257 for text in re.findall(r'"(?:[^"]|"")*"', formula))
    assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare(formula))) <= PORTABLE
    assert "{" not in bare(formula)


@EVERY_FORMULA
@EVERY_LANG
def test_formulas_mention_only_their_row_and_named_cells(table: Table, column: Column, lang: Lang) -> None:
    formula = bare(formula_for_row(column, lang, letters(table), 77))
    assert "[" not in formula
    assert "#REF" not in formula
    words = set(re.findall(r"[A-Za-z_]\w*(?!\w*\()", formula))
    unknown = {word for word in words if not re.fullmatch(r"C[A-Z]{2}77", word) and word not in NAMES}
    assert not unknown


@EVERY_FORMULA
@EVERY_LANG
def test_no_mark_of_a_sentence_is_left_unfilled(table: Table, column: Column, lang: Lang) -> None:
    formula = formula_for_row(column, lang, letters(table), 5)
    assert not [text for text in re.findall(r'"(?:[^"]|"")*"', formula) if re.search(r"\{\w+\}", text)]
