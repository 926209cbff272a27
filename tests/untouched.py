"""What of a workbook's file a refresh that failed may not touch: all but the Settings sheet, where it says so."""

import hashlib
import re
import zipfile
from pathlib import Path

from ozon_xl.sheets.names import SETTINGS_SHEET


def untouched(path: Path) -> dict[str, str]:
    """Digests of the parts by name, without that of the Settings sheet."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = "|".join(SETTINGS_SHEET)
    (relation,) = re.findall(rf'<sheet name="(?:{names})"[^>]* r:id="(\w+)"', parts["xl/workbook.xml"].decode())
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    (target,) = [found for one in re.findall(r"<Relationship [^>]*>", rels) if f'Id="{relation}"' in one
                 for found in re.findall(r'Target="/?(?:xl/)?([^"]+)"', one)]  # fmt: skip
    del parts[f"xl/{target}"]
    return {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
