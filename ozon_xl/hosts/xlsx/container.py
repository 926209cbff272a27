"""Zip archives from strangers: read with limits, and written member by member without packing anything anew."""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final
from zipfile import ZipInfo

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

_PACKED_CHUNK = 1 << 16
_ENCRYPTED = 0x01
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<26x2H")
_EXTRA_FIELD = struct.Struct("<2H")
_ZIP64 = 1


def directory_of(file: IO[bytes]) -> list[ZipInfo]:
    """The members of an archive, in order."""
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


def refuse_bombs(directory: Sequence[ZipInfo], size: int) -> None:
    """Refuses an archive of ``size`` bytes that would unpack to something monstrous, or is encrypted."""
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


def fingerprint(info: ZipInfo) -> tuple[object, ...]:
    """What differs if a member's content does."""
    return info.filename, info.CRC, info.file_size, info.compress_size, info.header_offset, info.date_time


def packed_bytes(file: IO[bytes], info: ZipInfo) -> Iterator[bytes]:
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


def unpacked(packed: Iterable[bytes], size: int, crc: int, method: int = zipfile.ZIP_DEFLATED) -> Iterator[bytes]:
    """A member's content, piece by piece; never more than ``size`` bytes."""
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


def append(archive: zipfile.ZipFile, info: ZipInfo, packed: Iterable[bytes]) -> None:
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


def without_zip64(extra: bytes) -> bytes:
    """Extra fields less the long sizes: ours fit into the short ones."""
    kept, at = b"", 0
    while at + _EXTRA_FIELD.size <= len(extra):
        kind, length = _EXTRA_FIELD.unpack_from(extra, at)
        field = extra[at : at + _EXTRA_FIELD.size + length]
        kept += b"" if kind == _ZIP64 else field
        at += len(field)
    return kept
