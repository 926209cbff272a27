"""launchd on the Mac: an agent of this user's, who needs to be logged in."""

import os
import plistlib
from pathlib import Path
from typing import Final

from ozon_xl.actions.schedule.job import Job, Run
from ozon_xl.errors import NoSchedulerError

_DOMAIN: Final = "com.github.ozon-xl"


def agent(job: Job) -> bytes:
    """The property list that launchd reads."""
    return plistlib.dumps(
        {
            "Label": _label(job.name),
            "ProgramArguments": list(job.command),
            "EnvironmentVariables": job.environment,
            "StartInterval": round(job.every.total_seconds()),
            "RunAtLoad": True,
            "ProcessType": "Background",
            "StandardOutPath": str(job.log),
            "StandardErrorPath": str(job.log),
        }
    )


class Launchd:
    """``launchctl``."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def install(self, job: Job) -> None:
        """Load the agent, in place of an older one. Raises NoSchedulerError."""
        path = _file(job.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        job.log.parent.mkdir(parents=True, exist_ok=True)
        self._unload(job.name)
        path.write_bytes(agent(job))
        done = self._run(("launchctl", "bootstrap", _session(), str(path)), "")
        if done.code:
            raise NoSchedulerError(what=done.said.strip())

    def remove(self, name: str) -> None:
        """Unload the agent, if it is there."""
        self._unload(name)
        _file(name).unlink(missing_ok=True)

    def is_there(self, name: str) -> bool:
        """Whether launchd knows the agent."""
        return self._run(("launchctl", "print", f"{_session()}/{_label(name)}"), "").code == 0

    def _unload(self, name: str) -> None:
        if self.is_there(name):
            self._run(("launchctl", "bootout", f"{_session()}/{_label(name)}"), "")


def _session() -> str:
    return f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui"


def _label(name: str) -> str:
    return f"{_DOMAIN}.{name}"


def _file(name: str) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{_label(name)}.plist"
