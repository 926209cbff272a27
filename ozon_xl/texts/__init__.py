"""Every word a user reads, with its three languages side by side.

Sentences live in this package by subject (``errors``, ``risk``, ``stock`` ...); the headings of the tables and the
names of their cells are declared in ``ozon_xl.sheets`` with the same ``Words``.
"""

from typing import Literal, NamedTuple

Lang = Literal["en", "ru", "zh"]
LANGS: tuple[Lang, ...] = ("en", "ru", "zh")


class Words(NamedTuple):
    """One text in English, Russian and simplified Chinese; ``{name}`` marks a value to fill in."""

    en: str
    ru: str
    zh: str

    def say(self, lang: Lang, **values: object) -> str:
        """The text in one language, its ``{name}`` marks filled. A value is never read as a pattern itself."""
        text: str = getattr(self, lang)
        return text.format(**values) if values else text

    def filled(self, **values: object) -> "Words":
        """The same text with its marks filled in every language."""
        return Words(*(text.format(**values) for text in self))
