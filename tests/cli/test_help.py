"""``--help`` in three languages: complete, and in use."""

import re
import subprocess
import sys
from typing import Any

import pytest
import typer
import typer.main

from ozon_xl.cli import app
from ozon_xl.cli.help import KNOWN, in_language, is_wanted
from ozon_xl.texts import LANGS, Lang


def described(command: Any, name: str = "ozon-xl") -> dict[str, str | None]:
    """Every help text by where it stands."""
    option = command.get_help_option(typer.Context(command))
    found = {name: command.help, f"{name} --help": option.help}
    found |= {f"{name} {param.name}": param.help for param in command.params}
    for below, inner in getattr(command, "commands", {}).items():
        found |= described(inner, f"{name} {below}")
    return found


def test_everything_has_help_that_is_translated_and_nothing_else_is() -> None:
    found = described(typer.main.get_command(app))
    assert [place for place, text in found.items() if text not in KNOWN] == []
    assert set(KNOWN) == set(found.values())


@pytest.mark.parametrize("lang", LANGS)
def test_all_of_it_speaks_the_language(lang: Lang) -> None:
    command = typer.main.get_command(app)
    in_language(command, lang)
    said = {words.say(lang) for words in KNOWN.values()}
    assert set(described(command).values()) == said
    in_language(command, "en")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [([], True), (["shop"], True), (["refresh", "--help"], True), (["refresh", "b.xlsx"], False)],
)
def test_it_is_made_only_where_it_may_be_wanted(arguments: list[str], wanted: bool) -> None:
    assert is_wanted(arguments) is wanted


@pytest.mark.parametrize(("system", "letters"), [("ru_RU.UTF-8", "[А-Яа-я]"), ("zh_CN.UTF-8", "[一-鿿]")])
def test_a_user_reads_it(system: str, letters: str, tmp_path: Any) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "ozon_xl", "stock", "plan", "--help"],
        env={"LANG": system, "OZON_XL_HOME": str(tmp_path), "PYTHONUTF8": "1", "TERM": "dumb"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    lines = [line for line in printed.splitlines() if "--" in line]
    assert len(lines) > 3
    assert all(re.search(letters, line) for line in lines)
