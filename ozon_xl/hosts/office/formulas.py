"""Formulas as programs see them in LibreOffice: English names, ``;`` between arguments, ``$Sheet.A1``."""

import re
from typing import Final

from ozon_xl.hosts.xlsx.formulas import moved

_OTHER_SHEET: Final = re.compile(
    r"""("(?:[^"]|"")*") | (\$?(?:'(?:[^']|'')*'|[^\W\d]\w*))\.(?=\$?[A-Za-z]{1,3}\$?\d)""", re.VERBOSE
)
_TEXT_OR_COMMA: Final = re.compile(r'"(?:[^"]|"")*"|,')


def for_office(formula: str) -> str:
    """A formula of ours, which names no other sheet."""
    return _TEXT_OR_COMMA.sub(lambda found: ";" if found[0] == "," else found[0], formula)


def at_row(formula: str, down: int) -> str:
    """The formula as a cell ``down`` rows below would have it, for comparing; it is never written back."""
    return moved(_OTHER_SHEET.sub(lambda found: found[1] or f"{found[2]}!", formula), down)
