"""The schedulers of three systems as far as we use them: they read what we write with the formats' own parsers."""

import plistlib
from collections.abc import Sequence
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

from ozon_xl.actions.schedule.job import Done
from ozon_xl.actions.schedule.windows import NAMESPACE

OK, NO = Done(0, ""), Done(1, "no such thing\n")


class Windows:
    """``schtasks``: tasks by name."""

    def __init__(self) -> None:
        self.tasks: dict[str, ET.Element] = {}

    def __call__(self, command: Sequence[str], _text: str) -> Done:
        program, verb, name_flag, name, *more = command
        assert (program, name_flag) == ("schtasks", "/TN")
        if verb == "/Create":
            flag, path, force = more
            assert (flag, force) == ("/XML", "/F")
            content = Path(path).read_bytes()
            assert content.startswith((b"\xff\xfe", b"\xfe\xff")), "schtasks reads UTF-16 with its mark"
            self.tasks[name] = ET.fromstring(content)
            assert self.tasks[name].tag == f"{{{NAMESPACE}}}Task"
            return OK
        if name not in self.tasks:
            return NO
        if verb == "/Delete":
            assert more == ["/F"]
            del self.tasks[name]
        return OK


class Mac:
    """``launchctl``: agents by their place."""

    def __init__(self) -> None:
        self.agents: dict[str, dict[str, object]] = {}

    def __call__(self, command: Sequence[str], _text: str) -> Done:
        program, verb, place, *more = command
        assert program == "launchctl"
        if verb == "bootstrap":
            agent = plistlib.loads(Path(more[0]).read_bytes())
            if f"{place}/{agent['Label']}" in self.agents:
                return Done(5, "Bootstrap failed: 5: Input/output error\n")
            self.agents[f"{place}/{agent['Label']}"] = agent
            return OK
        if place not in self.agents:
            return NO
        if verb == "bootout":
            del self.agents[place]
        return OK


class Systemd:
    """``systemctl --user``: timers that are enabled and running."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.enabled: set[str] = set()
        self.running: dict[str, ConfigParser] = {}

    def __call__(self, command: Sequence[str], _text: str) -> Done:
        program, user, verb, *names = command
        assert (program, user) == ("systemctl", "--user")
        if verb in {"show-environment", "daemon-reload"}:
            return OK
        name = names[-1]
        if verb == "enable":
            self.enabled.add(name)
        elif verb == "restart":
            self.running[name] = units(self.folder / name)
        elif verb == "disable":
            self.enabled.discard(name)
            self.running.pop(name, None)
        return OK if name in self.enabled or verb == "disable" else NO


def units(path: Path) -> ConfigParser:
    """A unit file."""
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser


class Cron:
    """``crontab``: a table, or none yet. There is no systemd here."""

    def __init__(self, table: str = "") -> None:
        self.table = table

    def __call__(self, command: Sequence[str], text: str) -> Done:
        if command[0] != "crontab":
            raise FileNotFoundError(command[0])
        if command[1] == "-l":
            return Done(0, self.table) if self.table else Done(1, "no crontab for somebody\n")
        assert command[1] == "-"
        self.table = text
        return OK
