"""Formulas that say something in words: known again wherever their cells have moved to, and said in other words."""

import re
from functools import lru_cache
from typing import NamedTuple

_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<reference>
        (?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)? (?<![\w.]) {_CELL}(?::{_CELL})? (?![\w.(!\[])
      | [A-Za-z]\w*{_BRACKETS}
      )
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d][\w.]*)
    | (?P<blank>\s+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)", re.IGNORECASE)
"""As LibreOffice writes it."""
_MOST_REMEMBERED = 5000


class _Shape(NamedTuple):
    words: tuple[str, ...]
    """Everything but the cells, of which each is a blank."""
    cells: tuple[str, ...]


def cells_in(template: str, formula: str) -> dict[str, str] | None:
    """Which cells of ``formula`` stand where ``template`` has its own; None if it is another formula.

    Blanks, the case of names and the spelling of numbers do not matter: every program writes them its own way.
    """
    ours, theirs = _shape(template), _shape(formula)
    if ours.words != theirs.words:
        return None
    found: dict[str, str] = {}
    same = [found.setdefault(own, other) == other for own, other in zip(ours.cells, theirs.cells, strict=True)]
    return found if all(same) else None


def filled(template: str, cells: dict[str, str]) -> str:
    """A template with these cells in the place of its own."""
    return _TOKEN.sub(lambda token: cells.get(token[0], token[0]) if token["reference"] else token[0], template)


@lru_cache(_MOST_REMEMBERED)
def _shape(formula: str) -> _Shape:
    words, cells = [], []
    for token in _TOKEN.finditer(_TRUTH.sub(r"\1", formula)):
        if token["reference"]:
            words.append("")
            cells.append(token[0])
        elif token["number"]:
            words.append(repr(float(token[0])))
        elif not token["blank"]:
            words.append(token[0].upper() if token["name"] else token[0])
    return _Shape(tuple(words), tuple(cells))
