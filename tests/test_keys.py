"""X10: keys lie in a store that may be trusted, in a file of their owner's, or nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from ozon_xl import errors, keys
from ozon_xl.settings import ChannelEntry, ShopEntry

SHOP = ShopEntry(client_id="123")
ENVIRONMENT = "OZON_XL_KEY_123"


class Safe(KeyringBackend):
    """A store that calls itself one of the operating system's."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


Safe.__module__ = "keyring.backends.SecretService"


class Plain(Safe):
    """One that writes keys in clear."""


Plain.__module__ = "keyrings.alt.file"


class Locked(Safe):
    """A store whose owner did not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


Locked.__module__ = "keyring.backends.SecretService"


class Chain(Safe):
    """Several stores, best first."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = list(backends)


Chain.__module__ = "keyring.backends.chainer"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_key_goes_into_the_store_and_out_again() -> None:
    store = Safe()
    keyring.set_keyring(store)
    keys.write_key("123", "demo-1")
    assert store.kept == {("ozon_xl", "123"): "demo-1"}
    assert keys.read_key(SHOP) == "demo-1"
    keys.delete_key("123")
    keys.delete_key("123")
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(SHOP)


@pytest.mark.parametrize("backend", [Plain(), Chain(), Chain(Plain(), Safe())], ids=["plain", "none", "plain first"])
def test_a_store_that_writes_in_clear_is_refused(backend: Safe) -> None:
    keyring.set_keyring(backend)
    with pytest.raises(errors.NoKeyStoreError):
        keys.write_key("123", "demo-1")
    backend.kept["ozon_xl", "123"] = "planted"
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(SHOP)
    keys.delete_key("123")
    assert backend.kept


def test_a_safe_store_before_a_plain_one_is_used() -> None:
    chain = Chain(Safe(), Plain())
    keyring.set_keyring(chain)
    keys.write_key("123", "demo-1")
    assert keys.read_key(SHOP) == "demo-1"


def test_a_locked_store_says_so_and_hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(Locked())
    with pytest.raises(errors.NoKeyStoreError):
        keys.write_key("123", "demo-1")
    with pytest.raises(errors.NoKeyStoreError):
        keys.delete_key("123")
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(SHOP)
    monkeypatch.setenv(ENVIRONMENT, "demo-env")
    assert keys.read_key(SHOP) == "demo-env"


def test_the_environment_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(Plain())
    monkeypatch.setenv(ENVIRONMENT, " demo-env\n")
    assert keys.read_key(SHOP) == "demo-env"
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(ShopEntry(client_id="124"))
    keyring.set_keyring(Safe())
    keys.write_key("123", "demo-store")
    assert keys.read_key(SHOP) == "demo-store"


def key_file(path: Path, content: bytes, mode: int = 0o600) -> ShopEntry:
    path.write_bytes(content)
    path.chmod(mode)
    return ShopEntry(client_id="123", key_file=str(path))


@pytest.mark.parametrize("content", [b"demo-1", b"demo-1\r\n", b"\xef\xbb\xbfdemo-1\n", b"  demo-1  "])
def test_a_key_file_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    assert keys.read_key(key_file(tmp_path / "key", content)) == "demo-1"


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfed\x00e\x00"])
def test_a_file_without_a_key_is_no_key(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, "demo-other")
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(key_file(tmp_path / "key", content))


def test_a_missing_key_file_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownShopError):
        keys.read_key(ShopEntry(client_id="123", key_file=str(tmp_path / "gone")))


@pytest.mark.skipif(os.name != "posix", reason="rights of files are told by mode on POSIX only")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620, 0o601, 0o777])
def test_a_key_file_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(errors.KeyFileOpenToOthersError) as caught:
        keys.read_key(key_file(tmp_path / "key", b"demo-secret", mode))
    assert "demo-secret" not in caught.value.say("en")
    assert str(tmp_path / "key") in caught.value.say("zh")


CHANNEL = ChannelEntry(name="team", service="Telegram")


def test_the_address_of_a_channel_lies_where_keys_lie_and_is_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Safe()
    keyring.set_keyring(store)
    keys.write_key("team", "demo-key")
    keys.write_address("team", "tgram://secret")
    assert keys.read_address(CHANNEL) == "tgram://secret"
    keys.delete_address("team")
    keys.delete_address("team")
    monkeypatch.setenv("OZON_XL_KEY_team", "planted")
    with pytest.raises(errors.AddressMissingError):
        keys.read_address(CHANNEL)
    assert store.kept == {("ozon_xl", "team"): "demo-key"}


@pytest.mark.parametrize("backend", [Plain(), Locked()], ids=["plain", "locked"])
def test_an_address_goes_into_no_store_that_is_not_safe(backend: Safe) -> None:
    keyring.set_keyring(backend)
    with pytest.raises(errors.NoStoreForAddressError):
        keys.write_address("team", "tgram://secret")
    assert backend.kept == {}
    if isinstance(backend, Locked):
        with pytest.raises(errors.NoStoreForAddressError):
            keys.delete_address("team")


def test_an_address_may_lie_in_a_file_of_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "address"
    path.write_text("tgram://secret\n")
    path.chmod(0o600)
    entry = CHANNEL.model_copy(update={"address_file": str(path)})
    assert keys.read_address(entry) == "tgram://secret"
    if os.name == "posix":
        path.chmod(0o640)
        with pytest.raises(errors.KeyFileOpenToOthersError):
            keys.read_address(entry)
