"""The named cells of the Settings, Rules and Today sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ozon_xl.domain.rules import Rules
from ozon_xl.sheets.columns import Cell, Kind
from ozon_xl.sheets.figures import TODAY_NAMES
from ozon_xl.sheets.zone import NOW_UTC
from ozon_xl.texts import LANGS, Lang, Words

SETTINGS_SHEET = Words("Settings", "Настройки", "设置")
RULES_SHEET = Words("Rules", "Правила", "规则")
TODAY_SHEET = Words("Today", "Сегодня", "今日")

SCHEMA_VERSION = 2
"""Of the workbook's layout; a workbook with a greater number is refused."""


@dataclass(frozen=True, slots=True)
class NamedCell:
    """One cell that Python and the formulas know by name."""

    name: str
    label: Words
    kind: Kind
    initial: Cell = None
    formula: str = ""
    """A cell that computes itself."""
    note: Words | None = None
    editable: bool = False
    """The user sets it."""
    choices: tuple[Words, ...] = ()
    """What the cell of a choice may hold beside nothing."""


YES_NO = (Words("yes", "да", "是"), Words("no", "нет", "否"))

MOSCOW_HOURS = 3
"""Moscow is ahead of UTC all year: no daylight saving."""

SETTINGS: tuple[NamedCell, ...] = (
    NamedCell("Language", Words("Language of this workbook", "Язык книги", "工作簿语言"), Kind.TEXT),
    NamedCell("Shop", Words("Shop (Client-Id)", "Магазин (Client-Id)", "店铺（Client-Id）"), Kind.TEXT),
    NamedCell("ShopName", Words("Shop name", "Название магазина", "店铺名称"), Kind.TEXT),
    NamedCell(
        "UtcOffset",
        Words(
            "This computer's time is ahead of UTC by (hours)",
            "Время компьютера впереди UTC на (часов)",
            "本机时间比 UTC 快（小时）",
        ),
        Kind.MONEY,
        initial=3,
        editable=True,
        note=Words(
            "Set by every refresh. Opened on a computer in another time zone? Type that zone here: Moscow 3, Beijing 8.",
            "Ставится при каждом обновлении. Открыли в другом часовом поясе? Впишите его: Москва 3, Пекин 8.",
            "每次刷新时自动设置。若在其他时区的电脑上打开，请填写该时区：莫斯科 3，北京 8。",
        ),
    ),
    NamedCell(
        "ClockError",
        Words(
            "This computer's clock is fast by (seconds)",
            "Часы компьютера спешат на (секунд)",
            "本机时钟偏快（秒）",
        ),
        Kind.WHOLE,
        initial=0,
        note=Words(
            "Measured against Ozon's server at every refresh; the countdown allows for it.",
            "Измеряется по серверу Ozon при каждом обновлении и учитывается в отсчёте.",
            "每次刷新时与 Ozon 服务器比对，倒计时已作修正。",
        ),
    ),
    NamedCell(
        "OffsetChangesAt",
        Words(
            "Its clock is next put forward or back at (UTC)",
            "Перевод часов этого компьютера (UTC)",
            "本机下次切换夏/冬令时（UTC）",
        ),
        Kind.MOMENT,
    ),
    NamedCell("OffsetBefore", Words("... from (hours)", "... с (часов)", "……切换前（小时）"), Kind.MONEY),
    NamedCell("OffsetAfter", Words("... to (hours)", "... на (часов)", "……切换后（小时）"), Kind.MONEY),
    NamedCell("NowUtc", Words("Now (UTC)", "Сейчас (UTC)", "当前时间（UTC）"), Kind.MOMENT, formula=NOW_UTC),
    NamedCell(
        "MoscowOffset",
        Words("Moscow is ahead of UTC by (hours)", "Москва впереди UTC на (часов)", "莫斯科比 UTC 快（小时）"),
        Kind.WHOLE,
        initial=MOSCOW_HOURS,
    ),
    NamedCell(
        "RebaseOrders",
        Words(
            "Stock: when only new orders lowered the free quantity, lower my number by as much",
            "Остатки: если свободное уменьшили только новые заказы, уменьшить моё число на столько же",
            "库存：若可售仅因新订单减少，则把我的数字减去同样的件数",
        ),
        Kind.CHOICE,
        note=Words(
            "Empty or no: such a row is a conflict that you decide. Yes: the preview shows the lowered number.",
            "Пусто или «нет»: такая строка — конфликт, решаете вы. «Да»: в предпросмотре будет уменьшенное число.",
            "留空或“否”：该行视为冲突，由您决定。“是”：预览中显示减少后的数字。",
        ),
        editable=True,
        choices=YES_NO,
    ),
    NamedCell("RefreshedAt", Words("Data from (UTC)", "Данные на (UTC)", "数据时间（UTC）"), Kind.MOMENT),
    NamedCell(
        "FailedAt",
        Words("Last refresh failed at (UTC)", "Последнее обновление не удалось (UTC)", "上次刷新失败于（UTC）"),
        Kind.MOMENT,
    ),
    NamedCell("FailedWhat", Words("... of", "... чего", "……对象"), Kind.TEXT),
    NamedCell("SnapshotId", Words("Snapshot", "Снимок", "快照"), Kind.TEXT),
    NamedCell("WorkbookId", Words("Workbook id", "ID книги", "工作簿编号"), Kind.TEXT),
    NamedCell(
        "SchemaVersion",
        Words("Layout version", "Версия разметки", "版式版本"),
        Kind.WHOLE,
        initial=SCHEMA_VERSION,
    ),
    NamedCell("Status", Words("Last message", "Последнее сообщение", "最近消息"), Kind.TEXT),
    NamedCell("Request", Words("Button pressed", "Нажата кнопка", "已按按钮"), Kind.TEXT),
    NamedCell("Alive", Words("Program at work (UTC)", "Программа работает (UTC)", "程序运行中（UTC）"), Kind.MOMENT),
    NamedCell(
        "Asking", Words("Question waits since (UTC)", "Вопрос ждёт ответа с (UTC)", "等待回答自（UTC）"), Kind.MOMENT
    ),
    NamedCell(
        "PausedSince",
        Words("Excel held still since (UTC)", "Excel приостановлен с (UTC)", "Excel 暂停计算自（UTC）"),
        Kind.MOMENT,
    ),
    NamedCell(
        "CalculationBefore",
        Words("... its calculation mode before", "... режим пересчёта до этого", "……此前的计算模式"),
        Kind.WHOLE,
    ),
    NamedCell(
        "Served", Words("Watcher at work (UTC)", "Наблюдатель работает (UTC)", "监视程序运行中（UTC）"), Kind.MOMENT
    ),
)


