"""Wrong usage in the user's language: typer knows it in English alone, as the message of what it raises."""

import re
from typing import Any, Final

import typer

from ozon_xl.texts import Lang, Words
from ozon_xl.texts import usage as texts

UsageError: Final[Any] = typer.BadParameter.__mro__[1]
"""The base of all that typer raises for wrong usage; by which module it is defined depends on typer's version."""

_USAGE: Final = (
    (r"No such command '(?P<name>.*?)'", texts.NO_COMMAND),
    (r"No such option:? (?P<name>\S+)", texts.NO_OPTION),
    (r"unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)", texts.SURPLUS),
    (r"Option '(?P<name>.*?)' requires an argument", texts.NO_VALUE),
    (r"Option '(?P<name>.*?)' does not take a value", texts.VALUE),
)
_POSSIBLE: Final = (
    (r"is not one of (?P<these>.*?)\.?$", texts.ONE_OF),
    (r"(?:greater than or equal to |range x>=)(?P<least>\d+)", texts.AT_LEAST),
    (r"valid integer", texts.WHOLE_NUMBER),
    (r"valid (?:number|float)", texts.NUMBER),
    (r"format.*%Y-%m-%d", texts.DAY),
    (r"does not exist|is a directory", texts.A_FILE),
)
_NEAR: Final = re.compile(r"Did you mean (.*)\?")


def said(error: Any, lang: Lang) -> str:
    """What was wrong, and where help is; empty for a command line that asks for nothing but help."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":  # it has been shown
        return ""
    if kind == "MissingParameter":
        told = texts.MISSING.say(lang, name=_name_in(error))
    elif isinstance(error, typer.BadParameter):
        possible = _by_pattern(_POSSIBLE, error.message, lang) or error.message
        told = texts.WRONG_VALUE.say(lang, name=_name_in(error), possible=possible)
    else:
        told = _by_pattern(_USAGE, error.message, lang) or error.format_message()
    near = _near(error)
    context = getattr(error, "ctx", None)
    lines = [told, texts.PERHAPS.say(lang, near=near) if near else ""]
    lines += [texts.HELP.say(lang, command=context.command_path) if context else ""]
    return "\n".join(filter(None, lines))


def _by_pattern(known: tuple[tuple[str, Words], ...], message: str, lang: Lang) -> str:
    for pattern, words in known:
        found = re.search(pattern, message)
        if found:
            return words.say(lang, **{name: text.replace("'", "") for name, text in found.groupdict().items()})
    return ""


def _name_in(error: Any) -> str:
    """Of the option or argument, as the user types it."""
    if error.param_hint:
        return str(error.param_hint)
    if error.param is None:
        return "?"
    names = list(map(str, error.param.opts))
    return max(names, key=len) if names[0].startswith("-") else names[0].upper()


def _near(error: Any) -> str:
    options = getattr(error, "possibilities", None)
    if options:
        return ", ".join(sorted(options))
    found = _NEAR.search(error.message)
    return found[1].replace("'", "") if found else ""
