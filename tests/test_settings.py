"""Settings and where they lie: fresh computers, several shops, languages, damaged files."""

import os
import stat
from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.home import home, user_name
from ozon_xl.locks import file_lock
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings, ShopEntry, user_language
from ozon_xl.texts import LANGS

ONE, TWO = ShopEntry(client_id="1", name="Чай"), ShopEntry(client_id="2", address="http://127.0.0.1:8000")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "дом 家" / "ozon"))
    return tmp_path / "дом 家" / "ozon"


def test_home_is_made_for_its_owner_alone(folder: Path) -> None:
    assert home() == folder
    assert folder.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert home() == folder


@pytest.mark.parametrize("below", [False, True])
def test_a_home_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: bool) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "file" / "home" if below else tmp_path / "file"))
    with pytest.raises(errors.HomeUnusableError) as caught:
        Settings.load()
    assert all(str(tmp_path / "file") in caught.value.say(lang) for lang in LANGS)
    assert user_language() == "en"


def test_a_home_that_takes_no_files_is_said(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    home()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(errors.HomeUnusableError):
        home()


def test_files_in_it_that_cannot_be_read_written_or_locked_are_said(folder: Path) -> None:
    (home() / "settings.json").mkdir()
    (home() / "settings.new").mkdir()
    (home() / "book.lock").mkdir()
    with pytest.raises(errors.HomeUnusableError):
        Settings.load()
    with pytest.raises(errors.HomeUnusableError):
        Settings().save()
    with pytest.raises(errors.HomeUnusableError), file_lock(home() / "book.lock"):
        pass


def test_an_error_below_a_lock_is_no_matter_of_the_lock(folder: Path) -> None:
    with pytest.raises(FileNotFoundError), file_lock(home() / "book.lock"):
        (folder / "none").read_bytes()


@pytest.mark.parametrize("error", [KeyError("uid not found: 4711"), ImportError("no pwd"), OSError("no name")])
def test_an_account_without_a_name_has_its_number(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def nameless() -> str:
        raise error

    monkeypatch.setattr("getpass.getuser", nameless)
    assert user_name() == (f"uid {os.getuid()}" if hasattr(os, "getuid") else "?")


def test_a_fresh_computer_has_the_defaults() -> None:
    assert Settings.load() == Settings()
    assert Settings.load().shops == ()


def test_settings_survive_the_disk(folder: Path) -> None:
    settings = Settings(language="zh", shops=(ONE, TWO))
    settings.save()
    assert Settings.load() == settings
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


def test_settings_hold_no_key() -> None:
    assert set(ShopEntry.model_fields) == {"client_id", "name", "address", "key_file"}
    assert set(ChannelEntry.model_fields) == {"name", "service", "address_file"}


def test_settings_of_a_newer_version_are_read_as_far_as_they_are_known(folder: Path) -> None:
    home()
    (folder / "settings.json").write_text('{"language": "ru", "colour": "red", "shops": [{"client_id": "1", "x": 2}]}')
    assert Settings.load() == Settings(language="ru", shops=(ShopEntry(client_id="1"),))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"language": "de"}', b'{"shops": [{}]}', b"\xff\xfe", b"{}\x00"]
)
def test_a_damaged_file_is_named_and_left_alone(folder: Path, content: bytes) -> None:
    path = home() / "settings.json"
    path.write_bytes(content)
    with pytest.raises(errors.SettingsDamagedError) as caught:
        Settings.load()
    assert str(path) in caught.value.say("ru")
    assert path.read_bytes() == content


def test_a_save_that_fails_leaves_the_old_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(shops=(ONE,)).save()

    def full(*_args: object, **_kwargs: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(errors.HomeUnusableError, match="No space"):
        Settings(shops=(ONE, TWO)).save()
    monkeypatch.undo()
    monkeypatch.setenv("OZON_XL_HOME", str(folder))
    assert Settings.load().shops == (ONE,)


def test_the_only_shop_needs_no_name() -> None:
    assert Settings(shops=(ONE,)).shop("") == ONE
    assert Settings(shops=(ONE, TWO)).shop("2") == TWO


def test_a_shop_that_is_not_set_up_is_refused() -> None:
    with pytest.raises(errors.NoShopError):
        Settings().shop("")
    with pytest.raises(errors.NoShopError):
        Settings().shop("1")
    with pytest.raises(errors.UnknownShopError):
        Settings(shops=(ONE,)).shop("9")
    with pytest.raises(errors.UnknownShopError):
        Settings(shops=(ONE, TWO)).shop("")


def test_shops_are_added_replaced_and_removed() -> None:
    settings = Settings().with_shop(ONE).with_shop(TWO)
    assert settings.shops == (ONE, TWO)
    renamed = ShopEntry(client_id="1", name="Кофе")
    assert settings.with_shop(renamed).shops == (TWO, renamed)
    assert settings.without_shop("1").shops == (TWO,)
    with pytest.raises(errors.UnknownShopError):
        settings.without_shop("9")
    assert settings.shops == (ONE, TWO)


def test_channels_are_added_last_replaced_in_place_and_removed() -> None:
    team, boss = ChannelEntry(name="team", service="WeCom Bot"), ChannelEntry(name="boss", service="E-Mail")
    alerts = AlertSettings().with_channel(team).with_channel(boss)
    assert alerts.channels == (team, boss)
    other = ChannelEntry(name="team", service="Telegram")
    assert alerts.with_channel(other).channels == (other, boss)
    assert alerts.without_channel("team").channels == (boss,)
    with pytest.raises(errors.UnknownChannelError):
        alerts.without_channel("mail")
    Settings(shops=(ONE,)).with_alerts(alerts).save()
    assert Settings.load().alerts == alerts
    assert Settings.load().shops == (ONE,)


@pytest.mark.parametrize(
    ("system", "lang"),
    [
        ("ru_RU.UTF-8", "ru"),
        ("zh_CN.UTF-8", "zh"),
        ("zh_TW", "zh"),
        ("Russian_Russia", "ru"),
        ("Chinese (Simplified)_China", "zh"),
        ("en_US.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("de_DE", "en"),
    ],
)
def test_the_language_is_that_of_the_system_unless_set(system: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", system)
    assert Settings().lang == lang
    assert Settings(language="en").lang == "en"
    monkeypatch.setenv("LC_ALL", "zh_CN")
    assert Settings().lang == "zh"
