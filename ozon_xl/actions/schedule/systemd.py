"""systemd on Linux: a timer of this user's. It runs while the user is logged in, or always after ``enable-linger``."""

import os
from datetime import timedelta
from pathlib import Path

from ozon_xl.actions.schedule.job import Job, Run
from ozon_xl.errors import NoSchedulerError


def service(job: Job) -> str:
    """The unit that looks once."""
    environment = [f"Environment={_quoted(f'{name}={value}')}" for name, value in job.environment.items()]
    start = " ".join(_quoted(word).replace("$", "$$") for word in job.command)
    lines = [
        "[Unit]",
        f"Description=ozon-xl: {_plain(job.about)}",
        "",
        "[Service]",
        "Type=oneshot",
        *environment,
        f"ExecStart={start}",
        "TimeoutStartSec=1h",
    ]
    return "\n".join(lines) + "\n"


def timer(job: Job) -> str:
    """The unit that starts it again and again."""
    minutes = job.every // timedelta(minutes=1)
    lines = [
        "[Unit]",
        f"Description=ozon-xl: {_plain(job.about)}",
        "",
        "[Timer]",
        "OnActiveSec=1min",
        f"OnUnitActiveSec={minutes}min",
        "AccuracySec=10s",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join(lines) + "\n"


class Systemd:
    """``systemctl --user``."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def works(self) -> bool:
        """Whether this user has a systemd that answers."""
        try:
            return self._run(("systemctl", "--user", "show-environment"), "").code == 0
        except OSError:
            return False

    def install(self, job: Job) -> None:
        """Start the timer, in place of an older one. Raises NoSchedulerError."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{job.name}.service").write_text(service(job), encoding="utf-8")
        (folder / f"{job.name}.timer").write_text(timer(job), encoding="utf-8")
        self._systemctl("daemon-reload")
        self._systemctl("enable", f"{job.name}.timer")
        self._systemctl("restart", f"{job.name}.timer")

    def remove(self, name: str) -> None:
        """Stop the timer, if it is there."""
        if self.is_there(name):
            self._systemctl("disable", "--now", f"{name}.timer")
        for kind in ("timer", "service"):
            (_folder() / f"{name}.{kind}").unlink(missing_ok=True)
        self._systemctl("daemon-reload")

    def is_there(self, name: str) -> bool:
        """Whether systemd knows the timer."""
        return self._run(("systemctl", "--user", "is-enabled", f"{name}.timer"), "").code == 0

    def _systemctl(self, *words: str) -> None:
        done = self._run(("systemctl", "--user", *words), "")
        if done.code:
            raise NoSchedulerError(what=done.said.strip())


def _folder() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{_plain(escaped)}"'


def _plain(text: str) -> str:
    return text.replace("%", "%%").replace("\n", " ")
