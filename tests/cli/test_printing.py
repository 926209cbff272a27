"""Output that goes into a file or another program: no character fails a command, whatever the encoding is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ozon_xl.practice.server import PracticeServer
from ozon_xl.texts import LANGS
from tests.cli.typing_in import add_shop, run

NARROW = {"PYTHONIOENCODING": "cp1252"}
"""Chosen by the user: can neither Russian nor Chinese nor the sign of the rouble."""
PLAIN = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
"""Nothing was chosen, and the system speaks ASCII."""


def output(*words: str, variables: dict[str, str]) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "ozon_xl", *words],
        env=os.environ | {"COLUMNS": "300"} | variables,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert b"Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def book(practice: PracticeServer, tmp_path: Path) -> Path:
    """Refreshed, in the language with the most to lose."""
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    run("new", str(book), "--lang", "zh")
    run("refresh", str(book))
    return book


def test_where_an_encoding_was_chosen_what_it_lacks_becomes_question_marks(book: Path) -> None:
    for lang in LANGS:
        assert b"?" in output("orders", "--lang", lang, variables=NARROW)
        refreshed = output("refresh", str(book), "--lang", lang, variables=NARROW).decode("cp1252")
        assert "stock rows" in refreshed if lang == "en" else "????" in refreshed


def test_where_none_was_chosen_files_are_utf8(book: Path) -> None:
    for lang, pack in (("en", "Pack"), ("ru", "Собрать"), ("zh", "备货")):
        shown = output("orders", "--lang", lang, variables=PLAIN).decode("utf-8")
        assert pack in shown, shown
        assert "Софьино" in shown, shown
        assert "仓" in shown, shown
        refreshed = output("refresh", str(book), "--lang", lang, variables=PLAIN).decode("utf-8")
        assert "�" not in refreshed
        assert "?" not in refreshed


def test_data_is_whole_in_every_encoding(book: Path) -> None:
    for lang in LANGS:
        narrow = json.loads(output("orders", "--json", "--lang", lang, variables=NARROW).decode("ascii"))
        plain = json.loads(output("orders", "--json", "--lang", lang, variables=PLAIN).decode("utf-8"))
        names = [row["warehouse"] for row in narrow["orders"]]
        assert names == [row["warehouse"] for row in plain["orders"]]
        assert not "".join(names).isascii()
        json.loads(output("refresh", str(book), "--json", "--lang", lang, variables=NARROW).decode("ascii"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_demo_prints_in_every_encoding(tmp_path: Path, lang: str) -> None:
    words = ("demo", "--out", str(tmp_path), "--lang", lang, "--postings", "20", "--offers", "20", "--no-open")
    assert str(tmp_path / "Ozon-demo.xlsx") in output(*words, variables=NARROW).decode("cp1252").replace("\n", "")
