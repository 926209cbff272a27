"""The package around a workbook: well-formed parts, content types, relationships that lead somewhere."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET

Element = ET.Element

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_SHEETS = f"{_OFFICE}.spreadsheetml"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_CONTENT_TYPES = {
    "worksheet": f"{_SHEETS}.worksheet+xml",
    "table": f"{_SHEETS}.table+xml",
    "styles": f"{_SHEETS}.styles+xml",
    "sharedStrings": f"{_SHEETS}.sharedStrings+xml",
    "theme": f"{_OFFICE}.theme+xml",
    "vmlDrawing": f"{_OFFICE}.vmlDrawing",
    "vbaProject": "application/vnd.ms-office.vbaProject",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": f"{_OFFICE}.extended-properties+xml",
    "extensibility": "application/xml",
}
"""What a relationship of this type must lead to. Another type is itself a fault: we write none."""
_LEADS = {"sheet": "worksheet", "tablePart": "table", "legacyDrawing": "vmlDrawing"}


class Relationship(NamedTuple):
    """Where a relationship leads."""

    kind: str
    """The last word of its type."""
    target: str
    """The part's name."""


class Package:
    """The parts of a package, parsed once."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}

    @cached_property
    def xml(self) -> dict[str, Element]:
        """The parts that are XML."""
        return {name: ET.fromstring(self.parts[name]) for name in self.parts if _is_xml(name)}

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Of a part, by id."""
        folder, name = posixpath.split(part)
        found = self.xml.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        return {} if found is None else {link.get("Id", ""): _relationship(folder, link) for link in found}

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Of every part that has one."""
        root = self.xml["[Content_Types].xml"]
        by_suffix = {found.get("Extension", "").casefold(): found for found in root.iter(f"{TYPES}Default")}
        types = {
            name: found
            for name in self.parts
            if (found := by_suffix.get(name.rpartition(".")[2].casefold())) is not None
        }
        types |= {found.get("PartName", "").removeprefix("/"): found for found in root.iter(f"{TYPES}Override")}
        return {name: found.get("ContentType", "") for name, found in types.items()}


def _relationship(folder: str, link: Element) -> Relationship:
    target = link.get("Target", "")
    path = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relationship(link.get("Type", "").rpartition("/")[2], path)


def _is_xml(name: str) -> bool:
    return name.rpartition(".")[2] in {"xml", "rels", "vml"}


def flag(part: str, what: str) -> str:
    """A fault in words."""
    return f"{part}: {what}"


def faults(package: Package) -> Iterator[str]:
    """What is wrong with the package itself; with any of it, nothing else can be looked at."""
    for name, count in Counter(name.casefold() for name in package.names).items():
        if count > 1:
            yield flag(name, f"is in the package {count} times")
    broken = list(_broken(package))
    yield from broken
    if not broken:
        yield from _types(package)
        yield from _links(package)


def _broken(package: Package) -> Iterator[str]:
    for name, content in package.parts.items():
        if _is_xml(name):
            try:
                ET.fromstring(content)
            except ET.ParseError as error:
                yield flag(name, str(error))


def _types(package: Package) -> Iterator[str]:
    for name in package.parts:
        if name != "[Content_Types].xml" and name not in package.content_types:
            yield flag(name, "has no content type")
    for name in package.content_types:
        if name not in package.parts:
            yield flag("[Content_Types].xml", f"names {name}, which is not there")
    has_macros = "xl/vbaProject.bin" in package.parts
    main = _WITH_MACROS if has_macros else f"{_SHEETS}.sheet.main+xml"
    if package.content_types.get("xl/workbook.xml") != main:
        yield flag("xl/workbook.xml", f"must be {main}")


def _links(package: Package) -> Iterator[str]:
    reached = set()
    for part in ["", *package.parts]:
        links = package.relationships(part)
        reached |= {link.target for link in links.values()}
        for link in links.values():
            if link.target not in package.parts:
                yield flag(part or "package", f"leads to {link.target}, which is not there")
            elif link.kind != "officeDocument" and package.content_types[link.target] != _CONTENT_TYPES.get(link.kind):
                yield flag(link.target, f"is no {link.kind}")
        yield from _uses(package, part, links)
    for name in package.parts:
        if name not in reached and not name.endswith(".rels") and name != "[Content_Types].xml":
            yield flag(name, "nothing leads here")
    for name in package.parts:
        ids = [link.get("Id", "") for link in package.xml[name]] if name.endswith(".rels") else []
        yield from (
            flag(name, f"id {each} stands there {count} times") for each, count in Counter(ids).items() if count > 1
        )


def _uses(package: Package, part: str, links: dict[str, Relationship]) -> Iterator[str]:
    """Elements that lead on by the id of a relationship."""
    if part not in package.xml:
        return
    for element in package.xml[part].iter():
        kind = _LEADS.get(element.tag.removeprefix(MAIN))
        found = links.get(element.get(REL, ""))
        if kind and (found is None or found.kind != kind):
            yield flag(part, f"{element.get(REL)} is no {kind}")
