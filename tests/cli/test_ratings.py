"""How the shop stands, in the terminal."""

from pathlib import Path
from typing import Any

import pytest

from ozon_xl.ozon.ratings import HISTORY, INDEX_INFO
from ozon_xl.practice.server import PracticeServer
from ozon_xl.texts import standing as texts
from tests.cli.typing_in import add_shop, last_line, run


@pytest.fixture
def book(practice: PracticeServer, tmp_path: Path) -> Path:
    add_shop(practice, tmp_path)
    run("new", str(tmp_path / "Shop.xlsx"))
    run("refresh", str(tmp_path / "Shop.xlsx"))
    return tmp_path / "Shop.xlsx"


def test_the_days_ahead_begin_with_what_ozon_tells(practice: PracticeServer, book: Path) -> None:
    told: Any = last_line(run("ratings", "--json"))
    index, on_time = told["index"], told["late"]
    assert index["red"] > 0
    assert len(index["if_kept"]) == len(index["if_failed"]) == 16
    assert len(on_time["if_kept"]) == 32
    for block in (index, on_time):
        first = block["if_kept"][0]
        assert first["errors"] / first["created"] == pytest.approx(block["share"], abs=0.01)
        tomorrow, worse = block["if_kept"][1], block["if_failed"][1]
        assert worse["errors"] - tomorrow["errors"] == block["red"], "today's errors count from tomorrow"
        assert block["if_kept"][-1]["errors"] == 0, "by then the last has left"


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_it_is_shown_in_words(book: Path, lang: str) -> None:
    said = run("ratings", "--lang", lang)
    for words in (texts.INDEX, texts.ON_TIME):
        assert f"{words.say(lang)}: " in said  # type: ignore[arg-type]


def test_what_ozon_does_not_tell_of_the_one_hides_nothing_of_the_other(practice: PracticeServer, book: Path) -> None:
    practice.control.faults(f"refuse:role@{HISTORY.path}")
    assert last_line(run("ratings", "--json"))["late"] is None
    said = run("ratings", "--lang", "en")
    assert f"{texts.INDEX.en}: " in said
    assert f"{texts.ON_TIME.en}: The API key" in said


def test_what_ozon_refuses_is_an_error_here(practice: PracticeServer, book: Path) -> None:
    practice.control.faults(f"refuse:role@{INDEX_INFO.path}")
    assert "RoleMissingError" in run("ratings", "--json", code=1)
