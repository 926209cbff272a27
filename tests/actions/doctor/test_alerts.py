"""What the doctor sees of alerts and schedules."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ozon_xl.actions import schedule
from ozon_xl.actions.doctor.alerts import alert_findings
from ozon_xl.actions.finding import Level
from ozon_xl.domain.alerts import Fate
from ozon_xl.home import home
from ozon_xl.settings import AlertSettings, ChannelEntry, ScheduleEntry, Settings
from ozon_xl.store import Store, Try

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SCHEDULE = ScheduleEntry(name="ozon-xl-1", client_id="1", book="Shop.xlsx", minutes=15)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


def channels(folder: Path, *names: str) -> AlertSettings:
    alerts = AlertSettings()
    for name in names:
        path = folder / name
        path.write_text("json://127.0.0.1/secret")
        path.chmod(0o600)
        alerts = alerts.with_channel(ChannelEntry(name=name, service="JSON", address_file=str(path)))
    return alerts


def tried(channel: str, fate: Fate, second: int) -> None:
    with Store.open() as store:
        one = Try("m", channel, NOW + timedelta(seconds=second), fate, "no such bot")
        store.alerts.settle("1", "m", fate, [one])


def found() -> list[tuple[Level, str]]:
    return [(finding.level, finding.about) for finding in alert_findings()]


def test_nothing_set_up_is_nothing_wrong() -> None:
    assert found() == []


def test_a_channel_that_failed_last_is_named_until_it_works(tmp_path: Path) -> None:
    Settings(alerts=channels(tmp_path, "new", "team")).save()
    tried("team", Fate.FAILED, 1)
    assert found() == [(Level.OK, "alerts"), (Level.BAD, "alerts")]
    (line,) = [finding.words.zh for finding in alert_findings() if finding.level is Level.BAD]
    assert "team" in line
    assert "no such bot" in line
    tried("team", Fate.SENT, 2)
    assert found() == [(Level.OK, "alerts")] * 2


def test_a_channel_without_its_address_is_named(tmp_path: Path) -> None:
    Settings(alerts=channels(tmp_path, "team")).save()
    (tmp_path / "team").unlink()
    assert found() == [(Level.BAD, "alerts")]


def test_a_schedule_that_the_system_forgot_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Settings(alerts=channels(tmp_path, "team"), schedules=(SCHEDULE,)).save()
    for there, level in ((True, Level.OK), (False, Level.BAD)):
        monkeypatch.setattr(schedule, "is_there", lambda _name, there=there: there)
        assert found() == [(Level.OK, "alerts"), (level, "schedule")]


def test_looks_that_tell_nobody_are_worth_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(schedules=(SCHEDULE,)).save()
    monkeypatch.setattr(schedule, "is_there", lambda _name: True)
    assert found() == [(Level.CARE, "alerts"), (Level.OK, "schedule")]


@pytest.mark.parametrize("name", ["settings.json", "store.sqlite"])
def test_what_is_damaged_is_told_elsewhere(name: str) -> None:
    (home() / name).write_bytes(b"\x00 nothing \x00" * 1000)
    assert found() == []
