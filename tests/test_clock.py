"""This computer's zone, where its clocks are put forward and back."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

_SAY = """
import time; time.tzset()
from datetime import datetime
from ozon_xl.clock import next_offset_change
change = next_offset_change(datetime.fromisoformat("{now}"))
print(change and (change.at.isoformat(), change.before.total_seconds() / 3600, change.after.total_seconds() / 3600))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no zone can be chosen for one process there")
@pytest.mark.parametrize(
    ("zone", "now", "change"),
    [
        ("Europe/Berlin", datetime(2026, 11, 30, tzinfo=UTC), ("2027-03-28T01:00:00+00:00", 1.0, 2.0)),
        ("Europe/Berlin", datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), ("2027-03-28T01:00:00+00:00", 1.0, 2.0)),
        ("Europe/Berlin", datetime(2027, 3, 28, 1, 0, 0, tzinfo=UTC), ("2027-10-31T01:00:00+00:00", 2.0, 1.0)),
        ("Australia/Lord_Howe", datetime(2027, 1, 1, tzinfo=UTC), ("2027-04-03T15:00:00+00:00", 11.0, 10.5)),
        ("Europe/Moscow", datetime(2026, 11, 30, tzinfo=UTC), None),
        ("Asia/Shanghai", datetime(2026, 11, 30, tzinfo=UTC), None),
    ],
)
def test_when_the_clocks_are_put_forward_or_back(zone: str, now: datetime, change: object) -> None:
    code = _SAY.format(now=now.isoformat())
    done = subprocess.run(
        [sys.executable, "-c", code], env={"TZ": zone, "PATH": ""}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(change)
