"""The words that cells of our columns hold: known columns, and each word in any language leads to one new word."""

from ozon_xl.sheets import TABLES
from ozon_xl.sheets.vocabulary import VOCABULARY, new_words
from ozon_xl.texts import LANGS


def test_they_stand_in_columns_that_exist() -> None:
    tables = {table.name: table for table in TABLES}
    for (name, attr), words in VOCABULARY.items():
        assert attr in tables[name].by_attr
        assert words
        assert all("{" not in word for said in words for word in said)


def test_an_old_word_has_but_one_new_one_over_all_columns() -> None:
    """Formulas name no column beside a word."""
    for lang in LANGS:
        for group in VOCABULARY.values():
            for words in group:
                assert {new_words(lang)[old] for old in words} == {words.say(lang)}


def test_a_column_without_words_of_ours_has_none() -> None:
    assert new_words("ru", TABLES[0], "posting") == {}
    assert new_words("ru", TABLES[0], "tier")["MISSED"] == "ПРОСРОЧЕНО"
