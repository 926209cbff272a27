"""A VBA project from text: ``vbaProject.bin`` as [MS-OVBA] describes it, sources only.

Office compiles the sources when it opens the file: the performance cache, which depends on its version, must not be
written ([MS-OVBA] 2.3.4.1) and is not. The one reference is stdole, which every Office has, so that none can be
missing. Equal sources give equal bytes.
"""

import re
import struct
import uuid
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from ozon_xl.builder.compound import compound_file
from ozon_xl.builder.ovba import compressed, disguised


class Kind(Enum):
    """What a module is to Office; the value is the GUID of what it extends."""

    STANDARD = ""
    CLASS = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
    WORKBOOK = "00020819-0000-0000-C000-000000000046"
    SHEET = "00020820-0000-0000-C000-000000000046"

    @property
    def is_document(self) -> bool:
        """Whether it stands behind a workbook or a sheet."""
        return self in (Kind.WORKBOOK, Kind.SHEET)


class Module(NamedTuple):
    """A module with its whole text: ``Attribute`` lines, then code, ASCII with CRLF."""

    name: str
    kind: Kind
    text: bytes


WORKBOOK_CODE_NAME: Final = "ThisWorkbook"
PROJECT_NAME: Final = "VBAProject"
"""Office's own default; LibreOffice calls its library by it."""

_ID_SPACE: Final = uuid.UUID("6a0f7a5c-3c1e-5c55-9d0a-8f2f0b6f4d11")
_PROTECTION, _PASSWORD, _VISIBILITY = (b"\0\0\0\0", 0x1A), (b"\0", 0x3C), (b"\xff", 0x5E)
"""Unprotected, no password, visible; each with the seed that disguises it, fixed to make equal files."""
_STDOLE: Final = rb"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
_NO_CACHE: Final = bytes.fromhex("CC61FFFF000100")
_CODE_PAGE: Final = 1252
_NAME = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)
_VB_NAME = re.compile(r'^Attribute VB_Name = "(\w+)"\r?$', re.ASCII | re.MULTILINE)
_PUBLIC = re.compile(
    r"^[ \t]*(?:Public[ \t]+)?(?:Static[ \t]+)?(?:Sub|Function|Property[ \t]+[GLS]et)[ \t]+(\w+)",
    re.ASCII | re.IGNORECASE | re.MULTILINE,
)


def read_modules(folder: Path) -> list[Module]:
    """The modules of a folder, ``.bas`` and ``.cls``, by name.

    Raises:
        ValueError: a source has no name, another name than its file, or a character beyond ASCII (says the line).
    """
    paths = (path for path in folder.iterdir() if path.suffix in {".bas", ".cls"})
    return [module_from(path.name, path.read_bytes()) for path in sorted(paths, key=lambda path: path.name)]


def module_from(file: str, source: bytes) -> Module:
    """A module from an exported source. Line ends become CRLF; an exported class gets the header it has inside a file.

    Raises:
        ValueError: see ``read_modules``.
    """
    text = _ascii(file, source)
    found = _VB_NAME.search(text)
    stem, _, suffix = file.rpartition(".")
    if found is None or found[1] != stem:
        raise ValueError(f'{file}: must say Attribute VB_Name = "{stem}"')
    if suffix == "cls":
        code = re.sub(r"(?s)\A.*?(?:^Attribute [^\n]*\n)+", "", text, flags=re.MULTILINE)
        return Module(stem, Kind.CLASS, _with_header(stem, Kind.CLASS, code))
    return Module(stem, Kind.STANDARD, text.encode("ascii"))


def document(name: str, kind: Kind, code: str = "") -> Module:
    """The module behind the workbook or a sheet; each sheet must have one by its code name."""
    return Module(name, kind, _with_header(name, kind, _ascii(name, code.encode())))


def _ascii(file: str, source: bytes) -> str:
    for number, line in enumerate(source.splitlines(), 1):
        if not line.isascii():
            raise ValueError(f"{file}, line {number}: VBA is stored in the code page of one country, so ASCII only")
    return source.decode("ascii").replace("\r\n", "\n").replace("\n", "\r\n")


def _with_header(name: str, kind: Kind, code: str) -> bytes:
    is_document = kind.is_document
    attributes = {
        "VB_Name": f'"{name}"',
        "VB_Base": f'"0{{{kind.value}}}"',
        "VB_GlobalNameSpace": False,
        "VB_Creatable": False,
        "VB_PredeclaredId": is_document,
        "VB_Exposed": is_document,
        "VB_TemplateDerived": False,
        "VB_Customizable": is_document,
    }
    return "".join(f"Attribute {key} = {value}\r\n" for key, value in attributes.items()).encode() + code.encode()


