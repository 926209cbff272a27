"""The Task Scheduler of Windows: a task of this user's that runs while the user is logged on and needs no password."""

import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from ozon_xl.actions.schedule.job import Job, Run
from ozon_xl.errors import NoSchedulerError
from ozon_xl.home import home

NAMESPACE: Final = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_FOLDER: Final = "ozon-xl"
_BEGINS: Final = "2026-01-01T00:00:00"
"""Long ago: the next round quarter of an hour counted from it is the first look."""
_SETTINGS: Final = (
    ("MultipleInstancesPolicy", "IgnoreNew"),
    ("DisallowStartIfOnBatteries", "false"),
    ("StopIfGoingOnBatteries", "false"),
    ("StartWhenAvailable", "true"),
    ("ExecutionTimeLimit", "PT1H"),
)


def task(job: Job) -> bytes:
    """The task as the scheduler imports it: XML in UTF-16. Elements stand in the order that its schema wants."""
    root = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    ET.SubElement(ET.SubElement(root, "RegistrationInfo"), "Description").text = f"ozon-xl: {job.about}"
    trigger = ET.SubElement(ET.SubElement(root, "Triggers"), "TimeTrigger")
    ET.SubElement(ET.SubElement(trigger, "Repetition"), "Interval").text = f"PT{job.every // timedelta(minutes=1)}M"
    ET.SubElement(trigger, "StartBoundary").text = _BEGINS
    principal = ET.SubElement(ET.SubElement(root, "Principals"), "Principal", {"id": "Author"})
    ET.SubElement(principal, "LogonType").text = "InteractiveToken"
    ET.SubElement(principal, "RunLevel").text = "LeastPrivilege"
    settings = ET.SubElement(root, "Settings")
    for name, value in _SETTINGS:
        ET.SubElement(settings, name).text = value
    start = ET.SubElement(ET.SubElement(root, "Actions", {"Context": "Author"}), "Exec")
    program, *arguments = job.command
    ET.SubElement(start, "Command").text = program
    ET.SubElement(start, "Arguments").text = subprocess.list2cmdline(arguments)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-16", xml_declaration=True)
    return written


class TaskScheduler:
    """``schtasks``."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def install(self, job: Job) -> None:
        """Create the task, or replace it. Raises NoSchedulerError."""
        path = _file(job.name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(task(job))
        self._schtasks("/Create", job.name, ("/XML", str(path), "/F"))

    def remove(self, name: str) -> None:
        """Delete the task, if it is there."""
        if self.is_there(name):
            self._schtasks("/Delete", name, ("/F",))
        _file(name).unlink(missing_ok=True)

    def is_there(self, name: str) -> bool:
        """Whether the scheduler knows the task."""
        return self._run(("schtasks", "/Query", "/TN", _task_name(name)), "").code == 0

    def _schtasks(self, verb: str, name: str, more: Sequence[str]) -> None:
        done = self._run(("schtasks", verb, "/TN", _task_name(name), *more), "")
        if done.code:
            raise NoSchedulerError(what=done.said.strip())


def _task_name(name: str) -> str:
    return f"{_FOLDER}\\{name}"


def _file(name: str) -> Path:
    return home() / "schedule" / f"{name}.xml"
