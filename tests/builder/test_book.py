"""What a fresh workbook is made of, read back by openpyxl."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ozon_xl.builder import build
from ozon_xl.builder.formulas import RULE_CHECKS
from ozon_xl.builder.styles import TIERS, YOURS, YOURS_CELL
from ozon_xl.builder.tables import FIRST_ROW, HEADING_ROW, LAST_ROW, letter
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import MOST_PIECES
from ozon_xl.sheets import ARCHIVE, JOURNAL, LINES, ORDERS, STOCK, TABLES, Kind, Owner, Table
from ozon_xl.sheets.figures import CHOICES, START_FIGURES
from ozon_xl.sheets.names import (
    NAMES,
    RULES,
    RULES_SHEET,
    SCHEMA_VERSION,
    SETTINGS,
    SETTINGS_SHEET,
    TODAY_SHEET,
    rules_from,
)
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import workbook as texts
from ozon_xl.texts.risk import ICONS

EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.WHOLE: "0",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0%",
}
DATES: dict[Lang, str] = {"en": "yyyy-mm-dd", "ru": "dd.mm.yyyy", "zh": "yyyy-mm-dd"}


class Built:
    """A fresh workbook and its language."""

    def __init__(self, path: Path, lang: Lang) -> None:
        self.path, self.lang = path, lang
        build(path, lang, workbook_id="B-1", shop="00123", shop_name="=Лавка 店")
        self.book: Workbook = load_workbook(path)

    def sheet(self, table: Table) -> Worksheet:
        return self.book[table.sheet.say(self.lang)]

    def named(self, name: str) -> object:
        ((sheet, cell),) = self.book.defined_names[name].destinations
        return self.book[sheet][cell].value


@pytest.fixture(scope="module", params=LANGS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("built") / "book.xlsx", request.param)


def test_sheets_stand_in_order_and_today_is_in_front(built: Built) -> None:
    expected = [TODAY_SHEET, *(table.sheet for table in TABLES), RULES_SHEET, SETTINGS_SHEET]
    assert built.book.sheetnames == [words.say(built.lang) for words in expected]
    assert (ORDERS, LINES, STOCK, JOURNAL, ARCHIVE) == TABLES
    assert built.book.active is not None
    assert built.book.active.title == TODAY_SHEET.say(built.lang)


@EVERY_TABLE
def test_every_table_is_there_with_its_headings_and_one_empty_row(built: Built, table: Table) -> None:
    sheet = built.sheet(table)
    found = sheet.tables[table.name]
    assert list(sheet.tables) == [table.name]
    assert found.ref == f"A{HEADING_ROW}:{get_column_letter(len(table.columns))}{FIRST_ROW}"
    headings = [column.heading.say(built.lang) for column in table.columns]
    assert [column.name for column in found.tableColumns] == headings
    assert [cell.value for cell in sheet[HEADING_ROW]] == headings
    assert [cell.value for cell in sheet[FIRST_ROW]] == [None] * len(headings)
    assert sheet.max_row == FIRST_ROW


@EVERY_TABLE
def test_cells_and_whole_columns_have_the_format_of_their_kind(built: Built, table: Table) -> None:
    sheet = built.sheet(table)
    for place, column in enumerate(table.columns, start=1):
        is_worded_formula = column.formula is not None and column.kind is Kind.TEXT
        formats = FORMATS | {Kind.MOMENT: f"{DATES[built.lang]} hh:mm"}
        wanted = "General" if is_worded_formula else formats[column.kind]
        assert sheet.cell(FIRST_ROW, place).number_format == wanted, column.attr
        assert sheet.column_dimensions[get_column_letter(place)].number_format == wanted, column.attr


@EVERY_TABLE
def test_widths_hiding_and_folding_are_as_declared(built: Built, table: Table) -> None:
    sheet = built.sheet(table)
    for place, column in enumerate(table.columns, start=1):
        found = sheet.column_dimensions[get_column_letter(place)]
        assert found.width == pytest.approx(column.width, abs=0.8), column.attr
        assert found.hidden == (column.hidden or column.folded), column.attr
        assert found.outlineLevel == int(column.folded), column.attr


@EVERY_TABLE
def test_the_plus_of_folded_columns_stands_over_one_that_is_seen(built: Built, table: Table) -> None:
    sheet = built.sheet(table)
    folded = [place for place, column in enumerate(table.columns) if column.folded]
    outline = sheet.sheet_properties.outlinePr
    assert outline is not None
    assert outline.summaryRight is False
    for place in folded:
        assert not table.columns[place - 1].hidden


@EVERY_TABLE
def test_title_and_hint_stand_above_and_the_headings_stay(built: Built, table: Table) -> None:
    sheet = built.sheet(table)
    assert sheet["A1"].value == table.sheet.say(built.lang)
    assert "RefreshedAt" in sheet["A2"].value
    assert sheet["A3"].value
    assert sheet.freeze_panes == f"B{FIRST_ROW}"
    assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"


def test_paper_is_one_page_wide_and_upright_for_what_is_long(built: Built) -> None:
    today = built.book[TODAY_SHEET.say(built.lang)]
    assert today.page_setup.fitToHeight in (None, 1)
    for sheet in built.book.worksheets:
        assert sheet.page_setup.orientation == ("portrait" if sheet is today else "landscape")
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert not sheet.sheet_view.showGridLines
        assert sheet.sheet_properties.tabColor is not None


def test_before_the_word_of_each_tier_stands_its_own_sign(built: Built) -> None:
    """As a format: the cell itself holds the word alone."""
    assert len(set(ICONS)) == len(Tier)
    for area, sheet in ((f"B{FIRST_ROW}:B", built.sheet(ORDERS)), ("C", built.book[TODAY_SHEET.say(built.lang)])):
        signs = {
            rule.formula[0]: rule.dxf.numFmt.formatCode
            for cells in sheet.conditional_formatting
            for rule in cells.rules
            if str(cells.sqref).startswith(area) and rule.dxf and rule.dxf.numFmt
        }
        for tier in Tier:
            said = [sign for formula, sign in signs.items() if formula.endswith((f"={tier:d}", f"={tier:d})"))]
            assert set(said) == {f'"{ICONS[tier]} "@'}, tier


@EVERY_TABLE
def test_what_is_the_staffs_shows_it(built: Built, table: Table) -> None:
    for place, column in enumerate(table.columns, start=1):
        colour = built.sheet(table).cell(HEADING_ROW, place).fill.fgColor.rgb
        assert (colour == "FF" + YOURS[1:]) == (column.owner is Owner.STAFF), column.attr


def test_the_edit_column_is_yellow_and_checked_without_blocking_a_paste(built: Built) -> None:
    sheet, at = built.sheet(STOCK), letter(STOCK, "new_free")
    assert sheet[f"{at}{FIRST_ROW}"].fill.fgColor.rgb == "FF" + YOURS_CELL[1:]
    checks = {str(found.sqref): found for found in sheet.data_validations.dataValidation if found.type == "whole"}
    check = checks[f"{at}{FIRST_ROW}:{at}{LAST_ROW}"]
    assert (check.operator, check.formula1, check.formula2) == (None, str(-MOST_PIECES), str(MOST_PIECES))
    for attr in ("keep_back", "cap"):
        limit = checks[f"{letter(STOCK, attr)}{FIRST_ROW}:{letter(STOCK, attr)}{LAST_ROW}"]
        assert (limit.formula1, limit.formula2) == ("0", str(MOST_PIECES))
    assert check.errorStyle == "warning"
    assert check.showErrorMessage
    assert check.error == texts.BAD_QUANTITY.say(built.lang)
    assert check.prompt == (STOCK.by_attr["new_free"].note or texts.NAME).say(built.lang)


def test_what_today_lists_is_chosen_in_cells_that_are_the_users(built: Built) -> None:
    today = built.book[TODAY_SHEET.say(built.lang)]
    checks = {str(found.sqref): found for found in today.data_validations.dataValidation}
    merged = {str(area) for area in today.merged_cells.ranges}
    for choice in CHOICES:
        ((_sheet, address),) = built.book.defined_names[choice.cell].destinations
        cell, check = today[address], checks[address.replace("$", "")]
        assert cell.fill.fgColor.rgb == "FF" + YOURS_CELL[1:]
        assert cell.number_format == "@", "007 stays 007"
        assert (check.type, check.errorStyle) == ("list", "warning")
        assert any(area.startswith(f"{cell.coordinate}:") for area in merged)
        (area,) = set(re.findall(r"\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", check.formula1))
        assert len(today[area]) == choice.most
        hidden = today.column_dimensions["H"]
        assert hidden.hidden
        assert hidden.min <= today[area][0][0].column <= hidden.max


@pytest.mark.parametrize("attr", ["mode", "decision"])
def test_choices_are_offered_in_a_list_that_blocks_nothing(built: Built, attr: str) -> None:
    sheet, at, column = built.sheet(STOCK), letter(STOCK, attr), STOCK.by_attr[attr]
    offered = [found for found in sheet.data_validations.dataValidation if found.type == "list"]
    (check,) = [found for found in offered if str(found.sqref) == f"{at}{FIRST_ROW}:{at}{LAST_ROW}"]
    assert check.formula1 == '"' + ",".join(words.say(built.lang) for words in column.choices) + '"'
    assert len(check.formula1) <= 255
    assert check.errorStyle == "warning"
    assert not any("," in word for words in column.choices for word in words)


@EVERY_TABLE
def test_notes_are_shown_on_the_headings(built: Built, table: Table) -> None:
    checks = built.sheet(table).data_validations.dataValidation
    shown = {str(check.sqref): check.prompt for check in checks if check.showInputMessage}
    for column in table.columns:
        prompt = shown.get(f"{letter(table, column.attr)}{HEADING_ROW}")
        assert prompt == (column.note.say(built.lang) if column.note else None), column.attr
    assert all(len(check.promptTitle or "") <= 32 and len(check.error or "") <= 255 for check in checks)


def fills(sheet: Worksheet, area: str) -> dict[str, str | None]:
    """Formula -> fill of the conditional formats of an area."""
    found: dict[str, str | None] = {}
    for part in sheet.conditional_formatting:
        if str(part.sqref) == area:
            for rule in part.rules:
                assert rule.stopIfTrue
                fill = rule.dxf.fill
                found[rule.formula[0]] = None if fill is None else "#" + fill.bgColor.rgb[2:]
    return found


def test_orders_take_the_colour_of_their_tier_down_to_the_last_row(built: Built) -> None:
    sheet, at = built.sheet(ORDERS), letter(ORDERS, "danger")
    found = fills(sheet, f"A{FIRST_ROW}:{get_column_letter(len(ORDERS.columns))}{LAST_ROW}")
    expected = {f"${at}{FIRST_ROW}={tier:d}": TIERS[tier].fill for tier in Tier if tier not in (Tier.CALM, Tier.DONE)}
    expected[f"AND(ISNUMBER(${at}{FIRST_ROW}),${at}{FIRST_ROW}=0)"] = None
    assert found == expected
    assert LAST_ROW >= 200_000


def test_short_lines_and_short_stock_are_purple(built: Built) -> None:
    for table in (LINES, STOCK):
        area = f"A{FIRST_ROW}:{get_column_letter(len(table.columns))}{LAST_ROW}"
        assert fills(built.sheet(table), area) == {f"N(${letter(table, 'short')}{FIRST_ROW})>0": TIERS[Tier.SHORT].fill}


def test_edited_stock_rows_are_highlighted(built: Built) -> None:
    at = letter(STOCK, "new_free")
    assert list(fills(built.sheet(STOCK), f"A{FIRST_ROW}:{at}{LAST_ROW}")) == [f"LEN(${at}{FIRST_ROW})>0"]


def test_the_lists_of_due_and_of_late_orders_have_the_same_colours(built: Built) -> None:
    sheet = built.book[TODAY_SHEET.say(built.lang)]
    areas = [str(part.sqref) for part in sheet.conditional_formatting if len(part.rules) == len(Tier) - 1]
    assert len(areas) == 2
    for area in areas:
        assert set(fills(sheet, area).values()) == {TIERS[tier].fill for tier in Tier}


def test_a_start_that_has_passed_turns_its_line_red(built: Built) -> None:
    sheet = built.book[TODAY_SHEET.say(built.lang)]
    for place, _, at in START_FIGURES:
        ((_, cell),) = built.book.defined_names[place].destinations
        row = cell.rsplit("$", 1)[1]
        assert fills(sheet, f"B{row}:G{row}") == {f"AND(N({at})>0,{at}<=NowUtc)": TIERS[Tier.CRITICAL].fill}


def test_every_name_points_to_a_cell_with_its_first_value(built: Built) -> None:
    assert set(built.book.defined_names) == {*NAMES, RULE_CHECKS}
    given: dict[str, object] = {
        "Language": built.lang,
        "WorkbookId": "B-1",
        "Shop": "00123",
        "ShopName": "=Лавка 店",
        "SchemaVersion": SCHEMA_VERSION,
    }
    for cell in SETTINGS:
        expected = f"={cell.formula}" if cell.formula else given.get(cell.name, cell.initial)
        assert built.named(cell.name) == expected, cell.name


def test_text_from_the_user_is_never_a_formula(built: Built) -> None:
    ((sheet, cell),) = built.book.defined_names["ShopName"].destinations
    assert "<f>" not in shared_string_cell(built.path, list(built.book.sheetnames).index(sheet) + 1, cell)


def shared_string_cell(path: Path, number: int, cell: str) -> str:
    with ZipFile(path) as package:
        xml = package.read(f"xl/worksheets/sheet{number}.xml").decode()
    start = xml.index(f'<c r="{cell.replace("$", "")}"')
    return xml[start : xml.index("</c>", start)]


def test_rules_read_back_as_the_defaults_and_carry_source_and_date(built: Built) -> None:
    assert rules_from({rule.name: built.named(rule.name) for rule in RULES}) == Rules()
    sheet = built.book[RULES_SHEET.say(built.lang)]
    for row, rule in enumerate(RULES, start=5):
        label, _, unit, source, as_of, _ = (cell.value for cell in sheet[row])
        assert (label, unit, source) == (
            rule.label.say(built.lang),
            rule.unit.say(built.lang),
            rule.source.say(built.lang),
        )
        assert isinstance(as_of, datetime)
        assert date(2026, 11, 23) <= as_of.date() == rule.as_of <= date(2026, 11, 30)
        checked = [check for check in sheet.data_validations.dataValidation if str(check.sqref) == f"B{row}"]
        seen = [(check.type, float(check.formula1), float(check.formula2)) for check in checked]
        assert seen == [("decimal", rule.least, rule.most)]


def test_nothing_on_the_rules_sheet_is_cut_off(built: Built) -> None:
    sheet = built.book[RULES_SHEET.say(built.lang)]
    for cells in sheet.iter_rows(min_row=5, max_row=4 + len(RULES), max_col=4):
        for column, cell in enumerate(cells, start=1):
            room = sheet.column_dimensions[get_column_letter(column)].width
            letters = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in str(cell.value))
            assert letters <= room, cell.value


def test_settings_show_labels_and_notes(built: Built) -> None:
    sheet = built.book[SETTINGS_SHEET.say(built.lang)]
    for row, cell in enumerate(SETTINGS, start=5):
        assert sheet[f"A{row}"].value == cell.label.say(built.lang)
        assert (sheet[f"C{row}"].value or "") == (cell.note.say(built.lang) if cell.note else "")
        assert (sheet[f"B{row}"].fill.fgColor.rgb == "FF" + YOURS_CELL[1:]) == cell.editable


def test_nothing_is_protected(built: Built) -> None:
    assert not any(sheet.protection.sheet for sheet in built.book.worksheets)
    assert built.book.security is None or not built.book.security.lockStructure


def test_the_properties_name_us(built: Built) -> None:
    assert built.book.properties.title == texts.TITLE.say(built.lang)
    assert built.book.properties.creator == "ozon_xl"


BUILD_ALL = """
import sys
import unicodedata
from pathlib import Path
from ozon_xl.builder import build
for lang in ("en", "ru", "zh"):
    build(Path(sys.argv[1]) / f"{lang}.xlsx", lang, workbook_id="W", shop="1", shop_name="S")
"""


def hashes(folder: Path, **environment: str) -> list[str]:
    folder.mkdir()
    subprocess.run([sys.executable, "-c", BUILD_ALL, str(folder)], env={**os.environ, **environment}, check=True)
    return [hashlib.sha256((folder / f"{lang}.xlsx").read_bytes()).hexdigest() for lang in LANGS]


def test_equal_arguments_give_equal_bytes_on_any_computer(tmp_path: Path) -> None:
    first = hashes(tmp_path / "a", TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="1")
    second = hashes(tmp_path / "b", TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert first == second
    assert len(set(first)) == len(LANGS)