def vba_project(modules: Sequence[Module], name: str = PROJECT_NAME) -> bytes:
    """``vbaProject.bin`` with these modules in this order.

    Raises:
        ValueError: a name that Office refuses: too long, twice, or also that of a public procedure.
    """
    _check_names(modules)
    streams = {module.name: compressed(module.text) for module in modules}
    return compound_file(
        {
            "PROJECT": _project(modules, name).encode("ascii"),
            "PROJECTwm": _names(modules),
            "VBA": {"_VBA_PROJECT": _NO_CACHE, "dir": compressed(_dir(modules, name)), **streams},
        }
    )


def public_procedures(text: bytes) -> set[str]:
    """The names that a standard module offers to buttons and to the other modules."""
    return set(_PUBLIC.findall(text.decode("ascii")))


def _check_names(modules: Sequence[Module]) -> None:
    taken = {"dir", "_vba_project"}
    procedures = {name.casefold() for module in modules for name in public_procedures(module.text)}
    for module in modules:
        name = module.name.casefold()
        if not _NAME.fullmatch(module.name):
            raise ValueError(f"{module.name}: a module's name is up to 31 letters, digits and _, a letter first")
        if name in taken:
            raise ValueError(f"{module.name}: there are two of this name")
        if name in procedures:
            raise ValueError(f"{module.name}: a procedure has the same name")
        taken.add(name)


def _project(modules: Iterable[Module], name: str) -> str:
    """The PROJECT stream: an ini file."""
    project_id = f"{{{uuid.uuid5(_ID_SPACE, name)}}}".upper()
    key = sum(project_id.encode()) & 0xFF
    cmg, dpb, gc = (disguised(value, key, seed) for value, seed in (_PROTECTION, _PASSWORD, _VISIBILITY))
    lines = [
        f'ID="{project_id}"',
        *(_project_item(module) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{cmg}"',
        f'DPB="{dpb}"',
        f'GC="{gc}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _project_item(module: Module) -> str:
    if module.kind.is_document:
        return f"Document={module.name}/&H00000000"
    return f"{'Module' if module.kind is Kind.STANDARD else 'Class'}={module.name}"


def _names(modules: Iterable[Module]) -> bytes:
    """The PROJECTwm stream: each name in the code page and in Unicode."""
    pairs = (module.name.encode() + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"


def _dir(modules: Sequence[Module], name: str) -> bytes:
    """The dir stream ([MS-OVBA] 2.3.4.2): what the project is called and made of."""
    information = (
        _number(0x0001, 3),  # SysKind: 64-bit Windows
        _number(0x0002, 0x409),
        _number(0x0014, 0x409),
        _record(0x0003, struct.pack("<H", _CODE_PAGE)),
        _record(0x0004, name.encode("ascii")),
        _text(0x0005, 0x0040, ""),
        _text(0x0006, 0x003D, ""),
        _number(0x0007, 0),
        _number(0x0008, 0),
        struct.pack("<HIIH", 0x0009, 4, 1, 1),  # version 1.1; its size does not count the minor number
        _text(0x000C, 0x003C, ""),
    )
    references = (
        _text(0x0016, 0x003E, "stdole"),
        _record(0x000D, struct.pack("<I", len(_STDOLE)) + _STDOLE + bytes(6)),
    )
    count = _record(0x000F, struct.pack("<H", len(modules))) + _record(0x0013, b"\xff\xff")
    parts = (*information, *references, count, *map(_module_records, modules), _record(0x0010, b""))
    return b"".join(parts)


def _module_records(module: Module) -> bytes:
    return b"".join(
        (
            _text(0x0019, 0x0047, module.name),
            _text(0x001A, 0x0032, module.name),  # the stream's name
            _text(0x001C, 0x0048, ""),
            _number(0x0031, 0),  # the source begins at once: no performance cache before it
            _number(0x001E, 0),
            _record(0x002C, b"\xff\xff"),
            _record(0x0021 if module.kind is Kind.STANDARD else 0x0022, b""),
            _record(0x002B, b""),
        )
    )


def _record(record_id: int, content: bytes) -> bytes:
    return struct.pack("<HI", record_id, len(content)) + content


def _number(record_id: int, value: int) -> bytes:
    return _record(record_id, struct.pack("<I", value))


def _text(record_id: int, unicode_id: int, text: str) -> bytes:
    return _record(record_id, text.encode("ascii")) + _record(unicode_id, text.encode("utf-16-le"))
