"""What the macros start: ``python -I -m ozon_xl press VERB --book GUID``, with the window or the profile of the program
that has the workbook open. Everything else comes from this computer, nothing from the workbook or what lies beside it.

Quick to import: the user waits for a sign of life.
"""

import argparse
import re
import site
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from ozon_xl.actions.serve import SERVED, serve
from ozon_xl.clock import SystemClock
from ozon_xl.errors import OzonXLError, UnsafeStartError
from ozon_xl.hosts.live import live_host
from ozon_xl.texts import buttons as texts

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_PROFILE: Final = re.compile(r"file://[\x21-\x7e]{1,2000}", re.ASCII)
_MOST_HWND: Final = 2**64


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 refused or failed (the workbook says why), 2 wrong usage."""
    asked = _parsed(sys.argv[2:] if arguments is None else arguments)
    try:
        refuse_unless_apart(isolated=bool(sys.flags.isolated), search=sys.path)
        with live_host(asked.book, asked.hwnd, asked.profile or "") as host:
            return 0 if serve(host, SERVED[asked.verb], asked.book, SystemClock()).done else 1
    except OzonXLError as error:
        tell_without_workbook(error, "press")
        return 1


def refuse_unless_apart(*, isolated: bool, search: Iterable[str]) -> None:
    """Every folder in which Python looks for modules must be one of this installation.

    Under ``-I`` it looks neither in the current folder nor where the environment says; what is left are the folders
    that files of the installation name, and this program's own if it is installed where it was written.

    Raises:
        UnsafeStartError: it would look elsewhere.
    """
    if not isolated:
        raise UnsafeStartError(what=texts.NOT_APART)
    ours = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *site.getsitepackages()]
    package = Path(__file__).resolve().parent.parent
    roots = [Path(folder).resolve() for folder in ours]
    for folder in search:
        place = Path(folder)
        if not place.is_absolute() or not (
            place.resolve() == package or any(place.resolve().is_relative_to(root) for root in roots)
        ):
            raise UnsafeStartError(what=texts.FOREIGN_FOLDER.filled(folder=folder or "."))


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ozon-xl press", allow_abbrev=False, description="What the buttons of a workbook start."
    )
    parser.add_argument("verb", choices=sorted(SERVED))
    parser.add_argument("--book", required=True, type=_matching(_GUID), metavar="GUID")
    parser.add_argument("--hwnd", default=0, type=_window)
    parser.add_argument("--profile", type=_matching(_PROFILE), metavar="URL")
    return parser.parse_args(arguments)


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if not pattern.fullmatch(text):
            raise argparse.ArgumentTypeError("not of the expected form")
        return text

    return checked


def _window(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < _MOST_HWND):
        raise argparse.ArgumentTypeError("not a window")
    return int(text)


def tell_without_workbook(error: OzonXLError, what: str) -> None:
    """No workbook can be told of what failed: the log file and, where there is one, the terminal."""
    from ozon_xl.actions.log import log_error  # noqa: PLC0415 - not needed for a sign of life
    from ozon_xl.settings import user_language  # noqa: PLC0415

    log_error(error, what)
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(error.say(user_language()) + "\n")
