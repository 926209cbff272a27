"""Commands at a real terminal: questions are asked there and answered by somebody who types; Ctrl+C ends a watch."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import STOCK
from tests.cli.typing_in import add_shop, run

if sys.platform == "win32":
    pytest.skip("terminals of this kind are not on Windows", allow_module_level=True)
else:
    import pty

PATIENCE_S = 30
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A terminal in which one command runs."""

    def __init__(self, leader: int, process: subprocess.Popen[bytes]) -> None:
        self._leader, self.process = leader, process
        self.seen = ""

    def until(self, text: str) -> None:
        """Wait until this is on the screen."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.seen:
            assert time.monotonic() < end, self.seen
            assert self._read(), f"ended without {text!r}: {self.seen}"

    def type(self, keys: str) -> None:
        os.write(self._leader, keys.encode())

    def end(self) -> int:
        """Read on to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(PATIENCE_S)

    def _read(self) -> bool:
        with suppress(OSError):  # Linux says so when the other side is closed
            read = os.read(self._leader, 65_536)
            self.seen += _CONTROL.sub("", read.decode("utf-8", "replace")).replace("\r\n", "\n")
            return bool(read)
        return False


@contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    """A command started in a terminal."""
    leader, follower = pty.openpty()
    variables = os.environ | {"TERM": "xterm", "COLUMNS": "160", "LINES": "50", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "ozon_xl", *words],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=variables,
    )
    os.close(follower)
    try:
        yield Terminal(leader, process)
    finally:
        process.kill()
        process.wait()
        os.close(leader)


@pytest.fixture
def plan(practice: PracticeServer, tmp_path: Path) -> Path:
    """Six zeroings and one quantity, ready to be sent; the workbook lies in a folder with blanks."""
    folder = tmp_path / "my shop"
    folder.mkdir()
    book = folder / "Shop.xlsx"
    add_shop(practice, tmp_path)
    run("new", str(book), "--lang", "en")
    run("refresh", str(book))
    host = FileHost(book)
    rows = [row for row in host.read(STOCK, ("free", "state")) if row.cells["state"].value == "active"]
    usable = [row for row in rows if row.cells["free"].value][:7]
    edits = [0] * 6 + [int(str(usable[6].cells["free"].value)) + 1]
    host.update(STOCK, {row.key: {"new_free": edit} for row, edit in zip(usable, edits, strict=True)})
    host.save()
    said = run("stock", "plan", str(book), "--lang", "en")
    path = folder / "Shop.plan.json"
    assert f'ozon-xl stock push "{path}"' in said.replace("\n", "")
    return path


@pytest.mark.parametrize(("answers", "sent"), [("n", 0), ("yn", 0), ("\n", 0), ("yy", 7)])
def test_each_consent_is_asked_for_apart(practice: PracticeServer, plan: Path, answers: str, sent: int) -> None:
    with terminal("stock", "push", str(plan), "--lang", "en") as screen:
        screen.until("Send this to Ozon? [y/N]:")
        assert "Stock to be sent: 7 of 7 edits" in screen.seen
        screen.type(answers[0] if answers[0] == "\n" else f"{answers[0]}\n")
        if len(answers) > 1:
            screen.until("Send all the same? [y/N]:")
            assert "6 rows would go off sale" in screen.seen
            screen.type(f"{answers[1]}\n")
        code = screen.end()
    assert code == (0 if sent else 1), screen.seen
    assert len(practice.control.writes()) == sent
    assert ("7 verified" if sent else "Nothing was sent.") in screen.seen


def test_a_push_shows_how_far_it_is_and_ctrl_c_lets_what_is_on_its_way_arrive(
    practice: PracticeServer, plan: Path
) -> None:
    practice.control.faults("stall:3@/v2/products/stocks*1")
    with terminal("stock", "push", str(plan), "--yes", "--sure", "--lang", "en") as screen:
        screen.until("0/7, about")
        while not practice.control.writes():
            time.sleep(0.05)
        screen.process.send_signal(signal.SIGINT)
        screen.until("Stopping. What is on its way to Ozon is finished and checked first.")
        assert screen.end() == 1, screen.seen
    assert "7 verified" in screen.seen
    assert "Traceback" not in screen.seen


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM], ids=["as Ctrl+C does", "as the system does"])
def test_a_watch_ends_when_it_is_told(practice: PracticeServer, tmp_path: Path, told: signal.Signals) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    run("new", str(book), "--lang", "en")
    with terminal("watch", str(book), "--every", "1h", "--lang", "ru") as screen:
        screen.until("строк остатков")
        screen.process.send_signal(told)
        assert screen.end() == 0, screen.seen
    assert "Наблюдение завершено." in screen.seen
    assert "Traceback" not in screen.seen


def test_a_watch_refuses_what_is_no_time(tmp_path: Path) -> None:
    for every in ("soon", "", "0m", "15"):
        run("watch", str(tmp_path / "Shop.xlsx"), "--every", every, code=2)
    run("watch", str(tmp_path / "none.xlsx"), code=1)
