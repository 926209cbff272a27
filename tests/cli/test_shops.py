"""``ozon-xl shop``: a key is tried before it is kept."""

import sys
from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.ozon import retry
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings
from ozon_xl.texts import LANGS
from tests.cli.typing_in import last_line, run


def add(practice: PracticeServer, folder: Path, *more: str, key: str = "", code: int = 0) -> str:
    key_file = folder / "key"
    if not key_file.exists():
        key_file.write_text(key or practice.api_key, encoding="utf-8")
        key_file.chmod(0o600)
    words = ("shop", "add", practice.client_id, "--key-file", str(key_file), *more)
    if "--address" not in more:
        words = (*words, "--address", practice.url)
    return run(*words, code=code).replace("\n", " ").replace("  ", " ")


def test_a_key_that_works_is_kept_and_told_about(practice: PracticeServer, tmp_path: Path) -> None:
    said = add(practice, tmp_path, "--lang", "en")
    assert f"Shop {practice.client_id} is set up." in said
    assert "the key works until" in said
    assert Settings.load().shop(practice.client_id).address == practice.url
    run("new", str(tmp_path / "Shop.xlsx"))
    refreshed = last_line(run("refresh", str(tmp_path / "Shop.xlsx"), "--json"))
    assert refreshed["warnings"] == []
    assert len(practice.control.requests("/v1/roles")) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_key_is_not_kept(practice: PracticeServer, tmp_path: Path, lang: str) -> None:
    said = add(practice, tmp_path, "--lang", lang, key="demo-wrong", code=1)
    assert errors.WrongKeyError(shop=practice.client_id).say(lang)[:20] in said  # type: ignore[arg-type]
    assert Settings.load().shops == ()


def test_a_key_that_lacks_a_right_is_kept_and_named(practice: PracticeServer, tmp_path: Path) -> None:
    practice.control.faults("refuse:role@/v2/products/stocks,key-ends:3.5")
    said = add(practice, tmp_path, "--lang", "en", code=1)
    assert "may not use /v2/products/stocks" in said
    assert "ends in 3 days" in said
    assert len(Settings.load().shops) == 1
    run("new", str(tmp_path / "Shop.xlsx"))
    refreshed = run("refresh", str(tmp_path / "Shop.xlsx"), "--lang", "ru").replace("\n", " ")
    assert "/v2/products/stocks" in refreshed
    assert "3 дн." in refreshed


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are told by mode on POSIX only")
def test_a_key_file_that_others_can_read_is_refused_at_once(practice: PracticeServer, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(practice.api_key)
    (tmp_path / "key").chmod(0o644)
    for more in ((), ("--offline",)):
        assert "chmod 600" in add(practice, tmp_path, "--lang", "en", *more, code=1)
    assert Settings.load().shops == ()
    assert not practice.control.requests()


@pytest.mark.parametrize("address", ["http://evil.com", "https://evil.com", "http://127.0.0.1.evil.com", "file:///x"])
def test_an_address_elsewhere_is_refused_at_once(practice: PracticeServer, tmp_path: Path, address: str) -> None:
    for more in ((), ("--offline",)):
        assert address in add(practice, tmp_path, "--lang", "en", "--address", address, *more, code=1)
    assert Settings.load().shops == ()


def test_an_empty_key_file_is_refused(practice: PracticeServer, tmp_path: Path) -> None:
    (tmp_path / "key").touch(mode=0o600)
    add(practice, tmp_path, "--offline", code=1)
    assert Settings.load().shops == ()


def test_where_ozon_cannot_be_asked_that_is_said_and_can_be_waived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "PACES", {})
    with PracticeServer(postings=5, offers=5) as gone:
        pass
    said = add(gone, tmp_path, "--lang", "en", code=1)
    assert "Ozon cannot be reached" in said
    assert f"ozon-xl shop add {gone.client_id} --offline" in said
    assert Settings.load().shops == ()
    said = add(gone, tmp_path, "--lang", "en", "--offline")
    assert "has not been tried yet" in said
    assert len(Settings.load().shops) == 1
