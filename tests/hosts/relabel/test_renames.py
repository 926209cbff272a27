"""Names of sheets and columns in formulas, and formulas known again by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.hosts.relabel.renames import Renames
from ozon_xl.hosts.relabel.templates import cells_in, filled
from ozon_xl.sheets import ORDERS, TABLES
from ozon_xl.sheets.names import RULES_SHEET, SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import LANGS, Lang, Words

SHEETS: tuple[Words, ...] = (TODAY_SHEET, RULES_SHEET, SETTINGS_SHEET, *(table.sheet for table in TABLES))


def renames(old: Lang, new: Lang) -> Renames:
    return Renames({words.say(old): words.say(new) for words in SHEETS}, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SUM(Orders!$A$1,'Orders'!B2:C3)", "SUM(Заказы!$A$1,'Заказы'!B2:C3)"),
        ("[1]Orders!A1+'[x.xlsx]Orders'!A1", "[1]Orders!A1+'[x.xlsx]Orders'!A1"),
        ("SUM('Orders:Stock'!A1)+SUM(Orders:Stock!A1)", "SUM('Заказы:Остатки'!A1)+SUM(Заказы:Остатки!A1)"),
        ("MyOrders!A1+'My Orders'!A1+Orders2!A1", "MyOrders!A1+'My Orders'!A1+Orders2!A1"),
        ("orders!A1", "Заказы!A1"),
        ("tblOrders[State]", "tblOrders[Состояние]"),
        ("TBLORDERS[[#This Row],[Due (Moscow)]]", "TBLORDERS[[#This Row],[Срок (Москва)]]"),
        ("SUM(tblOrders[[Pieces]:[Goods price]])", "SUM(tblOrders[[Штук]:[Цена товаров]])"),
        (
            "tblOrders[[#Headers],[Pieces]]&ROWS(tblOrders[#Data])",
            "tblOrders[[#Headers],[Штук]]&ROWS(tblOrders[#Data])",
        ),
        ("tblOrders[@State]&tblOrders[@[Short by]]", "tblOrders[@Состояние]&tblOrders[@[Не хватает]]"),
        ("tblOrders[My own]&tblMine[State]", "tblOrders[My own]&tblMine[State]"),
        ("tblOrders[It''s '[mine']]", "tblOrders[It''s '[mine']]"),
        ('"Orders!A1 is it"&"tblOrders[State] too"', '"Orders!A1 is it"&"tblOrders[State] too"'),
        ('INDIRECT("Orders!A"&1)', 'INDIRECT("Заказы!A"&1)'),
        ("INDIRECT(\"'Orders'!$A$1\")", "INDIRECT(\"'Заказы'!$A$1\")"),
        ('SUM(INDIRECT("tblOrders[Pieces]"))', 'SUM(INDIRECT("tblOrders[Штук]"))'),
        ('HYPERLINK("#\'Orders\'!A1","Orders")', 'HYPERLINK("#\'Заказы\'!A1","Orders")'),
        ("A1+SUM(B2:B3)", "A1+SUM(B2:B3)"),
    ],
)
def test_what_names_our_sheets_or_columns_names_them_anew(old: str, new: str) -> None:
    assert renames("en", "ru").formula(old) == new
    assert renames("ru", "en").formula(new).casefold() == old.casefold()


@pytest.mark.parametrize(
    ("old", "new", "ours"),
    [
        ('COUNTIF(tblOrders[State],"URGENT")', 'COUNTIF(tblOrders[Состояние],"СРОЧНО")', False),
        ('COUNTIF(Orders!B5:B9,"<>URGENT")', 'COUNTIF(Заказы!B5:B9,"<>СРОЧНО")', False),
        ('COUNTIF(B5:B9,"URGENT")', 'COUNTIF(B5:B9,"URGENT")', False),
        ('IF(B5="URGENT","State","URGENT now")', 'IF(B5="СРОЧНО","State","URGENT now")', True),
        ('IF(B5="confirmed, not sent yet",1,0)', 'IF(B5="подтверждено, ещё не отправлено",1,0)', True),
        ('"active,being activated"', '"активен,активируется"', True),
        ('"active,mine"', '"active,mine"', True),
        ('B5=""', 'B5=""', True),
    ],
)
def test_what_compares_with_a_word_of_ours_compares_with_the_new_one(old: str, new: str, ours: bool) -> None:
    assert renames("en", "ru").formula(old, is_ours=ours) == new


def test_the_titles_of_our_sheets_need_no_quotes() -> None:
    """So a formula may keep its manner of writing them."""
    assert all(words.say(lang).isidentifier() for words in SHEETS for lang in LANGS)


@given(st.text(alphabet="AB1$[]'\"!#@:tbOrders() ,&Stock[State]", max_size=40))
def test_no_formula_is_too_strange(formula: str) -> None:
    changed = renames("en", "zh").formula(formula)
    if "!" not in formula and "[" not in formula:
        assert changed == formula


@pytest.mark.parametrize(
    ("template", "formula", "cells"),
    [
        ('IF(H12="","",H12*0.5)', 'if( H13 = "" , "" , H13 * 0.50)', {"H12": "H13"}),
        ("MAX($A$1:B2,1E-5)", "MAX($A$2:C2,0.00001)", {"$A$1:B2": "$A$2:C2"}),
        ("H12+H12", "H13+H14", None),
        ("H12+H13", "H13+H13", {"H12": "H13", "H13": "H13"}),
        ('A1&"hour"', 'A1&"hours"', None),
        ("A1+B1", "A1+B1+C1", None),
        ("A1+B1+C1", "A1+B1", None),
        ("COUNTIF(tblOrders[danger],3)", "COUNTIF(Orders!$X$5:$X$9,3)", {"tblOrders[danger]": "Orders!$X$5:$X$9"}),
        ("COUNTIF(A1,3)", "COUNTIF(A1,4)", None),
        ("LOG10(A1)+NowUtc", "log10(B1)+NOWUTC", {"A1": "B1"}),
    ],
)
def test_a_formula_is_known_again_wherever_its_cells_have_moved(
    template: str, formula: str, cells: dict[str, str] | None
) -> None:
    assert cells_in(template, formula) == cells


def test_other_words_get_the_same_cells() -> None:
    cells = cells_in('H12&" left of "&I3', 'H20&" left of "&I3')
    assert cells is not None
    assert filled('"из "&I3&" осталось "&H12&"A1"', cells) == '"из "&I3&" осталось "&H20&"A1"'


@pytest.mark.parametrize("lang", LANGS)
def test_every_heading_of_ours_is_found_and_named_anew(lang: Lang) -> None:
    for column in ORDERS.columns:
        old = f"tblOrders[[#This Row],[{column.heading.en}]]"
        assert renames("en", lang).formula(old) == f"tblOrders[[#This Row],[{column.heading.say(lang)}]]"
