"""Compound files ([MS-CFB] version 3): the file system in one file that a VBA project lives in.

Written in one go and always the same way: no times, no class ids, streams in the order of the directory.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

Storage = Mapping[str, "bytes | Storage"]
"""What a folder holds: streams and further folders by name."""

_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_SMALL: Final = 4096
"""Streams shorter than this share the mini stream."""
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header itself can list: 6.8 MB, far beyond any macros."""

_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_TABLE: Final = 0xFFFFFFFD
"""Marks in an allocation table: a free sector, the end of a chain, a sector of the table itself."""
_NOBODY: Final = 0xFFFFFFFF
"""No entry of the directory."""
_UNUSED, _FOLDER, _STREAM, _ROOT = 0, 1, 2, 5
_RED, _BLACK = 0, 1


class _Kin(NamedTuple):
    """Where an entry hangs in the search tree of its folder."""

    left: int = _NOBODY
    right: int = _NOBODY
    colour: int = _BLACK


class _Entry(NamedTuple):
    name: str
    kind: int
    content: bytes = b""
    child: int = _NOBODY


def compound_file(root: Storage) -> bytes:
    """The file with these streams and folders.

    Raises:
        ValueError: a name is longer than 31 characters, or the whole is larger than 6.8 MB.
    """
    entries = [_Entry("Root Entry", _ROOT)]
    kin = {0: _Kin()}
    _add_folder(root, 0, entries, kin)
    sectors = _Sectors(_SECTOR)
    small = _Sectors(_MINI_SECTOR)
    starts = [_place(entry, sectors, small) for entry in entries]
    starts[0] = sectors.add(small.content)
    entries[0] = entries[0]._replace(content=small.content)
    mini_table = b"".join(struct.pack("<I", following) for following in small.chain)
    first_mini_table = sectors.add(mini_table, fill=b"\xff")
    directory = b"".join(
        _packed(entry, kin[i], start) for i, (entry, start) in enumerate(zip(entries, starts, strict=True))
    )
    unused = _packed(_Entry("", _UNUSED), _Kin(colour=_RED), 0)
    first_directory = sectors.add(directory, fill=unused)
    tables = sectors.add_table()
    mini_sectors = -(-len(mini_table) // _SECTOR)
    return _header(tables, first_directory, first_mini_table, mini_sectors) + sectors.content


def _add_folder(folder: Storage, place: int, entries: list[_Entry], kin: dict[int, _Kin]) -> None:
    """Append what a folder holds to the directory and hang it below the entry at ``place``."""
    names = sorted(folder, key=_order)
    first = len(entries)
    for name in names:
        held = folder[name]
        entries.append(_Entry(name, _STREAM, held) if isinstance(held, bytes) else _Entry(name, _FOLDER))
    for i, tied in enumerate(_balanced(len(names), first)):
        kin[first + i] = tied
    if names:
        entries[place] = entries[place]._replace(child=first + len(names) // 2)
    for i, name in enumerate(names, first):
        held = folder[name]
        if not isinstance(held, bytes):
            _add_folder(held, i, entries, kin)


def _order(name: str) -> tuple[int, str]:
    """[MS-CFB] 2.6.4: shorter names first, then by capital letters."""
    return len(name.encode("utf-16-le")), name.upper()


def _balanced(count: int, first: int) -> Sequence[_Kin]:
    """A search tree over entries ``first`` to ``first + count - 1`` in their order.

    Every level but the last is full; the entries of a last level that is not full are red and all others black, so
    that every way down meets the same number of black ones and no red one has a red child.
    """
    kin = [_Kin()] * count
    red_level = (count + 1).bit_length() - 1

    def hang(low: int, high: int, level: int) -> int:
        if low == high:
            return _NOBODY
        middle = (low + high) // 2
        left, right = hang(low, middle, level + 1), hang(middle + 1, high, level + 1)
        kin[middle] = _Kin(left, right, _RED if level == red_level else _BLACK)
        return first + middle

    hang(0, count, 0)
    return kin


class _Sectors:
    """Sectors of one size, and the table that says which one follows which."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._parts: list[bytes] = []
        self.chain: list[int] = []

    @property
    def content(self) -> bytes:
        return b"".join(self._parts)

    def add(self, content: bytes, *, fill: bytes = b"\0") -> int:
        """Append a stream in whole sectors, the rest filled up. Returns its first sector."""
        if not content:
            return _END
        first, count = len(self.chain), -(-len(content) // self._size)
        rest = count * self._size - len(content)
        self._parts.append(content + fill * (rest // len(fill)))
        self.chain += [*range(first + 1, first + count), _END]
        return first

    def add_table(self) -> range:
        """Append the table itself, which lists its own sectors too. Returns those."""
        per_sector = self._size // 4
        count = -(-len(self.chain) // (per_sector - 1))
        tables = range(len(self.chain), len(self.chain) + count)
        if count > _IN_HEADER:
            raise ValueError("too large for a compound file without a second table")
        self.chain += [_TABLE] * count
        free = [_FREE] * (count * per_sector - len(self.chain))
        self._parts.append(struct.pack(f"<{count * per_sector}I", *self.chain, *free))
        return tables


def _place(entry: _Entry, sectors: _Sectors, small: _Sectors) -> int:
    if entry.kind != _STREAM:
        return 0
    return (small if len(entry.content) < _SMALL else sectors).add(entry.content)


def _packed(entry: _Entry, kin: _Kin, start: int) -> bytes:
    """One entry of the directory, 128 bytes."""
    name = entry.name.encode("utf-16-le") + b"\0\0" if entry.name else b""
    if len(name) > 64:
        raise ValueError(f"{entry.name}: longer than 31 characters")
    links = struct.pack("<3I", kin.left, kin.right, entry.child)
    no_class_flags_or_times = bytes(16 + 4 + 8 + 8)
    return (
        struct.pack("<64sHBB", name, len(name), entry.kind, kin.colour)
        + links
        + no_class_flags_or_times
        + struct.pack("<IQ", start, len(entry.content))
    )


def _header(tables: range, first_directory: int, first_mini_table: int, mini_sectors: int) -> bytes:
    magic = bytes.fromhex("D0CF11E0A1B11AE1")
    versions = struct.pack("<HHHHH", 0x003E, 3, 0xFFFE, 9, 6)
    counts = struct.pack(
        "<6xIIIIIIIII", 0, len(tables), first_directory, 0, _SMALL, first_mini_table, mini_sectors, _END, 0
    )
    return magic + bytes(16) + versions + counts + b"".join(_first_tables(tables))


def _first_tables(tables: range) -> Iterator[bytes]:
    for i in range(_IN_HEADER):
        yield struct.pack("<I", tables[i] if i < len(tables) else _FREE)
