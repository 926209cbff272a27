"""A workbook in another language."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ozon_xl import errors
from ozon_xl.actions.book import exclusive, workbook_id_of
from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.relabel import relabel
from ozon_xl.sheets.names import SCHEMA_VERSION
from ozon_xl.texts import LANGS, Lang


def relabel_workbook(path: Path, lang: Lang) -> None:
    """Turn a closed workbook into another language; values, formats and everything of the staff stay.

    Raises:
        WorkbookNewerError: a newer program made it.
        WorkbookAtWorkError: a button or another command works on it.
        SheetNameTakenError, and what a ``FileHost`` raises: the file is as it was.
    """
    host = FileHost(path)
    version = host.get("SchemaVersion").value
    if isinstance(version, (int, float)) and version > SCHEMA_VERSION:
        raise errors.WorkbookNewerError
    with exclusive(workbook_id_of(host)), TemporaryDirectory(prefix="ozon-xl-") as folder:
        models = {one: Path(folder) / f"{one}{path.suffix.lower()}" for one in LANGS}
        for one, model in models.items():
            build(model, one)
        relabel(path, models, lang)
