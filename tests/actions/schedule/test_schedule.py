"""What is given to the scheduler of each system: read by the format's own parser, installed, changed, removed."""

import platform
import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ozon_xl.actions.schedule import job, keeping
from ozon_xl.actions.schedule.cron import line, with_line, without_line
from ozon_xl.actions.schedule.job import Job, job_for, name_for
from ozon_xl.actions.schedule.keeping import install, is_there, remove_all, scheduler
from ozon_xl.actions.schedule.mac import agent
from ozon_xl.actions.schedule.systemd import service, timer
from ozon_xl.actions.schedule.windows import NAMESPACE, task
from ozon_xl.cli.schedule import ROUND
from ozon_xl.errors import NoSchedulerError, NotStartableError
from ozon_xl.settings import ScheduleEntry, Settings
from tests.actions.schedule.systems import Cron, Mac, Systemd, Windows, units

NASTY = (
    "/data/Мой магазин/книга 100% $HOME `id` \"a\" 'b' \\c; rm.xlsx",
    "C:\\Users\\Вера Ж\\Мои документы\\店铺 & Co\\Shop.xlsm",
    "/a/b.xlsx",
)
PARSED = "{" + NAMESPACE + "}"


def job_of(book: str = NASTY[0], minutes: int = 15, python: str = "/opt/my python/bin/python3") -> Job:
    command = (python, "-I", "-m", "ozon_xl", "watch", book, "--once", "--shop", "123", "--lang", "ru")
    home = {"OZON_XL_HOME": "/data/дом 50%"}
    return Job(name_for(book, "123"), book, command, timedelta(minutes=minutes), Path("/var/log/my log"), home)


