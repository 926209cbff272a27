"""What the doctor sees of shops, their keys and the clock."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_xl.actions.doctor.shops import clock_findings, shop_findings
from ozon_xl.actions.finding import Level
from ozon_xl.clock import SystemClock
from ozon_xl.home import home
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings, ShopEntry


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=5, offers=5) as server:
        yield server


def add(folder: Path, client_id: str, key: str, address: str) -> None:
    path = folder / f"key {client_id}"
    path.write_text(key)
    path.chmod(0o600)
    Settings.load().with_shop(ShopEntry(client_id=client_id, key_file=str(path), address=address)).save()


def found(*, offline: bool = False) -> list[tuple[Level, str]]:
    return [(finding.level, finding.about) for finding in shop_findings(SystemClock(), offline=offline)]


def test_no_shop_and_damaged_settings_are_told() -> None:
    assert found() == [(Level.BAD, "shops")]
    (home() / "settings.json").write_text("{")
    assert found(offline=True) == [(Level.BAD, "shops")]


def test_each_shop_is_asked_and_the_clock_compared(practice: PracticeServer, tmp_path: Path) -> None:
    add(tmp_path, practice.client_id, practice.api_key, practice.url)
    add(tmp_path, "77", "demo-wrong", practice.url)
    levels = found()
    assert levels == [(Level.OK, "key"), (Level.CARE, "key"), (Level.OK, "clock"), (Level.BAD, "key")]


def test_offline_only_the_keys_are_looked_for(tmp_path: Path) -> None:
    add(tmp_path, "77", "demo-key", "http://127.0.0.1:1")
    assert found(offline=True) == []
    (tmp_path / "key 77").unlink()
    assert found(offline=True) == [(Level.BAD, "key")]


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.OK), (-59, Level.OK), (61, Level.CARE), (-86400, Level.CARE)])
def test_a_wrong_clock_is_told(seconds: int, level: Level) -> None:
    (finding,) = clock_findings(timedelta(seconds=seconds))
    assert finding.level is level
    assert str(abs(seconds)) in finding.words.ru
