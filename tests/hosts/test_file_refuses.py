"""A closed workbook: what is broken, hostile, or in somebody else's hands is refused in words, and left as it is."""

import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from ozon_xl.errors import (
    NotAWorkbookError,
    OzonXLError,
    WorkbookChangedError,
    WorkbookNotFoundError,
    WorkbookOpenError,
    WorkbookUnsafeError,
    WorkbookUnusualError,
)
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx.container import MOST_MEMBERS
from ozon_xl.sheets import LINES, ORDERS, STOCK, TABLES
from ozon_xl.texts import LANGS

from .books import Layout, keys_of, make, patch, repack, row_of

DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


MANGLED = ["sheet2.xml", "sheet4.xml", "workbook.xml", "table1.xml", "styles.xml", "workbook.xml.rels"]
INSERTED = [b'"', b"<", b">", b"9", b"-", b"&", b"x", b" ", b"\xff"]


def use_all(path: Path) -> None:
    """Read and write everything."""
    host = FileHost(path)
    for table in TABLES:
        host.read(table, list(table.by_attr))
        host.write(table, [row_of(table, key) for key in keys_of(table, 3)])
    host.put("Status", "x")
    host.get("NowUtc")
    host.save()


def refused(path: Path, error: type[OzonXLError]) -> None:
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        use_all(path)
    assert path.read_bytes() == before
    assert [left.name for left in path.parent.iterdir()] == [path.name]
    assert all(path.name in caught.value.say(lang) for lang in LANGS)


@pytest.mark.parametrize("content", [b"", b"x", b"PK\3\4", OLE + bytes(4096), b"PK\5\6" + bytes(18), b"\0" * 70_000])
def test_no_workbook_at_all(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(content)
    refused(path, NotAWorkbookError)


def test_another_kind_of_zip(tmp_path: Path) -> None:
    path = tmp_path / "Ozon.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refused(path, NotAWorkbookError)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkbookNotFoundError):
        FileHost(tmp_path / "none.xlsx")
    with pytest.raises(NotAWorkbookError):
        FileHost(tmp_path)


def test_a_cut_off_file(book: Path) -> None:
    whole = book.read_bytes()
    for part in range(60):
        book.write_bytes(whole[: len(whole) * part // 60])
        refused(book, NotAWorkbookError)


def test_flipped_bytes_never_end_in_a_traceback(book: Path) -> None:
    use_all(book)
    whole = book.read_bytes()
    chance = random.Random(11)
    outcomes = set()
    for _ in range(120):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        book.write_bytes(damaged)
        try:
            use_all(book)
            use_all(book)
            outcomes.add("kept")
        except OzonXLError as error:
            outcomes.add(type(error).__name__)
    assert {"kept", "NotAWorkbookError"} <= outcomes


def test_mangled_xml_never_ends_in_a_traceback(book: Path) -> None:
    """Damage inside the parts, under right checksums."""
    use_all(book)
    whole = book.read_bytes()
    chance = random.Random(12)
    outcomes = []
    for _ in range(120):
        book.write_bytes(whole)
        wanted = chance.choice(
            ["sheet2.xml", "sheet4.xml", "workbook.xml", "table1.xml", "styles.xml", "workbook.xml.rels"]
        )

        def mangle(name: str, content: bytes, wanted: str = wanted) -> bytes:
            if not name.endswith(wanted):
                return content
            at, kind = chance.randrange(len(content)), chance.randrange(3)
            if kind == 0:
                return content[:at] + content[at + chance.randrange(1, 9) :]
            if kind == 1:
                return (
                    content[:at]
                    + chance.choice([b'"', b"<", b">", b"9", b"-", b"&", b"x", b" ", b"\xff"])
                    + content[at:]
                )
            return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

        repack(book, mangle)
        try:
            use_all(book)
            outcomes.append("kept")
        except OzonXLError as error:
            outcomes.append(type(error).__name__)
    assert len(set(outcomes)) > 3
    assert outcomes.count("kept") < 100


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "table1.xml", "sheet2.xml", "styles.xml", "workbook.xml.rels", "sharedStrings.xml"]
)
def test_entities_are_refused(book: Path, part: str) -> None:
    patch(book, part, r"\?>\s*", f"?>{DTD}")
    refused(book, WorkbookUnsafeError)


def test_an_entity_in_a_sheet_of_no_interest_is_kept(book: Path) -> None:
    """What we do not read cannot hurt us."""
    patch(book, "sheet1.xml", r"\?>\s*", f"?>{DTD}")
    use_all(book)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetData>", "<!-- note --><sheetData>"),
        ("</sheetData>", "<!-- note --></sheetData>"),
        ('<row r="4"', "<row"),
        ('<c r="A4"', "<c"),
        ('<c r="A4" s="(\\d+)"', '<c s="1" r="A4"'),
        ("<sheetData>(.*)</sheetData>", "<x:sheetData></x:sheetData>"),
        ('encoding="UTF-8"', 'encoding="windows-1251"'),
    ],
)
def test_what_no_spreadsheet_program_writes_is_refused(book: Path, old: str, new: str) -> None:
    patch(book, "sheet2.xml", old, new)
    refused(book, WorkbookUnusualError)


