"""Making a computer ready. Every step can be repeated and repairs what it finds; ``remove`` undoes them."""

from pathlib import Path
from typing import Final

import platformdirs

from ozon_xl import errors
from ozon_xl.actions.launcher import interpreter, version_started_by, write_launcher
from ozon_xl.actions.new import new_workbook
from ozon_xl.settings import Settings, launcher_file
from ozon_xl.texts import Lang

FIRST_BOOK: Final = "Ozon.xlsm"


def keep_language(lang: Lang) -> None:
    """Speak this language from now on. Raises SettingsDamagedError."""
    Settings.load().model_copy(update={"language": lang}).save()


def point_macros() -> Path:
    """Tell the macros which Python to start: the one that runs this. Returns it.

    Raises:
        StorePythonError, NotStartableError, PathUnwritableError: the buttons could not start it.
    """
    python = interpreter()
    if not version_started_by(python):
        raise errors.NotStartableError(python=python)
    write_launcher(python)
    return python


def place_of_first_book() -> Path:
    """Where people look for their documents."""
    return platformdirs.user_documents_path() / FIRST_BOOK


def make_first_book(path: Path, lang: Lang, client_id: str) -> bool:
    """Make a workbook unless it is there; whether it was made. Raises what ``new_workbook`` raises."""
    try:
        new_workbook(path, lang, client_id)
    except errors.WorkbookExistsError:
        return False
    return True


def remove() -> list[Path]:
    """Take away what set-up put on this computer outside the program's own memory. Returns what was there."""
    there = [path for path in (launcher_file(),) if path.exists()]
    for path in there:
        path.unlink()
    return there
