"""``OzonFunctions.oxt``: LibreOffice's add-in with the worksheet functions.

A zip with a type library (the interface that Calc calls), the names and the help, and the few lines of Python that
hand each call to the program (``office_proxy``).
"""

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import ozon_xl
from ozon_xl.builder.typelib import Method, type_library
from ozon_xl.sheets.functions import FUNCTIONS, Function, Parameter
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import functions as texts

FILE_NAME: Final = "OzonFunctions.oxt"
IDENTIFIER: Final = "org.ozonxl.functions"
"""By which LibreOffice knows the extension."""

_IMPLEMENTATION: Final = "org.ozonxl.Functions"
_INTERFACE: Final = "org.ozonxl.XFunctions"
_PROXY: Final = Path(__file__).with_name("office_proxy.py")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PARTS: Final = {
    "types.rdb": "uno-typelibrary;type=RDB",
    "functions.py": "uno-component;type=Python",
    "CalcAddIns.xcu": "configuration-data",
}
"""What LibreOffice is to register, in this order."""


def build_office_addin(path: Path, lang: Lang) -> None:
    """Write the extension; its help is in all languages, ``lang`` is that of the few words it says by itself.

    The same arguments give the same bytes.
    """
    parts: dict[str, str | bytes] = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "CalcAddIns.xcu": _names(),
        "types.rdb": type_library(_INTERFACE, [_method(function) for function in FUNCTIONS]),
        "functions.py": _PROXY.read_text(encoding="utf-8").replace("{not started}", texts.NOT_STARTED.say(lang)),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = ZipInfo(name)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="application/vnd.sun.star.{kind}"/>'
        for name, kind in _PARTS.items()
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">{entries}</manifest:manifest>'
    )


def _method(function: Function) -> Method:
    return Method(function.name, [parameter.name for parameter in function.parameters])


def _description() -> str:
    names = "".join(f'<name lang="{lang}">{escape(texts.ADD_IN_TITLE.say(lang))}</name>' for lang in LANGS)
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006">'
        f'<identifier value="{IDENTIFIER}"/><version value="{ozon_xl.__version__}"/>'
        f"<display-name>{names}</display-name></description>\n"
    )


def _names() -> str:
    functions = "".join(_function(function) for function in FUNCTIONS)
    inner = _node("AddInInfo", _node(_IMPLEMENTATION, _node("AddInFunctions", functions), replace=True))
    return (
        f'{_HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        f'oor:name="CalcAddIns" oor:package="org.openoffice.Office">{inner}</oor:component-data>\n'
    )


def _function(function: Function) -> str:
    name = Words(function.name, function.name, function.name)
    properties = (
        _property("DisplayName", name)
        + _property("Description", function.help)
        + '<prop oor:name="Category"><value>Add-In</value></prop>'
        + _property("CompatibilityName", name)
    )
    parameters = "".join(_parameter(parameter) for parameter in function.parameters)
    return _node(function.name, properties + _node("Parameters", parameters), replace=True)


def _parameter(parameter: Parameter) -> str:
    name = Words(parameter.name, parameter.name, parameter.name)
    return _node(
        parameter.name, _property("DisplayName", name) + _property("Description", parameter.help), replace=True
    )


def _node(name: str, content: str, *, replace: bool = False) -> str:
    how = ' oor:op="replace"' if replace else ""
    return f'<node oor:name="{name}"{how}>{content}</node>'


def _property(name: str, words: Words) -> str:
    values = "".join(f'<value xml:lang="{lang}">{escape(words.say(lang))}</value>' for lang in LANGS)
    return f'<prop oor:name="{name}">{values}</prop>'
