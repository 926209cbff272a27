"""``python -m ozon_xl.builder FOLDER`` writes the workbooks that lie ready in ``workbook/``."""

import sys
from pathlib import Path

from ozon_xl.builder import build
from ozon_xl.texts import LANGS

if __name__ == "__main__":
    for lang in LANGS:
        build(Path(sys.argv[1]) / f"Ozon.{lang}.xlsm", lang)
