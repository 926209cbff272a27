"""Wrong usage is told in three languages, whatever was wrong, and ends with 2."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from ozon_xl import cli
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import usage as texts

WRONG = [
    ("new", "BOOK"),
    ("nonsense", "nonsense"),
    ("refres x", "refresh"),
    ("stock nonsense", "nonsense"),
    ("new a b c", "b c"),
    ("new --nope x", "--nope"),
    ("new x --lan en", "--lang"),
    ("-x", "-x"),
    ("new x --lang", "--lang"),
    ("setup --yes=1", "--yes"),
    ("relabel x", "--lang"),
    ("relabel x --lang fr", "en, ru, zh"),
    ("demo --postings 0", "1"),
    ("demo --postings abc", "--postings"),
    ("practice --speed x", "--speed"),
    ("journal --day yesterday", "2026-11-30"),
    ("shop add 77 --key-file /nowhere", "--key-file"),
    ("shop add 77 --key-file /", "--key-file"),
    ("watch", "--once"),
    ("watch x --every 0m", "15m, 1h"),
    ("watch x --every 0", "24h, 90m, 2d"),
    ("watch x --every soon", "24h, 90m, 2d"),
    ("alert add ы!", "a-z 0-9 . - _"),
]
LATIN = re.compile(r"[A-Za-z]{2,}")


def told(command_line: str, lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(sys, "argv", ["ozon-xl", *command_line.split()])
    monkeypatch.setattr(cli, "language", lambda: lang)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("command_line", "names"), WRONG)
def test_what_was_wrong_is_told(
    command_line: str, names: str, lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(command_line, lang, monkeypatch, capsys)
    assert names in said
    assert "--help" in said or command_line.startswith(("new x --lang", "setup"))
    if lang != "en":
        names_of_things = {
            *LATIN.findall(command_line),
            *LATIN.findall(names),
            *["ozon", "xl", "help", "BOOK", "NAME", "orders", "shop"],
        }
        assert set(LATIN.findall(said)) <= names_of_things


def test_no_command_at_all_is_answered_with_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ozon-xl"])
    with pytest.raises(SystemExit):
        cli.main()
    said = capsys.readouterr()
    assert "refresh" in said.out
    assert said.err == ""


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_broken_off_is_told(
    lang: Lang, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def abort(**_how: object) -> None:
        raise typer.Abort

    monkeypatch.setattr(sys, "argv", ["ozon-xl", "new", "x"])
    monkeypatch.setattr(cli, "language", lambda: lang)
    monkeypatch.setattr("ozon_xl.cli.book.new_workbook", lambda *_args: abort())
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == texts.ABORTED.say(lang)


def test_the_exit_codes_of_the_program_itself(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        environment = {"LANG": "zh_CN.UTF-8", "OZON_XL_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "ozon_xl", *words]
        return subprocess.run(command, env=environment, capture_output=True, check=False)

    wrong = run("new")
    assert (wrong.returncode, wrong.stderr.decode().splitlines()[0]) == (2, "缺少：BOOK。")
    assert run("orders").returncode == 1
    assert run("--version").returncode == 0
    assert run("new", str(tmp_path / "Shop.xlsx")).returncode == 0
