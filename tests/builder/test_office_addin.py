"""LibreOffice's add-in of functions: what is in it, how it treats the program, and the whole of it in a live office."""

import ast
import importlib.util
import json
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock
from xml.etree import ElementTree as ET

import pytest

from ozon_xl.builder.office_addin import IDENTIFIER, build_office_addin
from ozon_xl.builder.typelib import Method, type_library
from ozon_xl.home import home
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.sheets.functions import FUNCTIONS, STOCK_OF, TABLE_COLUMNS
from ozon_xl.store import Store
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import functions as texts
from ozon_xl.texts import risk as risk_texts
from tests.office import office_python, soffice
from tests.source import PACKAGE, ROOT
from tests.test_functions import MAIN, NUMBERS, SHOP, save

OOR = "{http://openoffice.org/2001/registry}"


# --- what is in it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_two_builds_are_identical(lang: Lang, tmp_path: Path) -> None:
    first, second = tmp_path / "a.oxt", tmp_path / "b.oxt"
    build_office_addin(first, lang)
    build_office_addin(second, lang)
    assert first.read_bytes() == second.read_bytes()


def test_every_part_is_listed_and_there(tmp_path: Path) -> None:
    path = tmp_path / "a.oxt"
    build_office_addin(path, "zh")
    with zipfile.ZipFile(path) as package:
        manifest = ET.fromstring(package.read("META-INF/manifest.xml"))
        listed = {str(entry.get("{http://openoffice.org/2001/manifest}full-path")) for entry in manifest}
        assert {"META-INF/manifest.xml", "description.xml", *listed} == set(package.namelist())
        ET.fromstring(package.read("description.xml"))
        source = package.read("functions.py").decode()
        names = ET.fromstring(package.read("CalcAddIns.xcu"))
    assert texts.NOT_STARTED.zh in source
    ast.parse(source, feature_version=(3, 7))  # LibreOffice brings its own Python, often an old one
    found = {node.get(f"{OOR}name"): node for node in names.iter("node")}
    for function in FUNCTIONS:
        described = [value.text for value in found[function.name].iter("value")]
        assert {*function.help, *(words for item in function.parameters for words in item.help)} <= set(described)


def test_the_type_library_says_what_was_declared() -> None:
    methods = [Method("OZON_A", ["x", "long_name"]), Method("OZON_B", [])]
    assert read_library(type_library("org.example.XThing", methods)) == ("org.example.XThing", methods)


def read_library(library: bytes) -> tuple[str, list[Method]]:
    """An own reader of LibreOffice's format, for an interface alone in its modules."""

    def number(at: int) -> int:
        return int(struct.unpack_from("<I", library, at)[0])

    def text(at: int) -> tuple[str, int]:
        end = at + 4 + number(at)
        return library[at + 4 : end].decode(), end

    assert library.startswith(b"UNOIDL\xff\0")
    names, entry, kind = [], number(8), 0
    assert number(12) == 1
    while kind == 0:
        name_at, content = number(entry), number(entry + 4)
        names.append(library[name_at : library.index(b"\0", name_at)].decode())
        kind, entry = library[content], content + 5
        assert kind or number(content + 1) == 1
    assert kind == 0x85
    assert number(content + 1) == 1
    base, at = text(content + 5)
    assert base == "com.sun.star.uno.XInterface"
    assert number(at) == number(at + 4) == 0
    count, at = number(at + 8), at + 12
    methods = []
    for _method in range(count):
        name, at = text(at)
        answer, at = text(at)
        assert answer == "[][]any"
        taken, at = number(at), at + 4
        parameters = []
        for _parameter in range(taken):
            assert library[at] == 0
            parameter, at = text(at + 1)
            parameters.append(parameter)
            kind_of, at = text(at)
            assert kind_of == "any"
        assert number(at) == 0
        at += 4
        methods.append(Method(name, parameters))
    return ".".join(names), methods


