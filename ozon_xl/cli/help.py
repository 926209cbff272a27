"""``--help`` in the user's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import typer

from ozon_xl.texts import Lang, Words
from ozon_xl.texts import help as texts

KNOWN: Final[Mapping[str, Words]] = {words.en: words for words in (*texts.COMMANDS, *texts.OPTIONS)}
_AROUND: Final[Mapping[str, Words]] = {
    "ARGUMENTS_PANEL_TITLE": texts.ARGUMENTS_TITLE,
    "OPTIONS_PANEL_TITLE": texts.OPTIONS_TITLE,
    "COMMANDS_PANEL_TITLE": texts.COMMANDS_TITLE,
    "REQUIRED_LONG_STRING": texts.REQUIRED,
    "DEFAULT_STRING": texts.DEFAULT.filled(value="{}"),
}
"""What typer itself writes, by the names under which it keeps it."""


def is_wanted(arguments: Sequence[str]) -> bool:
    """Whether a command line may end in help: it asks for it, or names no command."""
    return "--help" in arguments or len(arguments) < 2


def in_language(command: Any, lang: Lang) -> None:
    """Have a command of typer's and all below it explain themselves in a language."""
    from typer import rich_utils  # noqa: PLC0415 - a tenth of a second that only help needs

    for name, words in _AROUND.items():
        setattr(rich_utils, name, words.say(lang))
    _translate(command, lang)


def _translate(command: Any, lang: Lang) -> None:
    for described in (command, command.get_help_option(typer.Context(command)), *command.params):
        words = KNOWN.get(described.help or "")
        if words:
            described.help = words.say(lang)
    for below in getattr(command, "commands", {}).values():
        _translate(below, lang)
