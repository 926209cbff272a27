"""The words of fresh workbooks in every language side by side, to know them again in somebody's workbook."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from ozon_xl.hosts.relabel.labels import Content, Place, contents
from ozon_xl.hosts.xlsx.book import Book
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.hosts.xlsx.sheet import SheetStream
from ozon_xl.hosts.xlsx.trouble import DamagedPartError
from ozon_xl.sheets.columns import MOST_ROWS
from ozon_xl.sheets.names import NAMES

MESSAGES = re.compile(rb'\b(promptTitle|prompt|errorTitle|error|label|screentip|supertip|alt|altText|descr)="([^"]*)"')
"""Attributes that a reader sees: of checks, of the ribbon, of buttons."""
CAPTIONS = re.compile(rb"(<(?:font|(?:\w+:)?t|dc:title)\b[^<>]*>)([^<>]+)(?=</)")
"""Texts that stand between tags: on buttons, and the title of the workbook."""
SHAPES = re.compile(rb"<((?:\w+:)?(?:shape|sp|control))\s.*?</\1>", re.DOTALL)
"""What is drawn on a sheet, and what Excel says of it elsewhere."""
FORMATS = re.compile(rb'\b(formatCode)="([^"]*)"')

_SPELLING = re.compile(r'[\\\s"]')


class Model:
    """A fresh workbook."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.book = Book(self.package)

    @cached_property
    def titles(self) -> list[str]:
        """Of the sheets, in order."""
        return [title for title, _ in self.book.sheets.values()]

    def cells(self, title: str) -> Mapping[Place, Content]:
        """The words of a sheet; what the named cells hold is no words of ours."""
        part = self.book.sheets[title.casefold()][1]
        found = contents(self.package.chunks(part), self.book.raws, MOST_ROWS)
        for name in NAMES:
            at, area = self.book.named_cell(name)
            if at == part:
                found.pop((area.top, area.left), None)
        return found

    def words(self, pattern: re.Pattern[bytes]) -> list[str]:
        """What a pattern finds in the parts of the workbook, in order."""
        return [_read(found[2]) for name in self.package.names for found in pattern.finditer(self._markup(name))]

    def shapes(self) -> list[bytes]:
        """The buttons as they are drawn."""
        parts = (name for name in self.package.names if name.endswith(".vml"))
        return [found[0] for name in parts for found in SHAPES.finditer(self.package.read(name))]

    def _markup(self, name: str) -> bytes:
        if name.startswith("xl/worksheets/sheet"):
            sheet = SheetStream(self.package.chunks(name))
            for _row in sheet.rows():
                pass
            return sheet.tail()
        if name.endswith((".xml", ".vml")) and not name.endswith("sharedStrings.xml"):
            return self.package.read(name)
        return b""


class Wording:
    """Old words to new ones, in what stands outside the cells."""

    def __init__(self, models: Iterable[Model], new: Model, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self._new: dict[str, str] = {}
        wanted = new.words(pattern)
        for model in models:
            said = model.words(pattern)
            if len(said) != len(wanted):
                raise DamagedPartError("models differ")
            for old, word in zip(said, wanted, strict=True):
                self._new.setdefault(spelt(old), word)

    def said(self, markup: bytes) -> bytes:
        """The markup with our words in it changed."""
        return self._pattern.sub(self._replaced, markup)

    def _replaced(self, found: re.Match[bytes]) -> bytes:
        old = _read(found[2])
        new = self._new.get(spelt(old), old)
        if new == old:
            return found[0]
        start = found.start(2) - found.start()
        return found[0][:start] + escape(new, {'"': "&quot;"}).encode() + found[0][start + len(found[2]) :]


def _read(data: bytes) -> str:
    return unescape(data.decode())


def spelt(text: str) -> str:
    """What stays of a text or number format however a program spells it."""
    return _SPELLING.sub("", text).casefold()
