"""``ozon-xl setup``: by answers, by options, again, and back."""

import platform
import sys
from pathlib import Path

import pytest

from ozon_xl import __version__
from ozon_xl.actions import add_ins
from ozon_xl.actions import setup as steps
from ozon_xl.actions.doctor import machine
from ozon_xl.cli import setup as command
from ozon_xl.cli import shops as shop_commands
from ozon_xl.errors import AddInInUseError, NoSchedulerError
from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings, launcher_file
from tests.cli.typing_in import add_shop, last_line, run


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folders that are not the tester's."""
    folder = tmp_path / "Документы 文档"
    monkeypatch.setattr(steps, "place_of_first_book", lambda: folder / "Ozon.xlsm")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "user")
    this = Path(sys.executable)  # the suite may run from a source tree that is not installed
    for module in (steps, machine):
        monkeypatch.setattr(module, "version_started_by", lambda python: __version__ if python == this else "")
    return folder


def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (command, shop_commands):
        monkeypatch.setattr(module, "somebody_is_there", lambda: True)


def said_once(output: str) -> str:
    return output.replace("\n", "")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "The buttons start"), ("ru", "Кнопки запускают"), ("zh", "按钮将启动")]
)
def test_by_options_everything_is_done_without_a_question(
    practice: PracticeServer, tmp_path: Path, lang: str, said: str
) -> None:
    key = tmp_path / "key"
    key.write_text(practice.api_key)
    key.chmod(0o600)
    book = tmp_path / "Моя книга.xlsx"
    shop = ("--client-id", practice.client_id, "--key-file", str(key), "--address", practice.url)
    output = run("setup", "--lang", lang, *shop, "--book", str(book))
    assert said in output
    assert launcher_file().read_text() == sys.executable
    settings = Settings.load()
    assert settings.language == lang
    assert [entry.client_id for entry in settings.shops] == [practice.client_id]
    assert FileHost(book).get("Language").value == lang
    assert FileHost(book).get("Shop").value == practice.client_id
    run("refresh", str(book))


def test_by_answers(monkeypatch: pytest.MonkeyPatch, documents: Path) -> None:
    answering(monkeypatch)
    output = run("setup", typed="ru\n\n\ny\n")
    assert "Магазина пока нет" in output
    assert "OzonFunctions.oxt" in said_once(output)
    assert Settings.load().language == "ru"
    assert FileHost(documents / "Ozon.xlsm").get("Language").value == "ru"


def test_a_key_is_asked_for_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch)
    kept: dict[str, str] = {}
    monkeypatch.setattr("ozon_xl.keys.write_key", kept.__setitem__)
    output = run("setup", "--lang", "en", "--offline", typed="7007\nc0ffee-secret\n-\nn\n")
    assert kept == {"7007": "c0ffee-secret"}
    assert "has not been tried" in said_once(output)
    assert "OzonFunctions" not in said_once(output)
    assert "c0ffee" not in output
    assert "7007" in output


def test_nobody_is_asked_where_nobody_is(documents: Path) -> None:
    run("setup", "--lang", "en")
    assert launcher_file().exists()
    assert not documents.exists()
    assert "--key-file" in said_once(run("setup", "--client-id", "7", code=1))
    run("setup", "--yes", "--no-shop")
    assert (documents / "Ozon.xlsm").exists()


def test_again_repairs_and_keeps(practice: PracticeServer, tmp_path: Path, documents: Path) -> None:
    add_shop(practice, tmp_path)
    run("setup", "--yes", "--lang", "zh")
    before = (documents / "Ozon.xlsm").read_bytes()
    launcher_file().write_text("/nowhere/python")
    output = run("setup", "--yes")
    assert practice.client_id in output
    assert (documents / "Ozon.xlsm").read_bytes() == before
    assert Settings.load().language == "zh"
    assert len(Settings.load().shops) == 1
    assert launcher_file().read_text() == sys.executable


def test_a_python_that_excel_cannot_start_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", r"C:/Users/x/AppData/Local/Microsoft/WindowsApps/python.exe")
    assert "python.org" in said_once(run("setup", "--lang", "en", code=1))
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert "--user" in said_once(run("setup", "--lang", "en", code=1))
    assert not launcher_file().exists()


def test_on_a_mac_it_is_said_that_buttons_do_not_work_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Excel for the Mac" not in said_once(run("setup", "--lang", "en"))
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert "Excel for the Mac" in said_once(run("setup", "--lang", "en"))


def test_what_set_up_brought_can_be_taken_away_again(practice: PracticeServer, tmp_path: Path) -> None:
    add_shop(practice, tmp_path)
    run("setup", "--yes", "--lang", "en")
    assert str(launcher_file()) in said_once(run("setup", "--remove"))
    assert not launcher_file().exists()
    assert len(Settings.load().shops) == 1
    assert "nothing" in run("setup", "--remove")


def test_while_excel_holds_the_functions_nothing_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    run("setup", "--yes", "--no-shop", "--lang", "en")

    def held() -> list[Path]:
        raise AddInInUseError(path="OzonFunctions.xlam")

    monkeypatch.setattr(add_ins, "remove", held)
    output = said_once(run("setup", "--remove", code=1))
    assert "OzonFunctions.xlam" in output
    assert "Removed" not in output
    assert launcher_file().exists()


def test_what_was_taken_away_before_something_failed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    run("setup", "--yes", "--no-shop", "--lang", "en")

    def refuse() -> list[str]:
        raise NoSchedulerError(what="denied")

    monkeypatch.setattr("ozon_xl.cli.setup.schedule.remove_all", refuse)
    output = said_once(run("setup", "--remove", code=1))
    assert "Removed" in output
    assert "OzonFunctions.oxt" in output


def test_the_doctor_finds_what_set_up_has_not_done_yet(
    practice: PracticeServer, tmp_path: Path, documents: Path
) -> None:
    add_shop(practice, tmp_path)
    sick = last_line(run("doctor", "--json", "--offline", code=1))["findings"]
    assert [found["about"] for found in sick if found["level"] == "bad"] == ["launcher"]  # type: ignore[attr-defined]
    run("setup", "--yes", "--lang", "ru")
    healthy = run("doctor", str(documents / "Ozon.xlsm"))
    assert "Кнопки запускают" in healthy
    assert "tblOrders" in healthy
    assert " x " not in healthy
    (documents / "Ozon.xlsm").write_bytes(b"")
    assert " x " in run("doctor", str(documents / "Ozon.xlsm"), "--offline", code=1)