@dataclass(frozen=True, slots=True)
class RuleCell:
    """A threshold with where it comes from, so that the seller can judge and change it."""

    attr: str
    """Field of ``Rules``."""
    label: Words
    unit: Words
    source: Words
    as_of: date
    least: float
    most: float
    """A value outside these does not count: the program goes by the default then."""

    @property
    def name(self) -> str:
        """The cell's name: ``watch_hours`` is ``WatchHours``."""
        return self.attr.title().replace("_", "")

    @property
    def initial(self) -> float:
        """What a new workbook starts with."""
        return float(getattr(Rules(), self.attr))

    def value_of(self, cell: object) -> float:
        """The threshold that a cell holds; the default where it is no number within the bounds."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and self.least <= cell <= self.most:
            return float(cell)
        return self.initial


_HOURS = Words("hours", "часов", "小时")
_ROUBLES = Words("roubles", "рублей", "卢布")
_MINUTES = Words("minutes", "минут", "分钟")
_DAYS = Words("days", "дней", "天")
_ROWS = Words("rows", "строк", "行")
_SHARE = Words("share", "доля", "比例")
_TIMES = Words("times", "раз", "倍")
_OURS = Words(
    "Our default: change it to suit your shop",
    "Наше значение: измените под свой магазин",
    "默认值：请按店铺情况修改",
)
_HELP = Words(
    "Ozon help for realFBS sellers (copies differ: 5 or 10 days); an estimate",
    "Справка Ozon для realFBS (копии расходятся: 5 или 10 дней); оценка",
    "Ozon realFBS 卖家帮助（不同版本为 5 或 10 天）；仅供估计",
)
_RATING = Words(
    "Ozon's description of the API: which orders count it does not say",
    "Описание API Ozon: какие заказы считаются, не сказано",
    "Ozon API 说明：未写明哪些订单计入",
)
_INDEX = Words(
    "Ozon help for realFBS sellers from abroad (older copies differ); an estimate for others",
    "Справка Ozon для зарубежных продавцов realFBS (старые копии иные); для остальных — оценка",
    "Ozon 跨境 realFBS 卖家帮助（旧版不同）；对其他卖家仅供估计",
)
_AS_OF = date(2026, 11, 23)
_CHARGE = Words(
    "Error index: charge in zone {n}, of the price",
    "Индекс ошибок: плата в зоне {n}, от цены",
    "错误指数：{n} 区收费占商品价格的比例",
)


def _charge(attr: str, zone: int) -> "RuleCell":
    return RuleCell(attr, _CHARGE.filled(n=zone), _SHARE, _INDEX, _AS_OF, least=0, most=1)


RULES: tuple[RuleCell, ...] = (
    RuleCell(
        "watch_hours",
        Words("Watch: at most", "На контроле: не больше", "关注：不超过"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "soon_hours",
        Words("Soon: at most", "Скоро: не больше", "临近：不超过"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "urgent_hours",
        Words("Urgent: at most", "Срочно: не больше", "紧急：不超过"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "critical_hours",
        Words("Critical: at most", "Критично: не больше", "危急：不超过"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "stale_minutes",
        Words("Data is old after", "Данные устаревают через", "数据过期时间"),
        _MINUTES,
        _OURS,
        _AS_OF,
        least=1,
        most=10_080,
    ),
    RuleCell(
        "whole_minutes",
        Words(
            "Refresh: everything is read anew after",
            "Обновление: всё читается заново через",
            "刷新：超过此时间重新读取全部数据",
        ),
        _MINUTES,
        _OURS,
        _AS_OF,
        least=0,
        most=1_440,
    ),
    RuleCell(
        "changes_hours",
        Words("Orders: changes are shown for", "Заказы: изменения видны", "订单：变化显示时长"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "untouched_hours",
        Words("Orders: untouched is marked from", "Заказы: «не трогали» выделять с", "订单：未处理标记起点"),
        _HOURS,
        _OURS,
        _AS_OF,
        least=0,
        most=720,
    ),
    RuleCell(
        "auto_cancel_days",
        Words("realFBS: Ozon cancels after", "realFBS: Ozon отменяет через", "realFBS：Ozon 自动取消"),
        _DAYS,
        _HELP,
        _AS_OF,
        least=1,
        most=365,
    ),
    RuleCell(
        "archive_days",
        Words(
            "Finished orders with notes go to the archive after",
            "Завершённые заказы с записями уходят в архив через",
            "带备注的已完成订单在此之后归档",
        ),
        _DAYS,
        _OURS,
        _AS_OF,
        least=0,
        most=365,
    ),
    RuleCell(
        "zeroing_rows",
        Words(
            "Ask again above this many zeroings",
            "Переспросить при обнулениях больше",
            "清零行数超过此值需再次确认",
        ),
        _ROWS,
        _OURS,
        _AS_OF,
        least=0,
        most=1_000_000,
    ),
    RuleCell(
        "zeroing_share",
        Words("... or this share of all rows zeroed", "... или при обнулении доли строк", "……或清零比例超过"),
        _SHARE,
        _OURS,
        _AS_OF,
        least=0,
        most=1,
    ),
    RuleCell(
        "change_share",
        Words(
            "Ask again above this share of rows changed",
            "Переспросить при изменении доли строк",
            "修改比例超过此值需再次确认",
        ),
        _SHARE,
        _OURS,
        _AS_OF,
        least=0,
        most=1,
    ),
    RuleCell(
        "jump_factor",
        Words(
            "Ask again when a number changes this many times",
            "Переспросить, если число меняется во столько раз",
            "数值变化倍数达到此值需再次确认",
        ),
        _TIMES,
        _OURS,
        _AS_OF,
        least=1,
        most=1_000_000,
    ),
    RuleCell(
        "index_days",
        Words(
            "Error index: days that count before today",
            "Индекс ошибок: учитывается дней до сегодня",
            "错误指数：计入今天之前的天数",
        ),
        _DAYS,
        _INDEX,
        _AS_OF,
        least=1,
        most=365,
    ),
    RuleCell(
        "first_zone",
        Words("Error index: zone 1 begins above", "Индекс ошибок: зона 1 выше", "错误指数：1 区起点高于"),
        _SHARE,
        _INDEX,
        _AS_OF,
        least=0,
        most=1,
    ),
    RuleCell(
        "second_zone",
        Words("Error index: zone 2 begins above", "Индекс ошибок: зона 2 выше", "错误指数：2 区起点高于"),
        _SHARE,
        _INDEX,
        _AS_OF,
        least=0,
        most=1,
    ),
    RuleCell(
        "third_zone",
        Words("Error index: zone 3 begins above", "Индекс ошибок: зона 3 выше", "错误指数：3 区起点高于"),
        _SHARE,
        _INDEX,
        _AS_OF,
        least=0,
        most=1,
    ),
    RuleCell(
        "fourth_zone",
        Words("Error index: zone 4 begins above", "Индекс ошибок: зона 4 выше", "错误指数：4 区起点高于"),
        _SHARE,
        _INDEX,
        _AS_OF,
        least=0,
        most=1,
    ),
    _charge("first_charge", 1),
    _charge("second_charge", 2),
    _charge("third_charge", 3),
    _charge("fourth_charge", 4),
    RuleCell(
        "charge_most",
        Words(
            "Error index: one error costs at most",
            "Индекс ошибок: одна ошибка стоит не больше",
            "错误指数：每个错误最多收费",
        ),
        _ROUBLES,
        _INDEX,
        _AS_OF,
        least=0,
        most=1_000_000,
    ),
    RuleCell(
        "on_time_days",
        Words(
            "Orders on time: days that count before today",
            "Заказы вовремя: учитывается дней до сегодня",
            "按时率：计入今天之前的天数",
        ),
        _DAYS,
        _RATING,
        date(2026, 11, 30),
        least=1,
        most=365,
    ),
    RuleCell(
        "sure_share",
        Words("Counts as likely from", "Считать вероятным от", "概率达到此值即视为可按时完成"),
        _SHARE,
        _OURS,
        _AS_OF,
        least=0,
        most=1,
    ),
)

SHEET_OF: dict[str, Words] = {
    **{cell.name: SETTINGS_SHEET for cell in SETTINGS},
    **{rule.name: RULES_SHEET for rule in RULES},
    **dict.fromkeys(TODAY_NAMES, TODAY_SHEET),
}
"""Where each named cell stands unless somebody has moved it."""

NAMES: tuple[str, ...] = tuple(SHEET_OF)


def rules_from(values: Mapping[str, object]) -> Rules:
    """The thresholds as the workbook holds them, by the names of their cells; one that is no number within its bounds,
    or is not there because the workbook is older than the rule, falls back to its default.
    """
    return Rules(**{rule.attr: rule.value_of(values.get(rule.name)) for rule in RULES})


def is_yes(value: object) -> bool:
    """Whether a cell says yes, in any of the languages."""
    return isinstance(value, str) and value.strip().casefold() in {word.casefold() for word in YES_NO[0]}


def language_from(value: object) -> Lang:
    """The workbook's language; English where the cell holds something else."""
    return next((lang for lang in LANGS if lang == value), "en")
