"""The zip package of a workbook: read safely, change single parts, replace the file whole or not at all.

No handle stays open between two calls, so no spreadsheet program is kept from the file; and what is read later is
read only while the file is still the one that was opened.
"""

import copy
import os
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import ZipInfo

from ozon_xl.errors import WorkbookChangedError, WorkbookOpenError, WorkbookReadOnlyError
from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnsafePartError
from ozon_xl.texts import hosts as texts

CHUNK: Final = 1 << 20
"""Most bytes of a part that are handed on at a time."""

MOST_MEMBERS: Final = 10_000
MOST_DIRECTORY: Final = 4 << 20
MOST_UNPACKED: Final = 1 << 30
"""Bytes of all parts together. 50,000 orders whose formulas LibreOffice has written out one by one are 400 MB."""

MOST_RATIO: Final = 200
RATIO_FROM: Final = 32 << 20
"""Smaller parts may be as repetitive as they like."""

MOST_SMALL: Final = 16 << 20
"""Bytes of a part that is read as a whole: everything but sheets and shared strings."""

LEVEL: Final = 1
"""Of deflate; higher ones take several times as long to save a third."""

_PACKED_CHUNK = 1 << 16
_STALE_S = 3600
_TEMPORARY = ".ozon-xl-tmp"
_SIZES_FOLLOW = 0x08
_ENCRYPTED = 0x01
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<26x2H")
_EXTRA_FIELD = struct.Struct("<2H")
_ZIP64 = 1


class _Fresh(NamedTuple):
    """A part written anew: a raw deflate stream."""

    packed: list[bytes]
    crc: int
    size: int


class Package:
    """An opened package. Changes wait in memory, packed, until ``save``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._load()

    def _load(self) -> None:
        refuse_if_open(self.path)
        if self.path.is_dir():
            raise DamagedPartError(self.path)
        with self.path.open("rb") as file:
            self._directory = _directory(file)
        _refuse_bombs(self._directory, self.path.stat().st_size)
        self._members = {info.filename.casefold(): info for info in self._directory}
        self._fresh: dict[str, _Fresh] = {}
        self._gone: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members and name.casefold() not in self._gone

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
            yield from _unpacked(fresh.packed, fresh.size, fresh.crc)
            return
        info = self._members[name.casefold()]
        with self.path.open("rb") as file:
            self._refuse_other(file)
            yield from _unpacked(_packed(file, info), info.file_size, info.CRC, info.compress_type)

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
        if not target.stat().st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise WorkbookReadOnlyError(path=self.path)
        _sweep(target.parent)
        handle, name = tempfile.mkstemp(_TEMPORARY, ".", target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out, self.path.open("rb") as file:
                self._refuse_other(file)
                self._write(out, file)
                out.flush()
                os.fsync(out.fileno())
            _keep_rights(temporary, target)
            self._replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
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
                    info.extra = _without_zip64(old.extra)
                    _append(archive, info, _packed(file, old))
                    continue
                info.extra = b""
                info.compress_type = zipfile.ZIP_DEFLATED
                info.CRC, info.file_size, info.compress_size = fresh.crc, fresh.size, sum(map(len, fresh.packed))
                _append(archive, info, fresh.packed)

    def _replace(self, temporary: Path, target: Path) -> None:
        with self.path.open("rb") as file:
            self._refuse_other(file)
        refuse_if_open(self.path)
        temporary.replace(target)

    def _refuse_other(self, file: IO[bytes]) -> None:
        try:
            same = list(map(_fingerprint, _directory(file))) == list(map(_fingerprint, self._directory))
        except (DamagedPartError, UnsafePartError):
            same = False
        if not same:
            raise WorkbookChangedError(path=self.path)


def refuse_if_open(path: Path) -> None:
    """Refuses while Excel (``~$``) or LibreOffice (``.~lock``) marks the file as open."""
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(mark.exists() for mark in marks):
        raise WorkbookOpenError(path=path)


def _directory(file: IO[bytes]) -> list[ZipInfo]:
    _refuse_long_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise DamagedPartError("no zip file") from error


def _refuse_long_directory(file: IO[bytes]) -> None:
    """``ZipFile`` would read any number of members into memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - (1 << 16) - _END_RECORD.size))
    end = file.read()
    at = end.rfind(b"PK\5\6", 0, len(end) - _END_RECORD.size + 4)
    if at < 0:
        raise DamagedPartError("no zip file")
    _, _, _, _, members, length, _, _ = _END_RECORD.unpack_from(end, at)
    if members > MOST_MEMBERS or length > MOST_DIRECTORY or end[max(0, at - 20) : at].startswith(b"PK\6\7"):
        raise UnsafePartError(texts.TOO_MANY_PARTS)


