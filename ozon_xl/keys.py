"""Where secrets lie: in the store of the operating system, or in a file that only its owner can read.

They are the API keys of shops and the addresses of channels for alerts. Looked for in this order: the file named at
set-up, the system's store, for keys the environment variable ``OZON_XL_KEY_<Client-Id>`` (servers). Nothing else: above
all no store that keeps secrets in clear.
"""

import os
import stat
from pathlib import Path

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from ozon_xl import errors
from ozon_xl.settings import ChannelEntry, ShopEntry

SERVICE = "ozon_xl"
_CHANNEL = "alert "
"""Before a channel's name in the store: no Client-Id begins with it."""

TRUSTED_BACKENDS = (
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
)
"""Where a headless machine has none of these, keyring may silently choose one that writes keys in clear."""


def read_key(shop: ShopEntry) -> str:
    """The API key of a shop.

    Raises:
        UnknownShopError: no key is stored for it.
        KeyFileOpenToOthersError: its key file can be read by others.
    """
    if shop.key_file:
        key = _from_file(Path(shop.key_file))
    else:
        key = _from_store(shop.client_id) or os.environ.get(f"OZON_XL_KEY_{shop.client_id}", "").strip()
    if not key:
        raise errors.UnknownShopError(shop=shop.client_id)
    return key


def write_key(client_id: str, key: str) -> None:
    """Put a key into the system's store. Raises NoKeyStoreError where there is none to trust."""
    if not _to_store(client_id, key):
        raise errors.NoKeyStoreError(shop=client_id)


def delete_key(client_id: str) -> None:
    """Forget a key; that there is none is fine. Raises NoKeyStoreError where the store does not open."""
    if not _delete(client_id):
        raise errors.NoKeyStoreError(shop=client_id)


def read_address(channel: ChannelEntry) -> str:
    """The address of a channel for alerts.

    Raises:
        AddressMissingError: none is stored for it.
        KeyFileOpenToOthersError: its file can be read by others.
    """
    path = channel.address_file
    address = _from_file(Path(path)) if path else _from_store(_CHANNEL + channel.name)
    if not address:
        raise errors.AddressMissingError(channel=channel.name)
    return address


def write_address(name: str, address: str) -> None:
    """Put a channel's address into the system's store. Raises NoStoreForAddressError where there is none to trust."""
    if not _to_store(_CHANNEL + name, address):
        raise errors.NoStoreForAddressError(channel=name)


def delete_address(name: str) -> None:
    """Forget a channel's address; that there is none is fine. Raises NoStoreForAddressError as ``write_address``."""
    if not _delete(_CHANNEL + name):
        raise errors.NoStoreForAddressError(channel=name)


def store_name() -> str:
    """What the key store of this computer is called; empty where there is none to trust."""
    backend = keyring.get_keyring()
    chained = list(getattr(backend, "backends", [backend]))  # keyring writes to the first that takes it
    trusted = bool(chained) and type(chained[0]).__module__.startswith(TRUSTED_BACKENDS)
    return str(chained[0].name) if trusted else ""


def _has_store() -> bool:
    return bool(store_name())


def _from_store(name: str) -> str:
    """Empty where the store has no such secret, does not open, or cannot be trusted."""
    if not _has_store():
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError:
        return ""


def _to_store(name: str, secret: str) -> bool:
    """Whether there is a store to trust that took it."""
    if not _has_store():
        return False
    try:
        keyring.set_password(SERVICE, name, secret)
    except KeyringError:
        return False
    return True


def _delete(name: str) -> bool:
    """Delete a secret. False: the store does not open."""
    if not _has_store():
        return True
    try:
        keyring.delete_password(SERVICE, name)
    except PasswordDeleteError:
        return True
    except KeyringError:
        return False
    return True


def _from_file(path: Path) -> str:
    """Empty where the file is gone or holds no text. Raises KeyFileOpenToOthersError."""
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise errors.KeyFileOpenToOthersError(path=path)
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""