def test_prefixes_are_refused(book: Path) -> None:
    def prefixed(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        return re.sub(rb"<(/?)(?=\w)", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")

    repack(book, prefixed)
    refused(book, WorkbookUnusualError)


def test_the_small_parts_may_have_prefixes(book: Path) -> None:
    def prefixed(name: str, content: bytes) -> bytes:
        if not name.endswith(("workbook.xml", "table1.xml", "styles.xml")):
            return content
        return re.sub(rb"<(/?)(?=\w)", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")

    repack(book, prefixed)
    use_all(book)
    assert len(FileHost(book).read(ORDERS)) == 3


def test_a_password_makes_it_no_workbook(book: Path) -> None:
    data = bytearray(book.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    book.write_bytes(data)
    refused(book, NotAWorkbookError)


def timed_and_bounded(path: Path) -> str:
    """What a run with 512 MB of address space says about a file, within 10 s."""
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))\n"
        "from pathlib import Path\n"
        "from ozon_xl.hosts.file import FileHost\n"
        "from ozon_xl.sheets import STOCK\n"
        "from ozon_xl.errors import OzonXLError\n"
        "try:\n"
        "    host = FileHost(Path(sys.argv[1]))\n"
        "    print('rows', len(host.read(STOCK, ('name',))))\n"
        "    host.write(STOCK, [('a',) * len(STOCK.ours)])\n"
        "    host.save()\n"
        "except OzonXLError as error:\n"
        "    print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=10, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="no address space limits on Windows")


def sheet_bomb(path: Path, content: bytes) -> None:
    """Puts rows into the Stock sheet."""
    patch(path, "sheet4.xml", "</sheetData>", content + b"</sheetData>")


@needs_limits
def test_a_sheet_that_unpacks_to_160_mb(book: Path) -> None:
    sheet_bomb(book, b'<row r="6">' + b"<c/>" * 40_000_000 + b"</row>")
    assert book.stat().st_size < 2_000_000
    assert timed_and_bounded(book) == "WorkbookUnsafeError"


@needs_limits
def test_a_row_without_end(book: Path) -> None:
    sheet_bomb(book, b'<row r="6">' + random.Random(1).randbytes(20_000_000).hex().encode() + b"</row>")
    assert timed_and_bounded(book) == "WorkbookUnsafeError"


@needs_limits
def test_strings_without_number(book: Path) -> None:
    patch(book, "sharedStrings.xml", "</sst>", b"<si/>" * 6_000_000 + b"</sst>")
    patch(book, "sheet4.xml", '<c r="A5" s="(\\d+)"/>', '<c r="A5" t="s"><v>1</v></c>')
    assert timed_and_bounded(book) == "WorkbookUnsafeError"


@needs_limits
def test_one_cell_in_the_last_corner_costs_nothing(book: Path) -> None:
    sheet_bomb(book, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    patch(book, "sheet4.xml", '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"')
    started = time.monotonic()
    assert timed_and_bounded(book) == "rows 0"
    assert time.monotonic() - started < 5
    assert len(FileHost(book).read(STOCK)) == 1


def test_too_many_members(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        for number in range(MOST_MEMBERS):
            archive.writestr(f"m/{number}", b"")
    refused(book, WorkbookUnsafeError)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.xml"])
def test_two_members_of_one_name(book: Path, name: str) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(name, b"<x/>")
    refused(book, WorkbookUnsafeError)


def test_members_that_share_their_bytes(book: Path) -> None:
    """A bomb that no ratio shows: many members in one place."""
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("big", random.Random(1).randbytes(50_000))
        first = archive.getinfo("big")
        for number in range(5):
            archive.writestr(f"big{number}", b"")
            archive.filelist[-1].header_offset = first.header_offset
            archive.filelist[-1].CRC, archive.filelist[-1].file_size = first.CRC, first.file_size
            archive.filelist[-1].compress_size = first.compress_size
    refused(book, WorkbookUnsafeError)


def test_a_part_that_is_longer_than_it_says(book: Path) -> None:
    """The directory understates a size."""
    data = bytearray(book.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet4.xml") - 46
    assert data[at : at + 4] == b"PK\1\2"
    (size,) = struct.unpack_from("<L", data, at + 24)
    struct.pack_into("<L", data, at + 24, size // 2)
    book.write_bytes(data)
    refused(book, NotAWorkbookError)


@pytest.mark.parametrize("lock", ["~$Книга O'zon; 1&%.xlsx", ".~lock.Книга O'zon; 1&%.xlsx#"])
def test_a_workbook_that_is_open_elsewhere(tmp_path: Path, book: Path, lock: str) -> None:
    path = book.rename(tmp_path / "Книга O'zon; 1&%.xlsx")
    before = path.read_bytes()
    host = FileHost(path)
    host.put("Status", "x")
    mark = tmp_path / lock
    mark.write_bytes(b"")
    with pytest.raises(WorkbookOpenError):
        host.save()
    with pytest.raises(WorkbookOpenError) as caught:
        FileHost(path)
    assert path.name in caught.value.say("ru")
    assert path.read_bytes() == before
    mark.unlink()
    host.save()
    assert FileHost(path).get("Status").value == "x"


def test_a_file_that_somebody_else_changed_meanwhile(book: Path) -> None:
    ours, theirs = FileHost(book), FileHost(book)
    ours.put("Status", "ours")
    theirs.put("Status", "theirs")
    theirs.save()
    after = book.read_bytes()
    with pytest.raises(WorkbookChangedError) as caught:
        ours.save()
    assert "Ozon.xlsx" in caught.value.say("zh")
    with pytest.raises(WorkbookChangedError):
        ours.read(LINES)
    assert book.read_bytes() == after
    assert FileHost(book).get("Status").value == "theirs"


def test_a_touched_but_equal_file_is_no_change(book: Path) -> None:
    host = FileHost(book)
    host.put("Status", "x")
    content = book.read_bytes()
    book.unlink()
    book.write_bytes(content)
    host.save()
    assert FileHost(book).get("Status").value == "x"


def test_a_file_that_vanished(book: Path) -> None:
    host = FileHost(book)
    host.put("Status", "x")
    book.unlink()
    with pytest.raises(WorkbookNotFoundError):
        host.save()
    assert list(book.parent.iterdir()) == []


def test_a_number_that_is_none(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": "a", "new_free": 12345}]))
    patch(path, "sheet1.xml", "<v>12345</v>", "<v>1e999</v>")
    with pytest.raises(NotAWorkbookError):
        FileHost(path).read(STOCK, ("new_free",))


@pytest.mark.parametrize("value", [float("nan"), float("-inf")])
def test_what_a_cell_cannot_hold_is_never_written(book: Path, value: float) -> None:
    host = FileHost(book)
    with pytest.raises(ValueError, match=str(value)):
        host.write(STOCK, [(value,) * len(STOCK.ours)])
    with pytest.raises(TypeError):
        host.write(STOCK, [(True,) * len(STOCK.ours)])
    assert host.read(STOCK) == []
