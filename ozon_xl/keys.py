"""Where API keys lie: in the store of the operating system, or in a file that only its owner can read.

Looked for in this order: the file named at set-up, the system's store, the environment variable
``OZON_XL_KEY_<Client-Id>`` (servers). Nothing else: above all no store that keeps keys in clear.
"""

import os
import stat
from pathlib import Path

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from ozon_xl import errors
from ozon_xl.settings import ShopEntry

SERVICE = "ozon_xl"

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
    if not _has_store():
        raise errors.NoKeyStoreError(shop=client_id)
    try:
        keyring.set_password(SERVICE, client_id, key)
    except KeyringError:
        raise errors.NoKeyStoreError(shop=client_id) from None


def delete_key(client_id: str) -> None:
    """Forget a key; that there is none is fine. Raises NoKeyStoreError where the store does not open."""
    if not _has_store():
        return
    try:
        keyring.delete_password(SERVICE, client_id)
    except PasswordDeleteError:
        return
    except KeyringError:
        raise errors.NoKeyStoreError(shop=client_id) from None


def store_name() -> str:
    """What the key store of this computer is called; empty where there is none to trust."""
    backend = keyring.get_keyring()
    chained = list(getattr(backend, "backends", [backend]))  # keyring writes to the first that takes it
    trusted = bool(chained) and type(chained[0]).__module__.startswith(TRUSTED_BACKENDS)
    return str(chained[0].name) if trusted else ""


def _has_store() -> bool:
    return bool(store_name())


def _from_store(client_id: str) -> str:
    """Empty where the store has no such key, does not open, or cannot be trusted."""
    if not _has_store():
        return ""
    try:
        return keyring.get_password(SERVICE, client_id) or ""
    except KeyringError:
        return ""


def _from_file(path: Path) -> str:
    """Empty where the file is gone or holds no text."""
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise errors.KeyFileOpenToOthersError(path=path)
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""
