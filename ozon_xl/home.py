"""Where the program keeps its things on this computer. Apart from the settings, which take longer to import."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The program's data folder: ``OZON_XL_HOME``, or the system's place for it.

    Made for its owner alone where it is missing.
    """
    named = os.environ.get("OZON_XL_HOME")
    folder = Path(named) if named else Path(platformdirs.user_data_dir("ozon_xl", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
