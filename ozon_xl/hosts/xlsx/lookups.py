"""What cells point to: shared strings and number formats."""

from functools import cached_property

from ozon_xl.hosts.xlsx.markup import parsed, refuse_strange, rich_text
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnsafePartError, UnusualPartError
from ozon_xl.texts import hosts as texts

_MOST_STRINGS = 4_000_000
_MOST_AT_ONCE = 16 << 20
_EMPTY_ITEM = b"<si/>"

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that a file names by number alone: ECMA-376 part 1, 18.8.30; 27 to 36, 50 to 58 as Chinese Excel has them."""


class Lookups:
    """Read when first asked for, then kept."""

    def __init__(self, package: Package, strings: str | None, styles: str | None) -> None:
        self._package = package
        self._strings_part = strings
        self._styles_part = styles

    def string(self, index: int) -> str:
        """The shared string with this number."""
        if not 0 <= index < len(self._strings):
            raise DamagedPartError(f"shared string {index}")
        return rich_text(self._strings[index])

    def number_format(self, style: int) -> str:
        """The number format of a style."""
        return self._formats[style] if style < len(self._formats) else "General"

    @cached_property
    def _strings(self) -> list[bytes]:
        """The XML of each, to be read when it is needed."""
        strings: list[bytes] = []
        rest = b""
        for chunk in self._package.chunks(self._strings_part) if self._strings_part else ():
            refuse_strange(rest + chunk)
            *items, rest = (rest + chunk).split(b"</si>")
            for item in items:
                before, mark, string = item.partition(b"<si>")
                if not mark:
                    raise UnusualPartError(item[:80])
                strings += [b""] * before.count(_EMPTY_ITEM)
                strings.append(string)
            if len(rest) > _MOST_AT_ONCE or len(strings) > _MOST_STRINGS:
                raise UnsafePartError(texts.TOO_BIG)
        return strings + [b""] * rest.count(_EMPTY_ITEM)

    @cached_property
    def _formats(self) -> list[str]:
        if self._styles_part is None:
            return []
        root = parsed(self._package.read(self._styles_part))
        own = {found.get("numFmtId"): found.get("formatCode", "") for found in root.iterfind("{*}numFmts/{*}numFmt")}
        ids = [found.get("numFmtId", "0") for found in root.iterfind("{*}cellXfs/{*}xf")]
        return [own.get(key) or _BUILT_IN.get(int(key) if key.isdigit() else 0, "General") for key in ids]
