"""What the doctor sees of the store."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ozon_xl.actions.doctor.store import space, store_findings
from ozon_xl.actions.finding import Finding, Level
from ozon_xl.home import home
from ozon_xl.store import CallNote, Store

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


def found() -> list[tuple[Level, str]]:
    return [(finding.level, finding.about) for finding in store_findings() if finding.about != "space"]


def test_a_fresh_store_is_whole() -> None:
    assert found() == [(Level.OK, "store")]


def test_a_damaged_store_is_named() -> None:
    with Store.open():
        pass
    path = home() / "store.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:12288] = os.urandom(8192)
    path.write_bytes(content)
    assert found() == [(Level.BAD, "store")]


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are told by mode on POSIX only")
def test_a_folder_that_others_can_read_is_told() -> None:
    home().chmod(0o755)
    assert found() == [(Level.CARE, "store"), (Level.OK, "store")]


@pytest.mark.parametrize(("free", "level"), [(5000, None), (500, Level.CARE), (50, Level.BAD)])
def test_a_full_disk_is_told(free: int, level: Level | None, tmp_path: Path) -> None:
    made: list[Finding] = list(space(tmp_path, free))
    assert [finding.level for finding in made] == ([level] if level else [])


def call(endpoint: str, error: str, second: int) -> CallNote:
    return CallNote(NOW.replace(second=second), "1", endpoint, 400 if error else 200, 0.1, "", error)


def test_a_method_whose_last_call_was_refused_as_retired_is_dead() -> None:
    with Store.open() as store:
        store.calls.add(
            [
                call("/v1/old", "", 1),
                call("/v1/old", "MethodRetiredError", 2),
                call("/v1/back", "MethodRetiredError", 3),
                call("/v1/back", "", 4),
                call("/v1/busy", "RateLimitedError", 5),
            ]
        )
    dead = [finding for finding in store_findings() if finding.about == "methods"]
    assert [finding.level for finding in dead] == [Level.BAD]
    assert "/v1/old" in dead[0].words.zh