@pytest.mark.parametrize("book", NASTY)
def test_a_task_of_windows(book: str) -> None:
    root = ET.fromstring(task(job_of(book, 120)))

    def text(path: str) -> str | None:
        return root.findtext("/".join(PARSED + part for part in path.split("/")))

    assert [child.tag.removeprefix(PARSED) for child in root] == [
        "RegistrationInfo",
        "Triggers",
        "Principals",
        "Settings",
        "Actions",
    ]
    assert text("Triggers/TimeTrigger/Repetition/Interval") == "PT120M"
    assert text("Principals/Principal/LogonType") == "InteractiveToken", "no password is asked for or kept"
    assert text("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert text("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert text("Settings/DisallowStartIfOnBatteries") == "false"
    assert text("Actions/Exec/Command") == job_of().command[0]
    assert windows_words(text("Actions/Exec/Arguments") or "") == list(job_of(book).command[1:])
    assert book in (text("RegistrationInfo/Description") or "")


def windows_words(line: str) -> list[str]:
    """A command line split as Microsoft's C runtime documents it."""
    words, word, quoted, there, slashes = [], "", False, False, 0
    for letter in line + " ":
        if letter == "\\":
            slashes += 1
            continue
        if letter == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            there, slashes = True, 0
            continue
        word, slashes, there = word + "\\" * slashes, 0, there or slashes > 0
        if letter in " \t" and not quoted:
            if there or word:
                words.append(word)
            word, there = "", False
        else:
            word, there = word + letter, True
    return words


@pytest.mark.parametrize("book", NASTY)
def test_an_agent_of_the_mac(book: str) -> None:
    read: dict[str, Any] = plistlib.loads(agent(job_of(book, 60)))
    assert read["ProgramArguments"] == list(job_of(book).command)
    assert read["StartInterval"] == 3600
    assert read["EnvironmentVariables"] == job_of().environment
    assert read["StandardOutPath"] == read["StandardErrorPath"] == "/var/log/my log"
    assert read["Label"].endswith(job_of(book).name)


@pytest.mark.parametrize("book", NASTY)
def test_units_of_systemd(book: str, tmp_path: Path) -> None:
    made = job_of(book, 20)
    for kind, text in (("service", service(made)), ("timer", timer(made))):
        (tmp_path / kind).write_text(text, encoding="utf-8")
    read = units(tmp_path / "service")
    assert systemd_words(read["Service"]["ExecStart"].replace("$$", "$")) == list(made.command)
    assert systemd_words(read["Service"]["Environment"]) == ["OZON_XL_HOME=/data/дом 50%"]
    assert read["Service"]["Type"] == "oneshot"
    assert units(tmp_path / "timer")["Timer"]["OnUnitActiveSec"] == "20min"
    assert units(tmp_path / "timer")["Install"]["WantedBy"] == "timers.target"


def systemd_words(line: str) -> list[str]:
    """Words in double quotes with C-style escapes, specifiers undone."""
    return [word.replace("%%", "%") for word in shlex.split(line)]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here to verify units")
@pytest.mark.parametrize("book", NASTY)
def test_systemd_itself_finds_nothing_wrong(book: str, tmp_path: Path) -> None:
    made = job_of(book, python=sys.executable)
    paths = [tmp_path / f"{made.name}.{kind}" for kind in ("service", "timer")]
    for path, text in zip(paths, (service(made), timer(made)), strict=True):
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert [each for each in done.stderr.splitlines() if made.name in each] == []


@pytest.mark.parametrize("book", NASTY)
def test_a_line_of_cron_is_what_a_shell_would_run(book: str, tmp_path: Path) -> None:
    made = job_of(book)._replace(log=tmp_path / "a log%")
    *when, command = line(made).split(" ", 5)
    assert when == ["*/15", "*", "*", "*", "*"]
    echo = tmp_path / "python 3"
    echo.write_text('#!/bin/sh\nprintf "%s\\n" "$OZON_XL_HOME" "$@"\n')
    echo.chmod(0o755)
    unescaped = command.replace("\\%", "%").replace(shlex.quote(made.command[0]), shlex.quote(str(echo)))
    subprocess.run(["/bin/sh", "-c", unescaped], check=True, cwd=tmp_path)
    printed = (tmp_path / "a log%").read_text(encoding="utf-8").splitlines()
    assert printed == [made.environment["OZON_XL_HOME"], *made.command[1:]]
    assert "%" not in command.replace("\\%", "")


def test_a_table_of_cron_keeps_what_others_wrote() -> None:
    others = "# mine\nMAILTO=me\n0 5 * * * backup # ozon-xl-not-really\n"
    made = job_of()
    once = with_line(others, made)
    assert once.startswith(others)
    assert with_line(once, made) == once
    other = job_of(NASTY[2])
    both = with_line(once, other)
    assert without_line(without_line(both, other.name), made.name) == others
    assert with_line("", made).count("\n") == 1


@pytest.mark.parametrize("minutes", ROUND)
def test_every_interval_on_offer_can_be_counted_by_cron(minutes: int) -> None:
    minute, hour, *rest = line(job_of(minutes=minutes)).split(" ")[:5]
    assert rest == ["*", "*", "*"]
    if minutes < 60:
        assert 60 % minutes == 0
        assert (minute, hour) == (f"*/{minutes}", "*")
    else:
        assert 24 * 60 % minutes == 0
        assert (minute, hour) == ("0", f"*/{minutes // 60}")


@pytest.fixture(params=["Windows", "Darwin", "systemd", "cron"])
def computer(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[list[str]]]:
    """A computer of each kind; the fixture tells which commands it would start."""
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(job, "version_started_by", lambda _python: "1")
    units_folder = tmp_path / "config" / "systemd" / "user"
    kinds = {"Windows": Windows(), "Darwin": Mac(), "systemd": Systemd(units_folder), "cron": Cron()}
    system: Any = kinds[request.param]
    monkeypatch.setattr(
        platform, "system", lambda: {"systemd": "Linux", "cron": "Linux"}.get(request.param, request.param)
    )
    monkeypatch.setattr(keeping, "run", system)

    def started() -> list[list[str]]:
        if request.param == "Windows":
            return [windows_words(one.findtext(f".//{PARSED}Arguments") or "")[3:] for one in system.tasks.values()]
        if request.param == "Darwin":
            return [one["ProgramArguments"][4:] for one in system.agents.values()]
        if request.param == "systemd":
            files = [(units_folder / name).with_suffix(".service") for name in sorted(system.running)]
            return [systemd_words(units(path)["Service"]["ExecStart"])[4:] for path in files]
        commands = [one.split(" ", 5)[5] for one in system.table.splitlines()]
        return [shlex.split(one.partition(" >>")[0])[5:] for one in commands]

    return started


def entry(book: str = "", client_id: str = "123", minutes: int = 15) -> ScheduleEntry:
    return ScheduleEntry(name=name_for(book, client_id), client_id=client_id, book=book, minutes=minutes)


def test_installed_changed_and_removed_on_every_system(computer: Callable[[], list[list[str]]]) -> None:
    one, two = entry("/a/Shop.xlsx"), entry()
    assert not is_there(one.name)
    for each in (one, two, one.model_copy(update={"minutes": 60})):
        install(job_for(each, "zh"))
        Settings.load().with_schedule(each).save()
        assert is_there(each.name)
    words = ["watch", "/a/Shop.xlsx", "--once", "--shop", "123", "--lang", "zh"]
    assert sorted(computer(), key=len) == [["watch", *words[2:]], words][:2]
    assert sorted(remove_all(one.name)) == ["/a/Shop.xlsx"]
    assert not is_there(one.name)
    assert is_there(two.name)
    assert remove_all() == ["123"]
    assert remove_all() == []
    assert computer() == []
    assert Settings.load().schedules == ()


def test_nothing_of_ours_is_left_on_the_disk(computer: Callable[[], list[list[str]]], tmp_path: Path) -> None:
    one = entry("/a/Shop.xlsx")
    install(job_for(one, "en"))
    Settings.load().with_schedule(one).save()
    remove_all()
    assert [path for path in tmp_path.rglob("*ozon-xl-*") if path.is_file()] == []


def test_a_system_that_refuses_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(keeping, "run", lambda _command, _text: job.Done(1, " access denied \n"))
    for system in ("Windows", "Darwin"):
        with pytest.raises(NoSchedulerError, match=r"\(access denied\)"):
            scheduler(system).install(job_of())


def test_a_computer_without_a_scheduler_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(command: Any, _text: str) -> job.Done:
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(keeping, "run", nothing)
    with pytest.raises(NoSchedulerError, match="ozon-xl watch"):
        scheduler("Linux")
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    assert not is_there("ozon-xl-1")
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(NoSchedulerError):
        install(job_of())
    assert not is_there("ozon-xl-1")


def test_a_python_that_could_not_be_started_is_not_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "version_started_by", lambda _python: "")
    with pytest.raises(NotStartableError):
        job_for(entry(), "en")


def test_what_is_scheduled_starts_this_python_apart_from_its_surroundings() -> None:
    made = job_for(entry("/a/b.xlsx"), "ru")
    assert Path(made.command[0]).is_absolute()
    assert made.command[1:4] == ("-I", "-m", "ozon_xl")


def test_names_are_kept_and_differ() -> None:
    assert name_for("/a", "1") == name_for("/a", "2") != name_for("/b", "1")
    assert name_for("", "1") != name_for("", "2")
    assert len({name_for(f"/{number}", "") for number in range(500)}) == 500
