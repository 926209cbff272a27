"""The intent lies on the disk before the first byte of the write leaves: read off the system calls of a push.

A killed process leaves its writes in the system's memory, so no kill shows this; only a power cut would.
"""

import re
import shutil
import subprocess
import sys
from contextlib import closing

import pytest

from ozon_xl.practice.server import PracticeServer
from tests.office import missing
from tests.push.outside import SPEED, Outside, Pusher

PUSHES = 7
EDITS = 9
SENDS = PUSHES * EDITS // 3
WATCHED = "trace=fsync,fdatasync,pwrite64,write,sendto,sendmsg,writev"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs strace")


def strace() -> str:
    """The program; where it is missing, or may not watch here, the test is skipped or fails."""
    program = shutil.which("strace")
    if program is None or subprocess.run([program, "-qq", "true"], capture_output=True, check=False).returncode:
        return missing("strace")
    return program


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, list[str]]:
    """The system calls of seven pushes, and of one whose journal does not wait for the disk."""
    folder = tmp_path_factory.mktemp("calls")
    found: dict[bool, list[str]] = {}
    with (
        PracticeServer(postings=0, offers=12, seed=3, speed=SPEED, limits=False) as practice,
        closing(Outside(folder, practice, EDITS)) as outside,
    ):
        for naive in (False, True):
            log = folder / f"calls-{naive}.log"
            with Pusher([strace(), "-f", "-qq", "-y", "-s", "64", "-e", WATCHED, "-o", str(log)]) as pusher:
                for _push in range(1 if naive else PUSHES):
                    pusher.start(outside.begin()._replace(naive=naive))
                    assert pusher.end() == (True, 0)
            found[naive] = log.read_text(errors="replace").splitlines()
    return found


def early_sends(calls: list[str]) -> tuple[int, int]:
    """How many writes left, and how many of them before all that the journal had written lay on the disk."""
    sends = early = 0
    written = lying = 0
    for call in calls:
        if re.search(r"pwrite64\(\d+<[^>]*store\.sqlite-wal>", call):
            written += 1
        elif re.search(r"f(?:data)?sync\(\d+<[^>]*store\.sqlite-wal>\)\s+= 0", call):
            lying = written
        elif "POST /v2/products/stocks HTTP" in call:
            sends += 1
            early += not 0 < written == lying
            written = lying = 0  # the next intent has to be written anew
    return sends, early


@pytest.mark.slow
def test_every_intent_lies_on_the_disk_before_it_is_sent(traces: dict[bool, list[str]]) -> None:
    assert early_sends(traces[False]) == (SENDS, 0)


@pytest.mark.slow
def test_a_journal_that_does_not_wait_for_the_disk_is_found_out(traces: dict[bool, list[str]]) -> None:
    sends, early = early_sends(traces[True])
    assert sends == SENDS // PUSHES
    assert early == sends
