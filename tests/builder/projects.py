"""VBA projects as the tests look into them."""

import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from ozon_xl.builder import build
from ozon_xl.texts import Lang


@cache
def workbook(lang: Lang = "en") -> bytes:
    """A fresh workbook with macros."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Ozon.xlsm"
        build(path, lang, workbook_id="W-1", shop="00123", shop_name="Лавка 店")
        return path.read_bytes()


def parts_of(package: bytes | Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(package if isinstance(package, Path) else BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_project(lang: Lang = "en") -> bytes:
    """The project in it."""
    return parts_of(workbook(lang))["xl/vbaProject.bin"]


def streams_of(project: bytes) -> dict[str, bytes]:
    """The streams of a project by path."""
    with olefile.OleFileIO(BytesIO(project), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}
