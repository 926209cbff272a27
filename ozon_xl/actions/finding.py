"""What a check finds: fine, worth knowing, or wrong; in one line that also says what to do."""

from enum import StrEnum
from typing import NamedTuple, Self

from ozon_xl.errors import OzonXLError
from ozon_xl.texts import LANGS, Lang, Words


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    CARE = "care"
    """It works, but not for ever or not as safely as it could."""
    BAD = "bad"


class Finding(NamedTuple):
    """One line for the user."""

    level: Level
    about: str
    """What was looked at, for programs: ``python``, ``key``, ``store`` ..."""
    words: Words

    @classmethod
    def of(cls, about: str, error: OzonXLError) -> Self:
        """What an error says."""
        return cls(Level.BAD, about, Words(*(error.say(lang) for lang in LANGS)))

    def data(self, lang: Lang) -> dict[str, str]:
        """For programs."""
        return {"level": self.level, "about": self.about, "message": self.words.say(lang)}


def ok(about: str, words: Words) -> Finding:
    """It is as it should be."""
    return Finding(Level.OK, about, words)


def care(about: str, words: Words) -> Finding:
    """Worth knowing."""
    return Finding(Level.CARE, about, words)


def bad(about: str, words: Words) -> Finding:
    """Something will not work."""
    return Finding(Level.BAD, about, words)