def _refuse_bombs(directory: Sequence[ZipInfo], size: int) -> None:
    if len({info.filename.casefold() for info in directory}) < len(directory):
        raise UnsafePartError(texts.DOUBLE_PARTS)
    for info in directory:
        if info.flag_bits & _ENCRYPTED or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise DamagedPartError(info.filename)
        if info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * info.compress_size:
            raise UnsafePartError(texts.TOO_BIG)
    if sum(info.file_size for info in directory) > MOST_UNPACKED:
        raise UnsafePartError(texts.TOO_BIG)
    if sum(info.compress_size for info in directory) > size:
        raise UnsafePartError(texts.DOUBLE_PARTS)


def _fingerprint(info: ZipInfo) -> tuple[object, ...]:
    return info.filename, info.CRC, info.file_size, info.compress_size, info.header_offset, info.date_time


def _packed(file: IO[bytes], info: ZipInfo) -> Iterator[bytes]:
    """A member's bytes as they lie in the file."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
        raise DamagedPartError(info.filename)
    file.seek(sum(_LOCAL_HEADER.unpack(header)), os.SEEK_CUR)
    left = info.compress_size
    while left:
        piece = file.read(min(left, _PACKED_CHUNK))
        if not piece:
            raise DamagedPartError(info.filename)
        left -= len(piece)
        yield piece


def _unpacked(packed: Iterable[bytes], size: int, crc: int, method: int = zipfile.ZIP_DEFLATED) -> Iterator[bytes]:
    left, seen = size, 0
    for chunk in packed if method == zipfile.ZIP_STORED else _inflated(packed):
        left -= len(chunk)
        seen = zlib.crc32(chunk, seen)
        if left < 0:
            break
        yield chunk
    if left or seen != crc:
        raise DamagedPartError("checksum")


def _inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        rest = piece
        while rest:
            yield unpacker.decompress(rest, CHUNK)
            rest = unpacker.unconsumed_tail
    yield unpacker.flush()


def _append(archive: zipfile.ZipFile, info: ZipInfo, packed: Iterable[bytes]) -> None:
    """Add a member whose packed bytes and sizes are known; ``zipfile`` itself would pack it again."""
    out = archive.fp
    assert out is not None  # noqa: S101
    info.header_offset = archive.start_dir
    out.seek(archive.start_dir)
    out.write(info.FileHeader(zip64=False))
    out.writelines(packed)
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = out.tell()


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields less the long sizes: ours fit into the short ones."""
    kept, at = b"", 0
    while at + _EXTRA_FIELD.size <= len(extra):
        kind, length = _EXTRA_FIELD.unpack_from(extra, at)
        field = extra[at : at + _EXTRA_FIELD.size + length]
        kept += b"" if kind == _ZIP64 else field
        at += len(field)
    return kept


def _keep_rights(new: Path, old: Path) -> None:
    was = old.stat()
    new.chmod(stat.S_IMODE(was.st_mode))
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(new, was.st_uid, was.st_gid)


def _sweep(folder: Path) -> None:
    """Remove what a killed run left behind long ago."""
    for left in folder.glob(f".*{_TEMPORARY}"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _STALE_S:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
