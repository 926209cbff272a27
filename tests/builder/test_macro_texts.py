"""What the macros say: every text that they ask for is there, and no other."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ozon_xl.builder.macros import SOURCES
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts.macros import CELL_NAME, MACROS, SHEET
from tests.builder.projects import workbook

CODE = "\n".join(path.read_text(encoding="ascii") for path in SOURCES.iterdir() if path.is_file())
SAID = set(re.findall(r'\bSay "(\w+)"', CODE))
SAID_WITH_DETAILS = set(re.findall(r'\b(?:SayWith|Refuse) "(\w+)"', CODE))
RETURNED = set(re.findall(r'^\s*Launched\w* = "(\w+)"', CODE, re.MULTILINE))
"""Keys that the launchers give back to be said."""


def test_every_key_has_its_text_and_every_text_is_said() -> None:
    assert set(MACROS) == SAID | SAID_WITH_DETAILS | RETURNED
    assert {"NotInstalled", "OnMac"} == RETURNED


def test_a_text_has_a_place_for_details_where_details_are_given() -> None:
    assert {key for key, words in MACROS.items() if "{details}" in words.en} == SAID_WITH_DETAILS


@pytest.mark.parametrize("lang", LANGS)
def test_each_stands_in_its_named_cell_of_a_sheet_that_nobody_sees(lang: Lang) -> None:
    book = load_workbook(BytesIO(workbook(lang)))
    sheet = book[SHEET.say(lang)]
    assert sheet.sheet_state == "veryHidden"
    for key, words in MACROS.items():
        [(name, cell)] = book.defined_names[CELL_NAME.format(key=key)].destinations
        assert name == sheet.title
        assert sheet[cell].value == words.say(lang)
