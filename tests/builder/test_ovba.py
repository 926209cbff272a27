"""The encodings of a VBA project, each against the inverse that [MS-OVBA] describes and against oletools."""

import re
import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ozon_xl.builder.ovba import compressed, disguised
from tests.builder.oletools_quietly import decompress_stream
from tests.builder.projects import parts_of, streams_of, workbook_project

text = st.text(st.characters(min_codepoint=9, max_codepoint=126), max_size=3000).map(str.encode)
repeated = st.tuples(st.binary(min_size=1, max_size=9), st.integers(1, 3000)).map(lambda pair: pair[0] * pair[1])
code = st.lists(
    st.sampled_from([b"Public Sub OzonRefresh()\r\n", b"End Sub\r\n", b"    Dim i As Long\r\n", b"' x\r\n"]),
    max_size=900,
).map(b"".join)


@settings(deadline=None)
@given(st.one_of(text, repeated, code))
@example(b"")
@example(b"a")
@example(b"aaaa")
@example(bytes(range(256)) * 16)
@example(b"x" * 4096)
@example(b"x" * 4097)
@example(b"ab" * 20_000)
def test_what_was_compressed_comes_back(content: bytes) -> None:
    assert decompressed(compressed(content)) == content
    if content:
        assert bytes(decompress_stream(bytearray(compressed(content)))) == content


def test_a_chunk_that_does_not_compress_is_stored() -> None:
    noise = b"".join(struct.pack("<H", number * 40503 & 0xFFFF) for number in range(4096))
    assert decompressed(compressed(noise)) == noise
    assert len(compressed(noise)) <= len(noise) + 1 + 2 * (len(noise) // 4096)


def test_code_becomes_much_shorter() -> None:
    source = b'Public Sub OzonRefresh()\r\n    Press "refresh"\r\nEnd Sub\r\n' * 100
    assert len(compressed(source)) < len(source) / 10


def decompressed(container: bytes) -> bytes:
    """[MS-OVBA] 2.4.1.3.1, step by step."""
    assert container[0] == 1
    at, whole = 1, b""
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        size = (header & 0xFFF) + 3
        assert header >> 12 & 7 == 3
        body = container[at + 2 : at + size]
        assert len(body) == size - 2
        whole += chunk_of(body) if header & 0x8000 else body
        at += size
    return whole


def chunk_of(body: bytes) -> bytes:
    chunk, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at == len(body):
                break
            if not flags >> bit & 1:
                chunk.append(body[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", body, at)
            offset_bits = next(bits for bits in range(4, 13) if 1 << bits >= len(chunk))
            length, offset = (token & 0xFFFF >> offset_bits) + 3, (token >> 16 - offset_bits) + 1
            assert offset <= len(chunk)
            for _ in range(length):
                chunk.append(chunk[-offset])
            at += 2
    assert len(chunk) <= 4096
    return bytes(chunk)


@given(st.binary(max_size=40), st.integers(0, 255), st.integers(0, 255))
def test_what_was_disguised_comes_back(value: bytes, key: int, seed: int) -> None:
    assert undisguised(disguised(value, key, seed)) == (key, value)


def undisguised(digits: str) -> tuple[int, bytes]:
    """The key and the value ([MS-OVBA] 2.4.3.3)."""
    seed, version, key, *rest = bytes.fromhex(digits)
    assert version ^ seed == 2
    plain, before = key ^ seed, pairwise((version, key, *rest))
    out = []
    for byte, (second_last, _) in zip(rest, before, strict=False):
        plain = byte ^ ((second_last + plain) & 0xFF)
        out.append(plain)
    out = out[(seed & 6) // 2 :]
    (length,) = struct.unpack("<I", bytes(out[:4]))
    assert length == len(out) - 4
    return key ^ seed, bytes(out[4:])


OPEN = {"CMG": b"\0\0\0\0", "DPB": b"\0", "GC": b"\xff"}
"""Unprotected, without a password, visible."""


def said_by(project: bytes) -> dict[str, bytes]:
    """What a project says about its protection, its key checked."""
    stream = streams_of(project)["PROJECT"].decode("cp1252")
    found = dict(re.findall(r'^(ID|CMG|DPB|GC)="(.*)"\r$', stream, re.MULTILINE))
    key = sum(found.pop("ID").encode()) & 0xFF
    said = {name: undisguised(digits) for name, digits in found.items()}
    assert {seen for seen, _ in said.values()} == {key}
    return {name: value for name, (_, value) in said.items()}


def test_our_project_is_open() -> None:
    assert said_by(workbook_project()) == OPEN


def test_a_project_that_excel_opens_says_the_same() -> None:
    """The decoder above, held against a file that others made."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        pytest.skip("xlwings is not installed: its quickstart workbook is the example")
    package = Path(found.origin).parent / "quickstart_standalone.xlsm"
    assert said_by(parts_of(package)["xl/vbaProject.bin"]) == OPEN
