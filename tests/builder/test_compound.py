"""The compound file, read back by olefile, and the search trees of its folders."""

from io import BytesIO
from typing import Any

import olefile  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_xl.builder.compound import Storage, compound_file

NOBODY = 0xFFFFFFFF
RED, BLACK = 0, 1

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,30}", fullmatch=True)
contents = st.one_of(
    st.binary(max_size=200),
    st.integers(0, 70_000).map(lambda size: bytes(i % 251 for i in range(size))),
    st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097]).map(lambda size: b"x" * size),
)
folders = st.dictionaries(names, contents, min_size=1, max_size=12).filter(
    lambda held: len({name.upper() for name in held}) == len(held)
)


def opened(content: bytes) -> Any:
    """Every oddity is an error."""
    return olefile.OleFileIO(BytesIO(content), raise_defects=olefile.DEFECT_UNSURE)


def read(content: bytes, *, below: str = "") -> dict[str, bytes]:
    with opened(content) as file:
        paths = ("/".join(path) for path in file.listdir())
        return {path: file.openstream(path).read() for path in paths if path.startswith(below)}


@settings(deadline=None, max_examples=60)
@given(folders, folders)
def test_every_stream_comes_back(top: dict[str, bytes], inner: dict[str, bytes]) -> None:
    content = compound_file({**top, "VBA.inner": inner})
    assert read(content) == {**top, **{f"VBA.inner/{name}": stream for name, stream in inner.items()}}
    assert len(content) % 512 == 0


@pytest.mark.parametrize("count", range(256))
def test_every_folder_is_a_red_black_tree_in_the_order_of_its_names(count: int) -> None:
    streams = {f"{'Sheet' if i % 3 else 'aLongerName'}{i}": bytes([i]) for i in range(count)}
    with opened(compound_file(streams)) as file:
        root = file.direntries[0]
        assert (root.sid_child == NOBODY) == (count == 0)
        if count:
            assert file.direntries[root.sid_child].color == BLACK
            check_tree(file.direntries, root.sid_child)
        in_order = [file.direntries[i].name for i in walked(file.direntries, root.sid_child)]
    assert in_order == sorted(streams, key=lambda name: (len(name), name.upper()))


def check_tree(entries: list[Any], place: int) -> int:
    """How many black entries every way down from here meets."""
    if place == NOBODY:
        return 0
    entry = entries[place]
    below = [i for i in (entry.sid_left, entry.sid_right) if i != NOBODY]
    assert entry.color == BLACK or all(entries[i].color == BLACK for i in below)
    left, right = check_tree(entries, entry.sid_left), check_tree(entries, entry.sid_right)
    assert left == right
    return left + int(entry.color == BLACK)


def walked(entries: list[Any], place: int) -> list[int]:
    if place == NOBODY:
        return []
    return [*walked(entries, entries[place].sid_left), place, *walked(entries, entries[place].sid_right)]


def test_a_file_needs_more_than_one_sector_for_its_table() -> None:
    stream = bytes(range(256)) * 4096
    content = compound_file({"a": stream, "b": b"small"})
    assert read(content) == {"a": stream, "b": b"small"}
    assert int.from_bytes(content[44:48], "little") == 17


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        compound_file({"x" * 32: b""})
    with pytest.raises(ValueError, match="too large"):
        compound_file({"x": bytes(7_200_000)})


def test_names_are_ordered_by_length_before_letters() -> None:
    held: Storage = {"b": b"", "ZZ": b"", "a": b"", "C": b"", "AAA": b""}
    with opened(compound_file(held)) as file:
        found = [file.direntries[i].name for i in walked(file.direntries, file.direntries[0].sid_child)]
    assert found == ["a", "b", "C", "ZZ", "AAA"]
