"""The encodings of a VBA project ([MS-OVBA]): compressed streams and disguised values."""

import struct
from collections.abc import Iterator
from typing import Final

_CHUNK: Final = 4096


def compressed(content: bytes) -> bytes:
    """A stream as VBA stores it ([MS-OVBA] 2.4.1): chunks of 4,096 bytes, each on its own."""
    chunks = (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
    return b"\x01" + b"".join(_compressed_chunk(chunk) for chunk in chunks)


def _compressed_chunk(chunk: bytes) -> bytes:
    tokens = b"".join(_token_groups(chunk))
    if len(tokens) < _CHUNK:
        return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens
    return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")


def _token_groups(chunk: bytes) -> Iterator[bytes]:
    """Eight tokens at a time behind a byte that says which of them are copies."""
    at = 0
    while at < len(chunk):
        flags, group = 0, b""
        for bit in range(8):
            if at >= len(chunk):
                break
            offset, length = _longest_copy(chunk, at)
            if length:
                offset_bits = _offset_bits(at)
                flags |= 1 << bit
                group += struct.pack("<H", (offset - 1) << (16 - offset_bits) | (length - 3))
                at += length
            else:
                group += chunk[at : at + 1]
                at += 1
        yield bytes([flags]) + group


def _offset_bits(at: int) -> int:
    """How many of a copy's 16 bits tell how far back it reaches; the others tell its length."""
    return max(4, (at - 1).bit_length())


def _longest_copy(chunk: bytes, at: int) -> tuple[int, int]:
    """How far back the longest repetition of what comes next begins, and its length; 0 for none of three bytes."""
    most = min(len(chunk) - at, (0xFFFF >> _offset_bits(at)) + 3)
    best, length = at, 0
    for wanted in range(3, most + 1):
        found = chunk.rfind(chunk[at : at + wanted], 0, at + wanted - 1)
        if found < 0:
            break
        best, length = found, wanted
    return at - best, length


def disguised(value: bytes, key: int, seed: int) -> str:
    """A value of the PROJECT stream ([MS-OVBA] 2.4.3) as hexadecimal digits.

    ``key`` is the sum of the bytes of the project's id, ``seed`` any byte.
    """
    version = 2
    hidden = [seed, seed ^ version, seed ^ key]
    plain = key
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(value)) + value:
        hidden.append(byte ^ ((hidden[-2] + plain) & 0xFF))
        plain = byte
    return bytes(hidden).hex().upper()
