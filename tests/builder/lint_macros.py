"""Macros and what runs them: code names, modules, buttons, the ribbon."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.builder.lint_package import MAIN, Package, flag
from tests.builder.oletools_quietly import VBA_Parser

PROJECT = "xl/vbaProject.bin"
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_SUB = re.compile(r"^(?:Public )?Sub (\w+)\(([^)]*)\)", re.MULTILINE)
_DOCUMENT = re.compile(r"^Attribute VB_Base = \"0\{000208(?:19|20)-", re.MULTILINE)
_ANCHOR = re.compile(r"\d+(?:, \d+){7}")


class Module(NamedTuple):
    """A module of the project."""

    is_document: bool
    text: str


def faults(package: Package) -> Iterator[str]:
    """What is wrong between the macros and the workbook."""
    modules = _modules(package)
    subs = {
        name: len([argument for argument in arguments.split(",") if argument.strip()])
        for module in modules.values()
        if not module.is_document
        for name, arguments in _SUB.findall(module.text)
    }
    yield from _code_names(package, modules)
    yield from _buttons(package, subs)
    yield from _ribbon(package, subs)


def _modules(package: Package) -> dict[str, Module]:
    if PROJECT not in package.parts:
        return {}
    parser = VBA_Parser(PROJECT, data=package.parts[PROJECT])
    found = {
        stream.removeprefix("VBA/"): Module(bool(_DOCUMENT.search(text)), text)
        for _, stream, _, text in parser.extract_macros()
    }
    parser.close()
    return found


def _code_names(package: Package, modules: dict[str, Module]) -> Iterator[str]:
    """Each sheet has its module and each document module its sheet, or Excel drops the project."""
    if not modules:
        return
    sheets = [part for part in package.xml if part.startswith("xl/worksheets/sheet")]
    names = [_code_name(package, part, "sheetPr") for part in sheets]
    names.append(_code_name(package, "xl/workbook.xml", "workbookPr"))
    if Counter(names) != Counter(name for name, module in modules.items() if module.is_document):
        yield flag(PROJECT, f"its modules are not those of {sorted(names)}")
    for name, module in modules.items():
        if f'Attribute VB_Name = "{name}"' not in module.text:
            yield flag(PROJECT, f"{name} calls itself something else")


def _code_name(package: Package, part: str, tag: str) -> str:
    found = package.xml[part].find(f"{MAIN}{tag}")
    return "" if found is None else found.get("codeName", "")


def _buttons(package: Package, subs: dict[str, int]) -> Iterator[str]:
    for part, xml in package.xml.items():
        for macro in xml.iter(f"{_EXCEL}FmlaMacro"):
            name = (macro.text or "").removeprefix("[0]!")
            if subs.get(name) != 0 or name == macro.text:
                yield flag(part, f"no macro {macro.text} for a button")
        for anchor in xml.iter(f"{_EXCEL}Anchor"):
            if not _ANCHOR.fullmatch((anchor.text or "").strip()):
                yield flag(part, f"a button cannot be at {anchor.text}")
        shapes = [shape.get("id", "") for shape in xml.iter("{urn:schemas-microsoft-com:vml}shape")]
        yield from (flag(part, f"{count} shapes {name}") for name, count in Counter(shapes).items() if count > 1)


def _ribbon(package: Package, subs: dict[str, int]) -> Iterator[str]:
    for part, xml in package.xml.items():
        ids = [element.get("id") for element in xml.iter() if element.tag.startswith(_RIBBON) and element.get("id")]
        yield from (flag(part, f"{count} times id {name}") for name, count in Counter(ids).items() if count > 1)
        for button in xml.iter(f"{_RIBBON}button"):
            if subs.get(button.get("onAction", "")) != 1:
                yield flag(part, f"no macro {button.get('onAction')} for {button.get('id')}")
            if subs.get(button.get("id", "")) != 0:
                yield flag(part, f"no macro {button.get('id')} that the callback could run")
            if any(len(button.get(words, "")) > 1024 for words in ("label", "screentip", "supertip")):
                yield flag(part, f"too many words for {button.get('id')}")
