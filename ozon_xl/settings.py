"""What the user set up on this computer."""

import locale
import os
from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ozon_xl import errors
from ozon_xl.home import home, kept_in
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


class ChannelEntry(BaseModel):
    """A channel for alerts. Its address is a secret and lies where keys lie, never here."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    service: str
    """What takes the messages: ``Email``, ``Telegram`` ..."""
    address_file: str = ""
    """A file that only its owner may read, where the computer has no key store."""


class AlertSettings(BaseModel):
    """Who is told of orders in danger, and when. Times of the day are this computer's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    channels: tuple[ChannelEntry, ...] = ()
    """In the order in which they are tried."""
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    """In between only what is critical is told; both the same: never quiet."""
    digest_at: time | None = time(9)
    """When the day's summary comes; None: never."""
    least: Literal["watch", "soon", "urgent", "critical"] = "watch"
    """The mildest tier that is told of."""

    def channel(self, name: str) -> ChannelEntry:
        """The channel of this name. Raises UnknownChannelError."""
        for entry in self.channels:
            if entry.name == name:
                return entry
        raise errors.UnknownChannelError(channel=name)

    def with_channel(self, entry: ChannelEntry) -> "AlertSettings":
        """The settings with this channel replaced, or added as the last one tried."""
        names = [channel.name for channel in self.channels]
        if entry.name not in names:
            return self.model_copy(update={"channels": (*self.channels, entry)})
        new = tuple(entry if channel.name == entry.name else channel for channel in self.channels)
        return self.model_copy(update={"channels": new})

    def without_channel(self, name: str) -> "AlertSettings":
        """The settings without this channel. Raises UnknownChannelError."""
        gone = self.channel(name)
        return self.model_copy(update={"channels": tuple(entry for entry in self.channels if entry != gone)})


class ScheduleEntry(BaseModel):
    """Looks that the scheduler of the system starts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    """By which the system knows it."""
    client_id: str = ""
    book: str = ""
    """The workbook that is refreshed; empty where only the store is."""
    minutes: int
    """So often."""


class Settings(BaseModel):
    """What the user set up, kept in ``settings.json`` of the home folder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Lang | None = None
    """None: that of the system."""
    shops: tuple[ShopEntry, ...] = ()
    alerts: AlertSettings = AlertSettings()
    schedules: tuple[ScheduleEntry, ...] = ()

    @staticmethod
    def load() -> "Settings":
        """The settings, or the defaults on a fresh computer. Raises SettingsDamagedError, HomeUnusableError."""
        path = _path()
        with kept_in(path.parent):
            if not path.exists():
                return Settings()
            content = path.read_bytes()
        try:
            return Settings.model_validate_json(content)
        except ValidationError:
            raise errors.SettingsDamagedError(path=path) from None

    def save(self) -> None:
        """Keep them: whole or not at all."""
        path = _path()
        scratch = path.with_suffix(".new")
        with kept_in(path.parent):
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

    def with_alerts(self, alerts: AlertSettings) -> "Settings":
        """The settings with these alerts."""
        return self.model_copy(update={"alerts": alerts})

    def with_schedule(self, entry: ScheduleEntry) -> "Settings":
        """The settings with this schedule added or replaced."""
        return self.model_copy(update={"schedules": (*self.without_schedule(entry.name).schedules, entry)})

    def without_schedule(self, name: str) -> "Settings":
        """The settings without this schedule."""
        return self.model_copy(update={"schedules": tuple(one for one in self.schedules if one.name != name)})

    @property
    def lang(self) -> Lang:
        """The user's language: the one set, else the system's, else English."""
        return self.language or system_language()


def user_language() -> Lang:
    """The language to speak where nothing else says it, even with settings that cannot be read."""
    try:
        return Settings.load().lang
    except errors.SetupError:
        return system_language()


def _path() -> Path:
    return home() / "settings.json"


def system_language() -> Lang:
    """The language in which this computer speaks to its user; English if it is none of ours."""
    system = (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "").casefold()
    names: dict[str, Lang] = {"ru": "ru", "zh": "zh", "chinese": "zh", "russian": "ru"}
    return next((lang for name, lang in names.items() if system.startswith(name)), "en")
