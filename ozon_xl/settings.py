"""What the user set up on this computer."""

import locale
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ozon_xl import errors
from ozon_xl.home import home
from ozon_xl.texts import Lang


def launcher_file() -> Path:
    """Where the macros look for the program: one line, the absolute path of the Python that has it."""
    return home() / "python.txt"


class ShopEntry(BaseModel):
    """A shop that is set up on this computer. Its key lies in the key store, never here."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    client_id: str
    name: str = ""
    address: str = ""
    """Empty for Ozon; the address of a practice shop on this computer otherwise."""
    key_file: str = ""
    """A file that only its owner may read, where the computer has no key store."""


class Settings(BaseModel):
    """What the user set up, kept in ``settings.json`` of the home folder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Lang | None = None
    """None: that of the system."""
    shops: tuple[ShopEntry, ...] = ()

    @staticmethod
    def load() -> "Settings":
        """The settings, or the defaults on a fresh computer. Raises SettingsDamagedError."""
        path = _path()
        if not path.exists():
            return Settings()
        try:
            return Settings.model_validate_json(path.read_bytes())
        except ValidationError:
            raise errors.SettingsDamagedError(path=path) from None

    def save(self) -> None:
        """Keep them: whole or not at all."""
        path = _path()
        scratch = path.with_suffix(".new")
        scratch.write_text(self.model_dump_json(indent=2), encoding="utf-8")
        scratch.replace(path)

    def shop(self, client_id: str) -> ShopEntry:
        """The shop with this Client-Id; with an empty one the only shop there is.

        Raises:
            NoShopError, UnknownShopError: it is not set up.
        """
        if not self.shops:
            raise errors.NoShopError
        if not client_id and len(self.shops) == 1:
            return self.shops[0]
        for entry in self.shops:
            if entry.client_id == client_id:
                return entry
        raise errors.UnknownShopError(shop=client_id)

    def with_shop(self, entry: ShopEntry) -> "Settings":
        """The settings with this shop added or replaced."""
        others = tuple(shop for shop in self.shops if shop.client_id != entry.client_id)
        return self.model_copy(update={"shops": (*others, entry)})

    def without_shop(self, client_id: str) -> "Settings":
        """The settings without this shop. Raises UnknownShopError."""
        self.shop(client_id)
        return self.model_copy(update={"shops": tuple(s for s in self.shops if s.client_id != client_id)})

    @property
    def lang(self) -> Lang:
        """The user's language: the one set, else the system's, else English."""
        return self.language or system_language()


def user_language() -> Lang:
    """The language to speak where nothing else says it, even with damaged settings."""
    try:
        return Settings.load().lang
    except errors.SettingsDamagedError:
        return system_language()


def _path() -> Path:
    return home() / "settings.json"


def system_language() -> Lang:
    """The language in which this computer speaks to its user; English if it is none of ours."""
    system = (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "").casefold()
    names: dict[str, Lang] = {"ru": "ru", "zh": "zh", "chinese": "zh", "russian": "ru"}
    return next((lang for name, lang in names.items() if system.startswith(name)), "en")
