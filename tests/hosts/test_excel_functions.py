"""Excel's server of functions: xlwings' own code under stubs for Windows, and what is written into the registry."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ozon_xl.builder.functions_addin import wrapper
from ozon_xl.hosts import excel_functions
from ozon_xl.hosts.excel_functions import CLASS_ID, PROG_ID, register, registered, unregister
from ozon_xl.sheets.functions import FUNCTIONS
from tests.store.make import environment


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What xlwings' own code does with our functions; in a process of its own, because it holds on to the stubs."""
    script = Path(__file__).with_name("server_under_stubs.py")
    output = subprocess.check_output([sys.executable, str(script)], env=environment(), timeout=60)
    found: dict[str, Any] = json.loads(output)
    return found


def test_wrappers_are_those_of_xlwings_but_for_what_ours_leave_out(told: dict[str, Any]) -> None:
    """The branch for Excel alone; neither workbook nor caller passed; every failure answered in the user's words."""
    theirs = {}
    for text in told["wrappers"].split("\n\n")[:-1]:
        lines = [line.removeprefix("    ") for line in text.splitlines()]
        body = [line for line in lines if "#If" not in line]
        branch = body.index("#Else")
        body[branch : body.index("#End If") + 1] = []
        plain = "\n".join(line.strip() for line in body)
        for old, new in (
            (", ActiveWorkbook, Application.Caller)", ")"),
            ("If TypeOf Application.Caller Is Range Then On Error", "On Error"),
            ("Err.Description", "NotAnswered()"),
        ):
            assert old in plain
            plain = plain.replace(old, new)
        theirs[plain.split("(")[0]] = plain
    ours = [wrapper(function) for function in FUNCTIONS]
    stripped = ["\n".join(line.strip() for line in text.strip().splitlines()) for text in ours]
    assert sorted(stripped) == sorted(theirs.values())


def test_arguments_come_as_rows_and_answers_go_back_in_their_shape(told: dict[str, Any]) -> None:
    assert told["calls"] == {
        "scalars": "<tea>",
        "range": [["<1-1>"], ["<None>"], ["<2-1>"]],
        "one cell": "<1-1>",
        "row": ["<1-1>", "<2-1>"],
        "table": [["Posting", "State"], ["1-1", "MISSED"]],
    }
    assert told["asked"][0] == ["OZON_STOCK", [[["tea"]], [[12345.0]], None, None]]
    assert told["asked"][-1] == ["OZON_ATRISK", [None]]


def test_it_can_do_nothing_else(told: dict[str, Any]) -> None:
    assert told["public"] == ["CallUDF"]
    assert told["refused"] == ["BugError"] * 3
    assert told["served"] == [CLASS_ID, "Server"]
    assert told["modules"] == []


# --- the registry ----------------------------------------------------------------------------------------------------


class Registry:
    """``winreg`` in two views."""

    HKEY_CURRENT_USER, KEY_READ, KEY_SET_VALUE, REG_SZ = "HKCU", 1, 2, 1
    KEY_WOW64_64KEY, KEY_WOW64_32KEY = 256, 512

    def __init__(self) -> None:
        self.keys: dict[tuple[int, str], str] = {}

    @contextmanager
    def CreateKeyEx(self, root: str, key: str, _reserved: int, access: int) -> Iterator[tuple[int, str]]:  # noqa: N802
        assert root == "HKCU"
        parts = key.split("\\")
        for count in range(3, len(parts) + 1):
            self.keys.setdefault((access & 768, "\\".join(parts[:count])), "")
        yield (access & 768, key)

    @contextmanager
    def OpenKeyEx(self, _root: str, key: str, _reserved: int, access: int) -> Iterator[tuple[int, str]]:  # noqa: N802
        if (access & 768, key) not in self.keys:
            raise FileNotFoundError(key)
        yield (access & 768, key)

    def SetValueEx(self, opened: tuple[int, str], name: str, _reserved: int, _kind: int, value: str) -> None:  # noqa: N802
        assert not name
        self.keys[opened] = value

    def QueryValueEx(self, opened: tuple[int, str], _name: str) -> tuple[str, int]:  # noqa: N802
        return self.keys[opened], 1

    def DeleteKeyEx(self, _root: str, key: str, access: int) -> None:  # noqa: N802
        if (access, key) not in self.keys:
            raise FileNotFoundError(key)
        if any(view == access and other.startswith(f"{key}\\") for view, other in self.keys):
            raise PermissionError(key)
        del self.keys[access, key]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    made = Registry()
    monkeypatch.setattr(excel_functions, "_registry", lambda: made)
    return made


def test_windows_learns_for_both_excels_what_to_start(registry: Registry, tmp_path: Path) -> None:
    python = tmp_path / "My Python" / "python.exe"
    assert registered() == ""
    register(python)
    assert registered() == f'"{python}" -I -m ozon_xl functions --com'
    for view in (registry.KEY_WOW64_64KEY, registry.KEY_WOW64_32KEY):
        class_id = registry.keys[view, rf"Software\Classes\{PROG_ID}\CLSID"]
        assert class_id == CLASS_ID
        assert registry.keys[view, rf"Software\Classes\CLSID\{class_id}\LocalServer32"] == registered()
    unregister()
    assert {key for _view, key in registry.keys} == {r"Software\Classes\CLSID"}
    unregister()


def test_only_this_user_s_part_of_the_registry_is_touched(registry: Registry) -> None:
    register(Path("/p/python.exe"))
    assert all(key.startswith("Software\\Classes\\") for _view, key in registry.keys)
