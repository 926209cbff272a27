"""A UNO type library of one interface: the ``types.rdb`` that LibreOffice's ``unoidl-write`` would make.

The format is described in ``unoidl/README.md`` of LibreOffice's sources: little-endian numbers, names by their offset,
each module a sorted map of names to contents, the root map's place in the header.
"""

import struct
from collections.abc import Sequence
from typing import Final, NamedTuple

_MAGIC: Final = b"UNOIDL\xff\0"
_MODULE, _INTERFACE, _IN = 0, 5, 0
_PUBLISHED: Final = 0x80


class Method(NamedTuple):
    """A method that takes values of any type and gives rows of them."""

    name: str
    parameters: Sequence[str]


def type_library(interface: str, methods: Sequence[Method]) -> bytes:
    """The library with one interface, named with its modules (``org.example.XThing``)."""
    *modules, name = interface.split(".")
    library = bytearray(_MAGIC + bytes(8))
    entry = _entry(library, name, _interface(methods))
    for module in reversed(modules):
        entry = _entry(library, module, bytes([_MODULE]) + _number(1) + entry)
    struct.pack_into("<II", library, len(_MAGIC), len(library), 1)
    return bytes(library + entry)


def _entry(library: bytearray, name: str, content: bytes) -> bytes:
    """Put name and content into the library; the map entry that points at both."""
    name_at = len(library)
    library += name.encode("ascii") + b"\0"
    content_at = len(library)
    library += content
    return _number(name_at) + _number(content_at)


def _interface(methods: Sequence[Method]) -> bytes:
    bases = _number(1) + _text("com.sun.star.uno.XInterface")
    no_optional_bases = no_attributes = _number(0)
    return (
        bytes([_INTERFACE | _PUBLISHED])
        + bases
        + no_optional_bases
        + no_attributes
        + _number(len(methods))
        + b"".join(map(_method, methods))
    )


def _method(method: Method) -> bytes:
    parameters = b"".join(bytes([_IN]) + _text(name) + _text("any") for name in method.parameters)
    no_exceptions = _number(0)
    return _text(method.name) + _text("[][]any") + _number(len(method.parameters)) + parameters + no_exceptions


def _text(text: str) -> bytes:
    return _number(len(text)) + text.encode("ascii")


def _number(value: int) -> bytes:
    return struct.pack("<I", value)
