"""Text as it stands in XML and in cells: reading it, and writing it so that it is read back identical."""

import re
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnsafePartError, UnusualPartError
from ozon_xl.sheets.columns import clean_text
from ozon_xl.texts import hosts as texts

_TEXT = re.compile(rb"<t(?:\s[^<>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh[\s>].*?</rPh>", re.DOTALL)
_REFERENCE = re.compile(r"&([^;]*);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_UNIT = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_CHECK = re.compile("[&<>_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile(r"[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "_": "_x005F_"}
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTES = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*"""


def parsed(part: bytes) -> Element:
    """A small part as a tree. A DTD is refused."""
    try:
        root: Element = fromstring(part, forbid_dtd=True)
    except DefusedXmlException:
        raise
    except (LookupError, ValueError) as error:
        raise UnusualPartError("encoding") from error
    return root


def patchable(part: bytes) -> bytes:
    """The part, if its markup can be searched as bytes."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise UnusualPartError("UTF-16")
    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""", part)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        raise UnusualPartError(declared[1])
    return part


def refuse_strange(block: bytes) -> None:
    """Refuses a DTD, and what would hide markup from a search: comments, CDATA."""
    if b"!" in block and b"<!" in block:
        if b"<!DOCTYPE" in block:
            raise UnsafePartError(texts.DECLARES_ENTITIES)
        raise UnusualPartError("comment or CDATA")


def text_of(data: bytes) -> str:
    """The text between two tags."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise DamagedPartError("not UTF-8") from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_character, text) if "&" in text else text


def cell_text(data: bytes) -> str:
    """The text of a cell or heading, Excel's own ``_x000D_`` escapes read too."""
    text = text_of(data)
    return plain(text) if "_x" in text else text


def plain(text: str) -> str:
    """Text without Excel's ``_xHHHH_`` escapes, of which each stands for one UTF-16 unit."""
    text = _UNIT.sub(lambda unit: chr(int(unit[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escaped(text: str) -> str:
    """A cell's text as XML."""
    return _TO_ESCAPE.sub(_escape, clean_text(text)) if _TO_CHECK.search(text) else text


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a start tag, as they stand there."""
    return {match[1]: match[2] if match[2] is not None else match[3] for match in _ATTRIBUTE.finditer(tag)}


def whole(found: dict[bytes, bytes], name: bytes, default: int = 0) -> int:
    """A whole number among attributes."""
    text = found.get(name)
    if text is None:
        return default
    if not text.isdigit() or len(text) > 9:
        raise DamagedPartError(text[:80])
    return int(text)


def start_tag(name: bytes) -> re.Pattern[bytes]:
    """Finds a start tag: group 1 is its name with any prefix, 2 the attributes, 3 a slash or nothing."""
    return re.compile(rb"<((?:[\w.-]+:)?" + name + rb")(" + _ATTRIBUTES + rb")(/?)>")


def with_attributes(tag: re.Match[bytes], **values: object) -> bytes:
    """A start tag found by ``start_tag`` with attributes set, or removed where the value is None."""
    kept = tag[2].rstrip()
    for name, value in values.items():
        found = re.compile(rb"\s+" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
        text = b"" if value is None else b' %s="%s"' % (name.encode(), str(value).encode())
        kept, count = found.subn(lambda _, text=text: text, kept, count=1)
        if not count:
            kept += text
    return b"<%s%s%s>" % (tag[1], kept, tag[3])


def without(part: bytes, name: bytes, attribute: bytes, ending: bytes) -> bytes:
    """The part less those empty elements of which ``/`` and an attribute end like this."""
    kept, at = b"", 0
    for tag in re.finditer(start_tag(name).pattern + rb"(?:(?<!/>)</\1>)?", part):
        if (b"/" + attributes(tag[2]).get(attribute, b"")).endswith(ending):
            kept += part[at : tag.start()]
            at = tag.end()
    return kept + part[at:]


def rich_text(xml: bytes) -> str:
    """The text of ``<is>`` or ``<si>``: its runs joined, reading aids left out."""
    if xml.startswith(b"<is><t>") and xml.count(b"<") == 4:
        return cell_text(xml[7:-9])
    if b"<rPh" in xml:
        xml = _PHONETIC.sub(b"", xml)
    return cell_text(b"".join(_TEXT.findall(xml)))


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    try:
        if name.startswith("#"):
            return chr(int(f"0{name[1:]}", 16 if name.startswith("#x") else 10))
        return _NAMED[name]
    except (KeyError, ValueError, OverflowError) as error:
        raise DamagedPartError(reference[0]) from error


def _escape(character: re.Match[str]) -> str:
    return _ESCAPES[character[0]]
