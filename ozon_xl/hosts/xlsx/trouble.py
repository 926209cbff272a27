"""What can be wrong with a workbook file, and which of the product's errors says so."""

import errno
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from ozon_xl.errors import (
    DiskFullError,
    FileNotWrittenError,
    NotAWorkbookError,
    OzonXLError,
    WorkbookNotFoundError,
    WorkbookOpenError,
    WorkbookReadOnlyError,
    WorkbookUnreachableError,
    WorkbookUnsafeError,
    WorkbookUnusualError,
)
from ozon_xl.texts import Words
from ozon_xl.texts import hosts as texts


class DamagedPartError(Exception):
    """A part of the package is not what it must be."""


class UnusualPartError(Exception):
    """A part is written in a way that we do not change with certainty: prefixes, comments, cells without address."""


class UnsafePartError(Exception):
    """A part that no spreadsheet program writes, made to do harm."""

    def __init__(self, what: Words) -> None:
        super().__init__(what.en)
        self.what = what


_DAMAGED = (DamagedPartError, ParseError, zlib.error)
_WRITE_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_PLACE = {errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL}
_SHARING_VIOLATIONS = {5, 32, 33}
"""Windows: somebody else holds the file."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what went wrong with a workbook file into the error that tells the user."""
    try:
        yield
    except _DAMAGED as error:
        raise NotAWorkbookError(path=path, details={"cause": repr(error)}) from error
    except UnusualPartError as error:
        raise WorkbookUnusualError(path=path, details={"cause": repr(error)}) from error
    except UnsafePartError as error:
        raise WorkbookUnsafeError(path=path, what=error.what) from error
    except DefusedXmlException as error:
        raise WorkbookUnsafeError(path=path, what=texts.DECLARES_ENTITIES) from error
    except OSError as error:
        raise _from_system(error, path) from error


@contextmanager
def told_of_making(path: Path) -> Iterator[None]:
    """The same for a workbook that is to be made, or made anew."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_PLACE:
            raise FileNotWrittenError(path=path, what=error.strerror or type(error).__name__) from error
        if isinstance(error, PermissionError) and not os.path.lexists(path):  # nobody can have it open
            raise WorkbookReadOnlyError(path=path) from error
        raise _from_system(error, path) from error


def _from_system(error: OSError, path: Path) -> OzonXLError:
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return WorkbookOpenError(path=path)
    if error.errno in _NO_SPACE:
        return DiskFullError(path=path)
    if error.errno in _WRITE_PROTECTED:
        return WorkbookReadOnlyError(path=path)
    if error.errno == errno.ENOENT:
        return WorkbookNotFoundError(path=path)
    return WorkbookUnreachableError(path=path, what=error.strerror or type(error).__name__)
