"""This program's place on this computer: whose account it runs under, and where it keeps its things.

Apart from the settings, which take longer to import.
"""

import errno
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from ozon_xl.errors import HomeUnusableError


def home() -> Path:
    """The program's data folder: ``OZON_XL_HOME``, or the system's place for it.

    Made for its owner alone where it is missing. Raises HomeUnusableError where nothing can be written into it.
    """
    named = os.environ.get("OZON_XL_HOME")
    folder = Path(named) if named else Path(platformdirs.user_data_dir("ozon_xl", appauthor=False))
    with kept_in(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    return folder


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Have a file of the program's own that cannot be read or written said in words. Raises HomeUnusableError."""
    try:
        yield
    except OSError as error:
        raise HomeUnusableError(path=folder, what=error.strerror or type(error).__name__) from error


def user_name() -> str:
    """Whose account it is; its number where the computer has no name for it, as in containers."""
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"
