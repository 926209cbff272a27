"""This computer: the Python, the program, what the macros start, and what the system puts in their way."""

import platform
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

import ozon_xl
from ozon_xl import errors, keys
from ozon_xl.actions.add_ins import starts_wrong
from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.actions.launcher import as_macros_read, excel_trouble, interpreter, read_launcher, version_started_by
from ozon_xl.actions.log import log_file
from ozon_xl.hosts.office.installed import can_speak, find_office, find_pythons
from ozon_xl.store.place import is_synced, is_unc
from ozon_xl.texts import doctor as texts

Registry = Callable[[str, str], object]
"""Key (from ``HKCU\\`` or ``HKLM\\`` on) and name -> value; None where there is none."""

_OFFICE_BITS: Final = (
    (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"),
    (r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook", "Bitness"),
)
"""Where Office says whether it is ``x86`` or ``x64``: one that comes over the network, and one from a package."""
_BITS: Final = {"x86": 32, "x64": 64}
_NO_VBA: Final = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Common",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Common",
    r"HKCU\Software\Microsoft\Office\16.0\Common",
    r"HKLM\Software\Microsoft\Office\16.0\Common",
)
"""Where ``VBAOff`` may stand: Office then has no macros at all, whatever else is allowed."""
_SECURITY: Final = r"Software\{policies}Microsoft\Office\16.0\Excel\Security"
_NO_MACROS, _SIGNED_ONLY = 4, 3
"""``VBAWarnings``: disable all without notification; disable all but digitally signed ones."""
_INTUNE: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
"""Where a company that manages its computers with Intune keeps all rules, as ``id=state|id=state``."""
_ASR: Final = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_NO_CHILDREN: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""The rule "Block all Office applications from creating child processes"."""
_BLOCK, _WARN = 1, 6


class Machine(NamedTuple):
    """What the checks ask of a computer."""

    system: str
    """``Windows``, ``Darwin`` or ``Linux``."""
    version: str
    bits: int
    python: Path
    program: Path
    registry: Registry


def this_machine() -> Machine:
    """The computer that this runs on."""
    return Machine(
        system=platform.system(),
        version=platform.python_version(),
        bits=struct.calcsize("P") * 8,
        python=Path(sys.executable),
        program=Path(ozon_xl.__file__).parent,
        registry=_registry if platform.system() == "Windows" else lambda _key, _name: None,
    )


def machine_findings(machine: Machine) -> Iterator[Finding]:
    """All of them."""
    yield from python(machine)
    yield from program(machine)
    yield from launcher()
    if machine.system == "Windows":
        yield from excel(machine.registry)
        yield from macros_allowed(machine.registry)
        yield from children_allowed(machine.registry)
        yield from functions()
    if machine.system == "Darwin":
        yield care("excel", texts.NO_BUTTONS_ON_MAC)
    yield from office()
    yield from key_store()
    yield ok("log", texts.LOG.filled(path=log_file()))


def python(machine: Machine) -> Iterator[Finding]:
    """The Python, and whether macros could start it."""
    try:
        as_macros_read(str(interpreter(machine.python)))
    except errors.SetupError as error:
        yield Finding.of("python", error)
    else:
        yield ok("python", texts.PYTHON.filled(version=machine.version, bits=machine.bits, python=machine.python))


def program(machine: Machine) -> Iterator[Finding]:
    """Where this program lies."""
    if is_unc(str(machine.program)) or is_synced(machine.program):
        yield care("program", texts.PROGRAM_SYNCED.filled(path=machine.program))
    else:
        yield ok("program", texts.PROGRAM.filled(version=ozon_xl.__version__, path=machine.program))


def launcher() -> Iterator[Finding]:
    """What the buttons start."""
    named = read_launcher()
    if named is None:
        yield bad("launcher", texts.NO_LAUNCHER)
        return
    found = version_started_by(named)
    if not found:
        yield bad("launcher", texts.LAUNCHER_BROKEN.filled(python=named))
    elif found != ozon_xl.__version__:
        about = {"python": named, "found": found, "version": ozon_xl.__version__}
        yield bad("launcher", texts.LAUNCHER_OTHER.filled(**about))
    else:
        yield ok("launcher", texts.LAUNCHER.filled(python=named))


def excel(registry: Registry) -> Iterator[Finding]:
    """Which Excel there is, and whether what the buttons start can reach it."""
    told = (registry(key, name) for key, name in _OFFICE_BITS)
    bits = next((_BITS[str(platform)] for platform in told if platform in _BITS), None)
    if bits:
        yield ok("excel", texts.EXCEL.filled(bits=bits))
    named = read_launcher()
    if named is not None and version_started_by(named) and (cause := excel_trouble(named)):
        yield bad("excel", texts.EXCEL_UNREACHABLE.filled(python=named, cause=cause))


def macros_allowed(registry: Registry) -> Iterator[Finding]:
    """Excel's own setting, and that of whoever administers the computer."""
    for key in _NO_VBA:
        setting = registry(key, "VBAOff")
        if setting:
            yield bad("macros", texts.MACROS_OFF.filled(where=f"{key}\\VBAOff = {setting}"))
            return
    for policies in ("Policies\\", ""):
        key = "HKCU\\" + _SECURITY.format(policies=policies)
        setting = registry(key, "VBAWarnings")
        if setting in {_NO_MACROS, _SIGNED_ONLY}:
            words = texts.MACROS_OFF if setting == _NO_MACROS else texts.MACROS_SIGNED
            yield bad("macros", words.filled(where=f"{key}\\VBAWarnings = {setting}"))
            return


def children_allowed(registry: Registry) -> Iterator[Finding]:
    """Whether Defender lets Excel start a program."""
    for state in _states_of_the_rule(registry):
        if state == str(_BLOCK):
            yield bad("antivirus", texts.CHILDREN_BLOCKED)
            return
        if state == str(_WARN):
            yield care("antivirus", texts.CHILDREN_WARNED)
            return


def _states_of_the_rule(registry: Registry) -> Iterator[str]:
    for rule in str(registry(_INTUNE, "ASRRules")).split("|"):
        name, _, state = rule.partition("=")
        if name.strip().casefold() == _NO_CHILDREN:
            yield state.strip()
    for key in _ASR:
        yield str(registry(key, _NO_CHILDREN))


def functions() -> Iterator[Finding]:
    """What Excel's worksheet functions start."""
    named = read_launcher()
    if named is not None and (command := starts_wrong(named)):
        yield bad("functions", texts.FUNCTIONS_WRONG.filled(command=command))


def office() -> Iterator[Finding]:
    """LibreOffice, and a Python of its own that can speak to it. Who works in Excel needs neither."""
    try:
        path = find_office()
    except errors.ProgramMissingError:
        yield ok("office", texts.NO_OFFICE)
        return
    speaks = False
    with suppress(errors.ProgramMissingError):
        speaks = any(map(can_speak, find_pythons(path)))
    yield (
        ok("office", texts.OFFICE.filled(path=path)) if speaks else care("office", texts.OFFICE_DUMB.filled(path=path))
    )


def key_store() -> Iterator[Finding]:
    """Where keys can go."""
    name = keys.store_name()
    yield ok("keys", texts.KEY_STORE.filled(name=name)) if name else care("keys", texts.NO_KEY_STORE)


def _registry(key: str, name: str) -> object:
    """A value of the registry of Windows, which shows another part of itself to a Python of 32 bits by default."""
    winreg = import_module("winreg")
    root, _, path = key.partition("\\")
    try:
        start = winreg.HKEY_CURRENT_USER if root == "HKCU" else winreg.HKEY_LOCAL_MACHINE
        with winreg.OpenKey(start, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            value: object = winreg.QueryValueEx(opened, name)[0]
            return value
    except OSError:
        return None
