"""What the doctor sees on a computer, by computers made up for it."""

import sys
from pathlib import Path

import pytest

import ozon_xl
from ozon_xl import errors, keys
from ozon_xl.actions import launcher as launching
from ozon_xl.actions.doctor import machine as checks
from ozon_xl.actions.doctor.machine import Machine, machine_findings, this_machine
from ozon_xl.actions.finding import Finding, Level
from ozon_xl.actions.launcher import write_launcher
from ozon_xl.actions.setup import MAC_SCRIPT, mac_script
from ozon_xl.builder.macros import SOURCES

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
LOCAL_RULES = RULES.replace("Policies\\", "")
RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


@pytest.fixture(autouse=True)
def _computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "user")
    monkeypatch.setattr(keys, "store_name", lambda: "Vault")
    monkeypatch.setattr(checks, "find_office", lambda: Path("/opt/office/soffice"))
    monkeypatch.setattr(checks, "find_pythons", lambda _office: [Path("/opt/office/python")])
    monkeypatch.setattr(checks, "can_speak", lambda _python: True)
    monkeypatch.setattr(checks, "version_started_by", lambda _python: ozon_xl.__version__)


def machine(system: str = "Linux", registry: dict[tuple[str, str], object] | None = None) -> Machine:
    values = registry or {}
    return this_machine()._replace(system=system, registry=lambda key, name: values.get((key, name)))


def wrong(found: list[Finding]) -> list[tuple[Level, str]]:
    return [(finding.level, finding.about) for finding in found if finding.level is not Level.OK]


def diagnosed(made: Machine) -> list[tuple[Level, str]]:
    return wrong(list(machine_findings(made)))


@pytest.mark.parametrize("system", ["Linux", "Windows"])
def test_a_good_computer_has_nothing_wrong(system: str) -> None:
    write_launcher(Path(sys.executable))
    found = list(machine_findings(machine(system)))
    assert wrong(found) == []
    assert {"python", "program", "launcher", "keys", "log"} <= {finding.about for finding in found}


def test_this_computer_can_be_asked() -> None:
    made = this_machine()
    assert made.python == Path(sys.executable)
    assert made.bits in {32, 64}
    assert made.registry("HKCU\\Nothing", "at all") is None
    assert (made.program / "__main__.py").exists()


def test_a_launcher_that_is_missing_broken_or_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert diagnosed(machine()) == [(Level.BAD, "launcher")]
    write_launcher(Path("/nowhere/python"))
    for found in ("", "0.0.1"):
        monkeypatch.setattr(checks, "version_started_by", lambda _python, found=found: found)
        assert diagnosed(machine()) == [(Level.BAD, "launcher")]
        words = next(iter(checks.launcher())).words
        assert "/nowhere/python" in words.zh
        assert found in words.ru
    assert launching.read_launcher() == Path("/nowhere/python")


def test_the_python_of_the_store_and_one_whose_path_macros_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write_launcher(Path(sys.executable))
    store = Path("/C/Users/x/AppData/Local/Microsoft/WindowsApps/python.exe")
    assert diagnosed(machine()._replace(python=store)) == [(Level.BAD, "python")]
    monkeypatch.setattr(launching, "MACRO_CODING", "cp1251")
    assert diagnosed(machine()._replace(python=Path("/程序/python"))) == [(Level.BAD, "python")]


def test_a_program_in_a_synchronised_folder_is_told() -> None:
    write_launcher(Path(sys.executable))
    assert diagnosed(machine()._replace(program=Path("/users/x/OneDrive/env/ozon_xl"))) == [(Level.CARE, "program")]


@pytest.mark.parametrize(
    ("key", "setting", "found"),
    [
        (OWN, 4, [(Level.BAD, "macros")]),
        (OWN, 3, [(Level.BAD, "macros")]),
        (OWN, 2, []),
        (OWN, 1, []),
        (POLICY, 4, [(Level.BAD, "macros")]),
        (POLICY, 2, []),
    ],
)
def test_macros_that_are_switched_off(key: str, setting: int, found: list[tuple[Level, str]]) -> None:
    write_launcher(Path(sys.executable))
    registry: dict[tuple[str, str], object] = {(key, "VBAWarnings"): setting}
    assert diagnosed(machine("Windows", registry)) == found
    assert diagnosed(machine("Linux", registry)) == []


@pytest.mark.parametrize("key", [RULES, LOCAL_RULES])
@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("1", [(Level.BAD, "antivirus")]),
        (1, [(Level.BAD, "antivirus")]),
        ("6", [(Level.CARE, "antivirus")]),
        ("2", []),
        ("0", []),
    ],
)
def test_defender_that_keeps_office_from_starting_programs(
    key: str, setting: object, found: list[tuple[Level, str]]
) -> None:
    write_launcher(Path(sys.executable))
    assert diagnosed(machine("Windows", {(key, RULE): setting})) == found


def test_the_script_on_a_mac_is_there_and_current() -> None:
    write_launcher(Path(sys.executable))
    assert diagnosed(machine("Darwin")) == [(Level.BAD, "script")]
    target = mac_script()
    target.parent.mkdir(parents=True)
    target.write_bytes((SOURCES / MAC_SCRIPT).read_bytes())
    assert diagnosed(machine("Darwin")) == []
    target.write_text("-- old")
    assert diagnosed(machine("Darwin")) == [(Level.BAD, "script")]


def test_an_office_without_a_python_is_told_and_none_at_all_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    write_launcher(Path(sys.executable))
    monkeypatch.setattr(checks, "can_speak", lambda _python: False)
    assert diagnosed(machine()) == [(Level.CARE, "office")]

    def missing(*_office: Path) -> Path:
        raise errors.ProgramMissingError(program="LibreOffice", what="")

    monkeypatch.setattr(checks, "find_pythons", missing)
    assert diagnosed(machine()) == [(Level.CARE, "office")]
    monkeypatch.setattr(checks, "find_office", missing)
    assert diagnosed(machine()) == []


def test_a_computer_without_a_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    write_launcher(Path(sys.executable))
    monkeypatch.setattr(keys, "store_name", lambda: "")
    assert diagnosed(machine()) == [(Level.CARE, "keys")]
