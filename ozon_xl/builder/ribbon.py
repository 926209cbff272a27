"""The "Ozon" tab of Excel's ribbon: a part of the package that XlsxWriter does not know."""

from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ozon_xl.sheets.buttons import ALERT_TEST, PLAN, PUSH, REFRESH, STOP, TICK, UNDO, Button
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import workbook as texts

PART: Final = "customUI/customUI14.xml"
CALLBACK: Final = "OzonRibbon"
"""The macro behind every item: ``control.ID`` tells it which one, and is the name of the sheet buttons' macro."""

_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_RELATIONSHIP = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{PART}"/>'
)
_GROUPS: Final[tuple[tuple[str, Words, tuple[Button, ...]], ...]] = (
    ("OzonData", texts.RIBBON_DATA, (REFRESH, STOP, TICK)),
    ("OzonStock", texts.RIBBON_STOCK, (PLAN, PUSH, UNDO)),
    ("OzonAlerts", texts.RIBBON_ALERTS, (ALERT_TEST,)),
)
_IMAGES: Final = {
    REFRESH: "RefreshAll",
    STOP: "RefreshCancel",
    TICK: "CalculateNow",
    PLAN: "DataValidation",
    PUSH: "FileSendAsAttachment",
    UNDO: "Undo",
    ALERT_TEST: "NewMailMessage",
}
"""Excel's own pictures, by the name of the command that shows them."""


def ribbon(lang: Lang) -> str:
    """The tab, its words fixed in one language: they show even while macros are blocked."""
    groups = "".join(_group(name, label, buttons, lang) for name, label, buttons in _GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{_NAMESPACE}"><ribbon><tabs><tab id="OzonTab" label="Ozon">{groups}</tab></tabs></ribbon>'
        "</customUI>"
    )


def _group(name: str, label: Words, buttons: tuple[Button, ...], lang: Lang) -> str:
    items = "".join(_item(button, lang) for button in buttons)
    return f"<group id={quoteattr(name)} label={quoteattr(label.say(lang))}>{items}</group>"


def _item(button: Button, lang: Lang) -> str:
    attributes = {
        "id": button.macro,
        "label": button.caption.say(lang),
        "screentip": button.caption.say(lang),
        "supertip": button.tip.say(lang),
        "imageMso": _IMAGES[button],
        "size": "large",
        "onAction": CALLBACK,
    }
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"


def with_ribbon(package: bytes, lang: Lang) -> bytes:
    """The package of a workbook with the tab in it."""
    result = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "_rels/.rels":
                content = content.replace(b"</Relationships>", f"{_RELATIONSHIP}</Relationships>".encode())
            new.writestr(info, content)
        part = ZipInfo(PART, info.date_time)
        part.compress_type, part.external_attr = ZIP_DEFLATED, info.external_attr
        new.writestr(part, ribbon(lang))
    return result.getvalue()
