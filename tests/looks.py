"""A workbook as it is seen: LibreOffice's own page of it, with the colours that the conditions give each cell."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from ozon_xl.builder.styles import TierStyle


class Look(NamedTuple):
    """One cell as it is seen."""

    text: str
    fill: str | None
    ink: str
    bold: bool

    def has(self, style: TierStyle) -> bool:
        return (self.fill, self.ink, self.bold) == style


Sheets = dict[str, list[list[Look]]]
"""The cells that are not hidden, by the name of the sheet, row by row."""


def looks(page: Path) -> Sheets:
    """What stands in a workbook that LibreOffice has stored as ``HTML (StarCalc)``."""
    _, *sheets = re.split(r'<A NAME="table\d+"><h1>[^<]*<em>', page.read_text(encoding="utf-8"))
    return {unescape(sheet[: sheet.index("<")]): list(_rows(sheet)) for sheet in sheets}


def _rows(sheet: str) -> Iterator[list[Look]]:
    for row in re.findall(r"<tr>(.*?)</tr>", sheet, re.DOTALL):
        yield [_look(props, content) for props, content in re.findall(r"<td([^>]*)>(.*?)</td>", row, re.DOTALL)]


def _look(props: str, content: str) -> Look:
    fill, ink = re.search(r'bgcolor="(#\w+)"', props), re.search(r'<font[^>]* color="(#\w+)"', content)
    text = unescape(re.sub(r"<[^>]+>", "", content))
    return Look(text, fill and fill[1], ink[1] if ink else "", "<b>" in content)
