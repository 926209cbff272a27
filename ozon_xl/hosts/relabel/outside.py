"""What stands outside the cells: names, links, checks, charts, pivot tables, buttons, the ribbon, number formats."""

import re
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from ozon_xl.hosts.relabel.renames import Renames
from ozon_xl.hosts.relabel.wording import CAPTIONS, FORMATS, MESSAGES, SHAPES, Model, Wording
from ozon_xl.hosts.xlsx.markup import attributes, plain, start_tag, text_of, with_attributes
from ozon_xl.sheets import TABLES, Table
from ozon_xl.sheets.buttons import BUTTONS
from ozon_xl.sheets.vocabulary import new_words
from ozon_xl.texts import Lang

_SHEET = start_tag(b"sheet")
_FORMULA = re.compile(
    rb"<((?:[\w.-]+:)?(?:f|formula[12]?|calculatedColumnFormula|totalsRowFormula|definedName|FmlaLink|FmlaRange|FmlaTxbx))"
    rb"(?:\s[^<>]*)?(?<!/)>([^<]+)</\1>"
)
_LINK = re.compile(rb'\b(?:location|textlink|fmlaLink|fmlaRange|fmlaTxbx|linkedCell|listFillRange)="([^"]+)"')
_INSIDE_LINK = re.compile(rb'\bTarget="#([^"]+)"')
_OUR_MACRO = re.compile(b"|".join(rb"!%s\b" % button.macro.encode() for button in BUTTONS))
_FILTER = re.compile(rb'(<(?:\w+:)?(?:filter|customFilter)\s[^<>]*?\bval=")([^"]*)(?=")')
_PIVOT_SOURCE = start_tag(b"worksheetSource")
_PIVOT_FIELD = start_tag(b"cacheField")
_QUOTE = {'"': "&quot;"}
_TITLE = re.compile(rb"(<vt:lpstr>)([^<]+)(?=</)")


class Outside:
    """Exchanges our words and names in parts of a package."""

    def __init__(self, models: Mapping[Lang, Model], lang: Lang, renames: Renames, tables: Mapping[str, Table]) -> None:
        """``tables`` are ours by the present title of their sheet in lower case."""
        self._renames = renames
        self._words = new_words(lang)
        self._tables = {table.name.casefold(): table for table in TABLES} | dict(tables)
        self._messages, self._captions, self._formats = (
            Wording(models.values(), models[lang], pattern).said for pattern in (MESSAGES, CAPTIONS, FORMATS)
        )
        drawn = models[lang].shapes()
        self._shapes = {old: new for model in models.values() for old, new in zip(model.shapes(), drawn, strict=True)}

    def part(self, name: str, old: bytes) -> bytes:
        """A part that is no sheet."""
        if name.endswith(".rels"):
            return _INSIDE_LINK.sub(self._relinked, old)
        if name == "docProps/core.xml":
            return self._captions(old)
        if name == "docProps/app.xml":
            return _TITLE.sub(self._retitled, old)
        if name.endswith("styles.xml"):
            return self._formats(old)
        if name.startswith("customUI/"):
            return self._messages(old)
        markup = self.renamed(old)
        if "/pivotCache/" in name:
            return self._repivoted(markup)
        return markup

    def sheet_tail(self, tail: bytes, *, is_ours: bool) -> bytes:
        """What follows the cells of a sheet."""
        tail = self.renamed(tail, is_ours=is_ours)
        return self._messages(tail) if is_ours else tail

    def table(self, old: bytes) -> bytes:
        """The part of a table of ours: what its filters look for."""
        return _FILTER.sub(self._filtered, self.renamed(old, is_ours=True))

    def workbook(self, old: bytes) -> bytes:
        """The part that lists the sheets and the names."""
        return _SHEET.sub(self._titled, self.renamed(old))

    def renamed(self, markup: bytes, *, is_ours: bool = False) -> bytes:
        """Formulas and links with the new names, and our buttons with their new captions."""
        reformulated = partial(self._reformulated, is_ours=is_ours)
        markup = _LINK.sub(reformulated, _FORMULA.sub(reformulated, markup))
        return SHAPES.sub(self._captioned, markup) if _OUR_MACRO.search(markup) else markup

    def _reformulated(self, found: re.Match[bytes], *, is_ours: bool) -> bytes:
        group = found.lastindex or 1
        old = text_of(found[group])
        new = self._renames.formula(old, is_ours=is_ours)
        if new == old:
            return found[0]
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found[0][:start] + escape(new, _QUOTE).encode() + found[0][end:]

    def _filtered(self, found: re.Match[bytes]) -> bytes:
        old = text_of(found[2])
        return found[1] + escape(self._words.get(old, old), _QUOTE).encode()

    def _captioned(self, shape: re.Match[bytes]) -> bytes:
        """A button of ours: redrawn where it is as we drew it, else in its own size with its new caption."""
        if shape[0] in self._shapes or not _OUR_MACRO.search(shape[0]):
            return self._shapes.get(shape[0], shape[0])
        return self._captions(self._messages(shape[0]))

    def _relinked(self, found: re.Match[bytes]) -> bytes:
        old = unquote(text_of(found[1]))
        new = self._renames.formula(old)
        return found[0] if new == old else b'Target="#%s"' % quote(new, safe="!$:'").encode()

    def _retitled(self, found: re.Match[bytes]) -> bytes:
        old = text_of(found[2])
        new = self._renames.formula(old) if "!" in old else self._renames.title(old)
        return found[1] + escape(new).encode()

    def _titled(self, tag: re.Match[bytes]) -> bytes:
        old = text_of(attributes(tag[2]).get(b"name", b""))
        new = self._renames.title(old)
        return tag[0] if new == old else with_attributes(tag, name=new)

    def _repivoted(self, markup: bytes) -> bytes:
        """A pivot table over one of our tables finds its fields by their headings."""
        tag = _PIVOT_SOURCE.search(markup)
        source = {key: text_of(value) for key, value in attributes(tag[2]).items()} if tag else {}
        sheet = source.get(b"sheet", "")
        table = self._tables.get(source.get(b"name", sheet).casefold())
        if tag is None or table is None:
            return markup
        if sheet:
            new = escape(self._renames.title(sheet), _QUOTE)
            markup = markup[: tag.start()] + with_attributes(tag, sheet=new) + markup[tag.end() :]

        def fielded(field: re.Match[bytes]) -> bytes:
            old = plain(text_of(attributes(field[2]).get(b"name", b"")))
            new = self._renames.heading(table, old)
            return field[0] if new == old else with_attributes(field, name=escape(new, _QUOTE))

        return _PIVOT_FIELD.sub(fielded, markup)
