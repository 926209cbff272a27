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
    monkeypatch.setattr(checks, "excel_trouble", lambda _python: "")


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


@pytest.mark.parametrize("setting", [1, "1"])
@pytest.mark.parametrize("key", [POLICY, OWN, POLICY.replace("HKCU", "HKLM"), OWN.replace("HKCU", "HKLM")])
def test_an_office_without_vba(key: str, setting: object) -> None:
    """Whatever Excel's own setting is."""
    write_launcher(Path(sys.executable))
    common = key.replace(r"Excel\Security", "Common")
    registry: dict[tuple[str, str], object] = {(common, "VBAOff"): setting, (OWN, "VBAWarnings"): 1}
    found = list(checks.macros_allowed(machine("Windows", registry).registry))
    assert wrong(found) == [(Level.BAD, "macros")]
    assert common in found[0].words.en
    assert diagnosed(machine("Windows", registry | {(common, "VBAOff"): 0})) == []


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (f"3b576869-a4ec-4529-8536-b80a7769e899=2|{RULE}=1", [(Level.BAD, "antivirus")]),
        (f"{RULE.upper()}=6", [(Level.CARE, "antivirus")]),
        (f"{RULE}=2", []),
        ("3b576869-a4ec-4529-8536-b80a7769e899=1", []),
        ("", []),
    ],
)
def test_rules_that_a_company_sets_by_intune(rules: str, found: list[tuple[Level, str]]) -> None:
    write_launcher(Path(sys.executable))
    place = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
    assert diagnosed(machine("Windows", {(place, "ASRRules"): rules})) == found


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


def test_on_a_mac_the_commands_are_named_instead_of_buttons() -> None:
    write_launcher(Path(sys.executable))
    found = list(machine_findings(machine("Darwin")))
    assert wrong(found) == [(Level.CARE, "excel")]
    (words,) = [finding.words for finding in found if finding.about == "excel"]
    assert all("ozon-xl refresh" in text for text in words)


@pytest.mark.parametrize(
    ("registry", "bits"),
    [
        ({(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x86"}, "32"),
        ({(r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook", "Bitness"): "x64"}, "64"),
        ({(r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook", "Bitness"): "?"}, ""),
        ({}, ""),
    ],
)
def test_the_excel_that_is_installed(registry: dict[tuple[str, str], object], bits: str) -> None:
    write_launcher(Path(sys.executable))
    found = [finding for finding in machine_findings(machine("Windows", registry)) if finding.about == "excel"]
    assert [finding.words.en for finding in found] == ([f"Excel, {bits} bit"] if bits else [])


def test_a_python_whose_way_to_excel_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a Python was replaced by one of another version, or an antivirus took a DLL away."""
    write_launcher(Path(sys.executable))
    cause = "ImportError('DLL load failed while importing win32api: %1 is not a valid Win32 application.')"
    monkeypatch.setattr(checks, "excel_trouble", lambda _python: cause)
    found = list(machine_findings(machine("Windows")))
    assert wrong(found) == [(Level.BAD, "excel")]
    (words,) = [finding.words for finding in found if finding.about == "excel"]
    assert all(cause in text and sys.executable in text for text in words)
    assert diagnosed(machine("Linux")) == []


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
