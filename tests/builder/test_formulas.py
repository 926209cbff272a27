"""The formulas outside the tables: portable, within Excel's limits, and free of country-dependent texts."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from ozon_xl.builder import build
from ozon_xl.builder.formulas import RULE_CHECKS
from ozon_xl.sheets import TABLES
from ozon_xl.sheets.names import NAMES
from ozon_xl.texts import LANGS, Lang

PORTABLE = {
    *("AND", "IF", "IFERROR", "ISERROR", "ISNUMBER", "N", "OR"),
    *("COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "LARGE", "MAX", "MIN", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"),
    *("INT", "MOD", "NOW", "ROUND", "ROUNDUP"),
    *("DAY", "MONTH", "YEAR"),
    *("CHAR", "FIND", "FIXED", "LEFT", "LEN", "MID", "RIGHT", "SUBSTITUTE"),
    *("CHOOSE", "HYPERLINK", "INDEX", "MATCH", "OFFSET", "ROW"),
}
"""Functions in Excel since 2007 and in LibreOffice, with the same meaning. TEXT is not one: its date codes differ by
country."""


def formulas_of(path: Path) -> dict[str, str]:
    """Every formula of the book by its cell, those of conditional formats and checks included."""
    book = load_workbook(path)
    found: dict[str, str] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if isinstance(value, str) and value.startswith("="):
                    found[f"{sheet.title}!{cell.coordinate}"] = value[1:]
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                found[f"{sheet.title}!{area.sqref} {rule.priority}"] = rule.formula[0]
        for check in sheet.data_validations.dataValidation:
            found[f"{sheet.title}!{check.sqref} check"] = check.formula1 or ""
    return found


@pytest.fixture(scope="module", params=LANGS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lang, dict[str, str]]:
    path = tmp_path_factory.mktemp("built") / f"{request.param}.xlsx"
    build(path, request.param)
    formulas = formulas_of(path)
    assert len(formulas) > 250
    return request.param, formulas


def bare(formula: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def test_only_portable_functions(book: tuple[Lang, dict[str, str]]) -> None:
    used = {name for formula in book[1].values() for name in re.findall(r"([A-Z][A-Z0-9._]*)\(", bare(formula))}
    assert used <= PORTABLE


def test_within_the_limits_of_excel(book: tuple[Lang, dict[str, str]]) -> None:
    for cell, formula in book[1].items():
        assert len(formula) < 8192, cell
        assert all(len(text) <= 257 for text in re.findall(r'"(?:[^"]|"")*"', formula)), cell
        assert max_depth(bare(formula)) <= 64, cell


def max_depth(formula: str) -> int:
    depth = most = 0
    for character in formula:
        depth += (character == "(") - (character == ")")
        most = max(most, depth)
    assert depth == 0
    return most


def test_tables_are_only_referred_to_by_a_whole_column(book: tuple[Lang, dict[str, str]]) -> None:
    lang, formulas = book
    known = {f"{table.name}[{column.heading.say(lang)}]" for table in TABLES for column in table.columns}
    for cell, formula in formulas.items():
        references = re.findall(r"tbl\w+(?:\[[^\]]*\])?", bare(formula))
        assert set(references) <= known, cell
        rest = bare(formula)
        for reference in references:
            rest = rest.replace(reference, "")
        assert not set("[]@{}") & set(rest), cell


def test_only_names_that_are_defined(book: tuple[Lang, dict[str, str]]) -> None:
    for cell, formula in book[1].items():
        rest = re.sub(r"tbl\w+\[[^\]]*\]", "", bare(formula))
        words = re.findall(r"\$?[A-Za-z_][\w$]*(?![\w(])", re.sub(r"[A-Z0-9]+\(", "(", rest))
        unknown = {word for word in words if not re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+|TRUE|FALSE", word)} - {
            *NAMES,
            RULE_CHECKS,
        }
        assert not unknown, cell


def test_conditions_and_checks_point_to_their_own_sheet_or_to_names(book: tuple[Lang, dict[str, str]]) -> None:
    """Excel before 2010 and the plain kind of rule know no other sheet."""
    inner = {cell: formula for cell, formula in book[1].items() if " " in cell.split("!", maxsplit=1)[1]}
    assert inner
    assert not [cell for cell, formula in inner.items() if "!" in bare(formula)]


def test_nothing_rests_on_a_saved_result(book: tuple[Lang, dict[str, str]]) -> None:
    """What is computed from cells that a refresh writes is computed anew on opening: it knows the clock somehow."""
    lang, formulas = book
    moving = [
        f"{table.name}[{column.heading.say(lang)}]" for table in TABLES for column in table.columns if column.formula
    ]
    cells = {cell: formula for cell, formula in formulas.items() if " " not in cell}
    anew = {cell for cell, formula in cells.items() if any(part in formula for part in ("NOW()", "NowUtc", *moving))}
    while more := {cell for cell in cells.keys() - anew if mentions(cells[cell], cell, anew)}:
        anew |= more
    for cell in cells.keys() - anew:
        assert not re.search(r"tbl\w+\[|RefreshedAt|Status|Shop|SnapshotId", cells[cell]), cell


def mentions(formula: str, cell: str, others: set[str]) -> bool:
    """Whether the formula refers to one of the cells, on its own sheet."""
    sheet = cell.split("!", maxsplit=1)[0]
    found = set(re.findall(r"\b[A-Z]+\d+\b", bare(formula).replace("$", "")))
    return any(f"{sheet}!{address}" in others for address in found)
