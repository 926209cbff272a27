"""Alerts and schedules as a user sets them up, and a look as the system starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from ozon_xl.actions import schedule
from ozon_xl.cli import alerts as commands
from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings
from ozon_xl.sheets import ORDERS
from tests.cli.typing_in import add_shop, last_line, run
from tests.fresh_log import fresh_log
from tests.receivers import Hook, hook
from tests.source import ROOT
from tests.test_keys import Safe

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by one of Apprise's many parts


@pytest.fixture(autouse=True)
def store_of_keys() -> Iterator[Safe]:
    before: KeyringBackend = keyring.get_keyring()
    safe = Safe()
    keyring.set_keyring(safe)
    with fresh_log():
        yield safe
    keyring.set_keyring(before)


@pytest.fixture
def team() -> Iterator[Hook]:
    with hook() as receiver:
        yield receiver


def add_channel(team: Hook, folder: Path, name: str = "team") -> None:
    path = folder / f"{name} address"
    path.write_text(team.address)
    path.chmod(0o600)
    run("alert", "add", name, "--address-file", str(path), "--lang", "en")


def test_a_channel_is_set_up_tried_and_removed_and_its_address_never_shown(
    team: Hook, store_of_keys: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "somebody_is_there", lambda: True)
    said = run("alert", "add", "team", "--lang", "en", typed=f"{team.address}\n")
    assert "(JSON) is set up" in said
    assert store_of_keys.kept == {("ozon_xl", "alert team"): team.address}
    said += run("alert", "list", "--lang", "en") + run("alert", "list", "--json")
    said += run("alert", "test", "--lang", "ru")
    assert "проверка" in team.got[0].title
    team.manner = "fail"
    said += run("alert", "test", "team", "--lang", "en", code=1)
    run("alert", "test", "nobody", code=1)
    run("alert", "remove", "nobody", code=1)
    said += run("alert", "remove", "team", "--lang", "en")
    assert store_of_keys.kept == {}
    assert team.secret not in said
    assert "No channel" in run("alert", "list", "--lang", "en")
    run("alert", "test", code=1)


def test_what_is_no_channel_is_refused_and_nothing_kept(
    team: Hook, tmp_path: Path, store_of_keys: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody can be asked" in run("alert", "add", "team", "--lang", "en", code=1)
    monkeypatch.setattr(commands, "somebody_is_there", lambda: True)
    assert "tgram://" in run("alert", "add", "team", "--lang", "zh", typed="nonsense\n", code=1)
    run("alert", "add", "a b", code=2)
    path = tmp_path / "address"
    path.write_text(team.address)
    path.chmod(0o644)
    if os.name == "posix":
        assert "chmod 600" in run("alert", "add", "team", "--address-file", str(path), code=1)
    assert store_of_keys.kept == {}
    assert Settings.load().alerts.channels == ()


def test_hours_are_set_and_shown() -> None:
    assert "Quiet from 22:00 to 07:00" in run("alert", "when", "--lang", "en")
    said = run("alert", "when", "--quiet", "23-6:30", "--digest", "8", "--from", "urgent", "--lang", "en")
    assert "Quiet from 23:00 to 06:30" in said
    assert "08:00" in said
    assert "URGENT" in said
    said = run("alert", "when", "--quiet", "off", "--digest", "off", "--lang", "en")
    assert "No quiet hours" in said
    assert "No summary" in said
    assert "URGENT" in run("alert", "list", "--lang", "en"), "what was not named stays"
    for wrong in (("--quiet", "22"), ("--quiet", "25:00-07:00"), ("--digest", "9am"), ("--from", "calm")):
        run("alert", "when", *wrong, code=2)


def test_a_look_refreshes_the_workbook_and_tells(practice: PracticeServer, team: Hook, tmp_path: Path) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    add_channel(team, tmp_path)
    run("alert", "when", "--quiet", "off", "--digest", "off")
    run("new", str(book), "--lang", "en", "--shop", practice.client_id)
    said = run("watch", str(book), "--once", "--lang", "en")
    assert "went out by “team”" in said
    rows = FileHost(book).read(ORDERS, ("tier",))
    told = {row.key[0] for row in rows if row.cells["tier"].value not in {"calm", "done"}}
    assert told
    assert all(number in team.got[0].body for number in told)
    assert len(team.got) == 1
    run("watch", str(book), "--once")
    assert len(team.got) <= 2, "what has just changed at most"
    listed = last_line(run("alert", "list", "--json"))
    assert listed["channels"][0]["last"]["fate"] == "sent"  # type: ignore[index]


def test_a_look_without_a_workbook_or_with_one_that_is_open_keeps_the_store_and_tells(
    practice: PracticeServer, team: Hook, tmp_path: Path
) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    add_channel(team, tmp_path)
    run("alert", "when", "--quiet", "off", "--digest", "off")
    run("watch", "--once", "--shop", practice.client_id)
    assert len(team.got) == 1
    assert last_line(run("orders", "--json"))["orders"]
    run("new", str(book), "--lang", "en")
    before = book.read_bytes()
    (tmp_path / "~$Shop.xlsx").write_bytes(b"\x04Anna")
    said = run("watch", str(book), "--once", "--lang", "en")
    assert "is open" in said
    assert "orders fetched" in said
    assert book.read_bytes() == before


def test_a_look_that_fails_still_tells_and_says_that_it_failed(
    practice: PracticeServer, team: Hook, tmp_path: Path
) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    run("new", str(book), "--lang", "en")
    run("watch", str(book), "--once")
    add_channel(team, tmp_path)
    run("alert", "when", "--quiet", "off", "--digest", "off")
    practice.control.faults("refuse:role")
    assert "may not" in run("watch", str(book), "--once", "--lang", "en", code=1)
    assert len(team.got) == 1
    assert "may not" in str(FileHost(book).get("Status").value), "whoever opens the workbook sees it"
    practice.control.faults("")
    run("watch", str(book), "--once")
    assert FileHost(book).get("Status").is_blank
    run("watch", str(tmp_path / "gone.xlsx"), "--once", code=1)
    run("watch", code=2)


def test_a_fault_of_ours_is_logged_and_alerts_go_on(
    practice: PracticeServer, team: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_shop(practice, tmp_path)
    run("watch", "--once")
    add_channel(team, tmp_path)
    run("alert", "when", "--quiet", "off")

    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ozon_xl.actions.look.remember", broken)
    assert "ZeroDivisionError" in run("watch", "--once", "--lang", "en", code=1)
    assert team.got
    assert "Traceback" in (tmp_path / "home" / "log" / "ozon-xl.log").read_text("utf-8")


def test_as_the_system_starts_it(practice: PracticeServer, team: Hook, tmp_path: Path) -> None:
    """With no terminal, no folder of its own, and what pythonw has instead of an output: none."""
    add_shop(practice, tmp_path)
    add_channel(team, tmp_path)
    run("alert", "when", "--quiet", "off", "--digest", "off")
    code = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); sys.stdout = sys.stderr = None;"
        "sys.argv[0] = 'ozon_xl'; runpy.run_module('ozon_xl', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(ROOT), "watch", "--once", "--lang", "ru"],
        env={"OZON_XL_HOME": os.environ["OZON_XL_HOME"]},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "КРИТИЧНО" in team.got[0].title


def test_schedules_are_installed_shown_and_removed(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing: dict[str, schedule.Job] = {}
    monkeypatch.setattr(schedule, "install", lambda job: standing.update({job.name: job}))
    monkeypatch.setattr(schedule, "is_there", lambda name: name in standing)
    monkeypatch.setattr("ozon_xl.actions.schedule.job.version_started_by", lambda _python: "1")
    monkeypatch.setattr("ozon_xl.actions.schedule.keeping.scheduler", lambda: Leaving(standing))
    book = tmp_path / "Shop.xlsx"
    run("schedule", "install", "--every", "15m", code=1)
    add_shop(practice, tmp_path)
    run("new", str(book))
    for wrong in ("7m", "0m", "5h", "2d", "soon"):
        run("schedule", "install", str(book), "--every", wrong, code=2)
    run("schedule", "install", str(tmp_path / "gone.xlsx"), code=1)
    assert "Nothing" in run("schedule", "show", "--lang", "en")
    assert str(book) in run("schedule", "install", str(book), "--lang", "en").replace("\n", "")
    run("schedule", "install", "--shop", practice.client_id, "--every", "2h")
    run("schedule", "install", str(book), "--every", "30m")
    shown = json.loads(run("schedule", "show", "--json"))["schedules"]
    assert sorted((one["minutes"], one["stands"]) for one in shown) == [(30, True), (120, True)]
    assert all(job.command[-6:-2][-2:] == ("--shop", practice.client_id) for job in standing.values())
    run("schedule", "show", "--lang", "zh")
    run("schedule", "remove", str(book))
    assert [job.about for job in standing.values()] == [practice.client_id]
    run("schedule", "remove", "--lang", "en")
    assert standing == {}
    assert "Nothing" in run("schedule", "remove", "--lang", "en")


class Leaving:
    """A scheduler that lets go of jobs."""

    def __init__(self, standing: dict[str, schedule.Job]) -> None:
        self.remove = standing.pop
