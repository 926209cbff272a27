"""The zip package of a workbook: read safely, change single parts, replace the file whole or not at all.

No handle stays open between two calls, so no spreadsheet program is kept from the file; and what is read later is
read only while the file is still the one that was opened.
"""

import copy
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from ozon_xl.errors import WorkbookChangedError, WorkbookOpenError
from ozon_xl.hosts.xlsx.container import (
    append,
    directory_of,
    fingerprint,
    packed_bytes,
    refuse_bombs,
    unpacked,
    without_zip64,
)
from ozon_xl.hosts.xlsx.saving import refuse_if_open, refuse_if_read_only, replacing
from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnsafePartError
from ozon_xl.texts import hosts as texts

MOST_SMALL: Final = 16 << 20
"""Bytes of a part that is read as a whole: everything but sheets and shared strings."""

LEVEL: Final = 1
"""Of deflate; higher ones take several times as long to save a third."""

_SIZES_FOLLOW = 0x08


class _Fresh(NamedTuple):
    """A part written anew: a raw deflate stream."""

    packed: list[bytes]
    crc: int
    size: int


class Package:
    """An opened package. Changes wait in memory, packed, until ``save``.

    ``even_if_open``: to look at what was saved last of a workbook that a spreadsheet program holds.
    """

    def __init__(self, path: Path, *, even_if_open: bool = False) -> None:
        self.path = path
        if not even_if_open:
            refuse_if_open(path)
        self._load()

    def _load(self) -> None:
        if self.path.is_dir():
            raise DamagedPartError(self.path)
        with self._opened() as file:
            self._directory = directory_of(file)
        refuse_bombs(self._directory, self.path.stat().st_size)
        self._members = {info.filename.casefold(): info for info in self._directory}
        self._fresh: dict[str, _Fresh] = {}
        self._gone: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members and name.casefold() not in self._gone

    @property
    def names(self) -> list[str]:
        """The parts, in order."""
        return [info.filename for info in self._directory if info.filename in self]

    @property
    def changed(self) -> bool:
        """Whether ``save`` has anything to do."""
        return bool(self._fresh or self._gone)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, piece by piece."""
        if name not in self:
            raise DamagedPartError(name)
        fresh = self._fresh.get(name.casefold())
        if fresh is not None:
            yield from unpacked(fresh.packed, fresh.size, fresh.crc)
            return
        info = self._members[name.casefold()]
        with self._opened() as file:
            self._refuse_other(file)
            yield from unpacked(packed_bytes(file, info), info.file_size, info.CRC, info.compress_type)

    def read(self, name: str) -> bytes:
        """A small part as a whole."""
        if name in self and self._members[name.casefold()].file_size > MOST_SMALL:
            raise UnsafePartError(texts.TOO_BIG)
        return b"".join(self.chunks(name))

    def replace(self, name: str, chunks: Iterable[bytes]) -> None:
        """Give a part other bytes. An exception while they are made leaves it as it was."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed: list[bytes] = []
        crc = size = 0
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            packed.append(packer.compress(chunk))
        packed.append(packer.flush())
        self._fresh[name.casefold()] = _Fresh(packed, crc, size)

    def remove(self, name: str) -> None:
        """Leave a part out."""
        self._gone.add(name.casefold())

    def save(self) -> None:
        """Write the package beside the old one and put it in its place, all or nothing."""
        refuse_if_open(self.path)
        target = Path(os.path.realpath(self.path))
        refuse_if_read_only(target)
        with replacing(target, self._last_look) as out, self._opened() as file:
            self._refuse_other(file)
            self._write(out, file)
        self._load()

    def _write(self, out: IO[bytes], file: IO[bytes]) -> None:
        with zipfile.ZipFile(out, "w") as archive:
            for old in self._directory:
                member = old.filename.casefold()
                if member in self._gone:
                    continue
                info = copy.copy(old)
                info.flag_bits &= ~_SIZES_FOLLOW
                fresh = self._fresh.get(member)
                if fresh is None:
                    info.extra = without_zip64(old.extra)
                    append(archive, info, packed_bytes(file, old))
                    continue
                info.extra = b""
                info.compress_type = zipfile.ZIP_DEFLATED
                info.CRC, info.file_size, info.compress_size = fresh.crc, fresh.size, sum(map(len, fresh.packed))
                append(archive, info, fresh.packed)

    def _last_look(self) -> None:
        with self._opened() as file:
            self._refuse_other(file)
        refuse_if_open(self.path)

    def _opened(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except PermissionError as error:
            if os.name == "nt":  # Excel lets nobody read
                raise WorkbookOpenError(path=self.path) from error
            raise

    def _refuse_other(self, file: IO[bytes]) -> None:
        try:
            same = list(map(fingerprint, directory_of(file))) == list(map(fingerprint, self._directory))
        except (DamagedPartError, UnsafePartError):
            same = False
        if not same:
            raise WorkbookChangedError(path=self.path)