# --- how it treats the program ---------------------------------------------------------------------------------------


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The file that LibreOffice runs, in this Python, over a stub of LibreOffice."""
    monkeypatch.setitem(sys.modules, "uno", MagicMock(getClass=lambda name: type(name, (), {})))
    monkeypatch.setitem(sys.modules, "unohelper", MagicMock(Base=type("Base", (), {})))
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    home()
    spec = importlib.util.spec_from_file_location("proxy", PACKAGE / "builder" / "office_proxy.py")
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(proxy: Any, script: str, **more: Any) -> Any:
    """A program that is this script; it reads lines as ``ask()`` and answers with ``say(id, value)``."""
    head = (
        "import json, sys, os, time\n"
        "def ask():\n    line = sys.stdin.readline()\n    return json.loads(line) if line else sys.exit()\n"
        "def say(id, value):\n    print(json.dumps({'id': id, 'value': value}), flush=True)\n"
    )
    return proxy.Program(command=lambda: [sys.executable, "-I", "-c", head + script], **more)


ECHO = "while True:\n    asked = ask()\n    say(asked['id'], [os.getpid(), asked['name'], asked['arguments']])\n"


def test_one_process_serves_all_and_ranges_go_whole(proxy: Any) -> None:
    echo = program(proxy, ECHO)
    first = echo.ask("OZON_RISK", (((1.0, "ж"), (None, True)), None))
    second = echo.ask("OZON_AGE", ())
    echo.end()
    assert first[1:] == ["OZON_RISK", [[[1.0, "ж"], [None, True]], None]]
    assert second == [first[0], "OZON_AGE", []]


def test_a_long_column_goes_through(proxy: Any) -> None:
    echo = program(proxy, ECHO)
    column = tuple((f"{number}-0001-1",) for number in range(50_000))
    assert len(echo.ask("OZON_RISK", (column,))[2][0]) == 50_000
    echo.end()


def test_a_process_that_died_is_started_anew(proxy: Any) -> None:
    echo = program(proxy, ECHO)
    old = echo.ask("OZON_AGE", ())[0]
    os.kill(old, 9)
    assert echo.ask("OZON_AGE", ())[0] != old
    echo.end()


@pytest.mark.parametrize(
    "script",
    [
        "sys.exit()",
        "ask(); print('Traceback', flush=True); time.sleep(60)",
        "say(ask()['id'] + 1, 0); time.sleep(60)",
        "ask(); print('[]', flush=True); time.sleep(60)",
    ],
    ids=["ends", "babbles", "answers another question", "answers otherwise"],
)
def test_a_program_that_does_not_work_is_left_alone_for_a_while(proxy: Any, script: str) -> None:
    now = [0.0]
    broken = program(proxy, script, clock=lambda: now[0])
    starts: list[list[str]] = []
    command = broken._command

    def counted() -> Any:
        starts.append(command())
        return starts[-1]

    broken._command = counted
    assert [broken.ask("OZON_AGE", ()) for _cell in range(5)] == [None] * 5
    assert len(starts) == 1
    now[0] += proxy.REST_S
    broken.ask("OZON_AGE", ())
    assert len(starts) == 2


def test_a_program_that_hangs_is_ended(proxy: Any, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    hanging = program(proxy, f"open({str(mark)!r}, 'w').write(str(os.getpid())); ask(); time.sleep(60)", answer_s=1.0)
    started = time.monotonic()
    assert hanging.ask("OZON_AGE", ()) is None
    assert time.monotonic() - started < 10
    pid = int(mark.read_text())
    for _wait in range(100):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_program_is_the_one_that_set_up_wrote_down(
    proxy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError):
        proxy.command()
    launcher = home() / "python.txt"
    launcher.write_text("/some/where/python\n")
    assert proxy.command() == ["/some/where/python", "-I", "-m", "ozon_xl", "functions"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "python").touch(mode=0o755)
    for planted in ("python", "./python", ""):
        launcher.write_text(planted)
        with pytest.raises(FileNotFoundError):
            proxy.command()
        assert proxy.Program().ask("OZON_AGE", ()) is None


def test_it_finds_the_folder_that_the_program_uses(proxy: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert proxy.program_folder() == home()
    monkeypatch.delenv("OZON_XL_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert proxy.program_folder() == home()
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert proxy.program_folder() == home()


def test_calc_always_gets_rows(proxy: Any) -> None:
    assert proxy.for_calc("x") == (("x",),)
    assert proxy.for_calc([["x", 1], ["", 2.5]]) == (("x", 1.0), ("", 2.5))
    assert isinstance(proxy.for_calc(3)[0][0], float)


def test_only_our_functions_are_handed_on(proxy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def ask(*what: Any) -> Any:
        asked.append(what)
        return [[1]] if len(asked) == 1 else None

    monkeypatch.setattr(proxy, "_PROGRAM", SimpleNamespace(ask=ask))
    add_in = proxy.OzonFunctions(None)
    assert add_in.OZON_RISK("1-1", None) == ((1.0,),)
    assert add_in.OZON_RISK("1-1", None) == ((proxy.NOT_STARTED,),)
    assert asked == [("OZON_RISK", ("1-1", None))] * 2
    assert not hasattr(add_in, "getTypes")


# --- in a live office ------------------------------------------------------------------------------------------------


class Office:
    """An office of its own profile with the add-in, and a sheet to type into."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        pipe = f"ozon-xl-functions-{os.getpid()}"
        options = ["--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice(), profile, *options]
        with (folder / "office.log").open("w") as log:
            self._office = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        driver = str(Path(__file__).with_name("office_cells.py"))
        self._driver = subprocess.Popen(
            [office_python(), driver, pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *request: Any) -> Any:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps(request) + "\n")
        self._driver.stdin.flush()
        return json.loads(self._driver.stdout.readline())

    def close(self) -> None:
        for process in (self._driver, self._office):
            process.kill()
            process.communicate()


def isolated_python(folder: Path) -> Path:
    """An interpreter that finds this program under ``-I``: ours where it is installed, else one that is told where."""
    look = [sys.executable, "-I", "-c", "import ozon_xl; print(ozon_xl.__file__)"]
    if subprocess.run(look, capture_output=True, check=False).returncode == 0:
        return Path(sys.executable)
    told = folder / "python"
    start = f"import sys, runpy; sys.path.append({str(ROOT)!r}); runpy.run_module('ozon_xl', run_name='__main__')"
    told.write_text(
        f'#!/bin/sh\n[ "$1 $2 $3" = "-I -m ozon_xl" ] || exit 9\nshift 3\nexec {sys.executable} -I -c "{start}" "$@"\n'
    )
    told.chmod(0o755)
    return told


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A computer on which everything is set up and a shop was refreshed; where it lies."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OZON_XL_HOME", str(folder / "home"))
        patch.setenv("TZ", "UTC")
        Settings(language="ru", shops=(ShopEntry(client_id=SHOP),)).save()
        (home() / "python.txt").write_text(str(isolated_python(folder)))
        with Store.open() as store:
            save(store, at=datetime.now(UTC) - timedelta(minutes=5))
        yield folder


@pytest.fixture(scope="module")
def office(place: Path) -> Iterator[Office]:
    for planted in ("json.py", "subprocess.py", "ozon_xl.py", "sitecustomize.py", "xlwings.conf"):
        (place / planted).write_text(f"open({str(place / 'planted')!r}, 'w').close()\n")
    path = place / "OzonFunctions.oxt"
    build_office_addin(path, "ru")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PATH"] = os.defpath  # with a venv in front, LibreOffice's own Python takes that one's library and dies
    made = Office(place, environment)
    try:
        assert made.ask("install", path.as_uri()) == IDENTIFIER
        yield made
        made.ask("quit")
    finally:
        made.close()
        shutil.rmtree(place / "profile", ignore_errors=True)


@pytest.mark.office
@pytest.mark.slow
def test_formulas_are_answered_in_cells(office: Office) -> None:
    def typed(formula: str) -> Any:
        return office.ask("formula", "A1", formula)[0][0]

    assert typed("=OZON_AGE()") >= 5
    assert typed('=OZON_RISK("3-1-1")') == risk_texts.TIER_MISSED.ru
    assert typed('=OZON_STOCK("tea";"Дом")') == 7
    assert typed('=OZON_STOCK("tea";"Дом";"На полке")') == 7
    assert typed('=OZON_SHORT("tea")*10') == 30
    assert typed('=OZON_POSTING("1-1-1";"Склад")') == "Хоругвино"
    assert typed(f'=OZON_STOCK("tea";{MAIN})') == texts.DIGITS_LOST.ru
    assert typed('=OZON_STOCK("tea";"Дом";"Нет такого")').startswith("Нет поля Нет такого")
    assert typed("=OZON_RISK(Z99)") == ""


@pytest.mark.office
@pytest.mark.slow
def test_ranges_and_tables_come_whole(office: Office) -> None:
    office.ask("put", "B1:B5", [[number] for number in NUMBERS])
    told = office.ask("array", "C1:C5", "=OZON_RISK(B1:B5)")
    assert [row[0] for row in told][2:] == [risk_texts.TIER_MISSED.ru, risk_texts.TIER_DONE.ru, risk_texts.TIER_DONE.ru]
    table = office.ask("array", "E1:L4", "=OZON_ATRISK()")
    assert len(table[0]) == len(TABLE_COLUMNS)
    assert {row[0] for row in table[1:]} == {"1-1-1", "2-1-1", "3-1-1"}
    assert table[1][5] > 40_000


@pytest.mark.office
@pytest.mark.slow
def test_a_new_refresh_shows_when_all_is_recalculated(office: Office) -> None:
    assert office.ask("formula", "N1", '=OZON_STOCK("tea";"Дом")') == [[7]]
    with Store.open() as store:
        save(store, stock=[], at=datetime.now(UTC))
    office.ask("calculate")
    assert office.ask("values", "N1") == [[texts.NOT_THERE.say("ru", offer="tea", warehouse="Дом")]]


@pytest.mark.office
@pytest.mark.slow
def test_the_wizard_explains_them(office: Office) -> None:
    said = office.ask("described", STOCK_OF.name)
    assert said["description"] in STOCK_OF.help
    assert [name for name, _help in said["arguments"]] == [item.name for item in STOCK_OF.parameters]


@pytest.mark.office
@pytest.mark.slow
def test_nothing_planted_beside_the_office_was_run(office: Office, place: Path) -> None:
    office.ask("formula", "P1", "=OZON_AGE()")
    assert not (place / "planted").exists()
