"""The Orders sheet: the queue. One row a posting, worst first, counting down by itself.

The formulas are the rules of ``ozon_xl.domain.risk`` once more, in cells. Day numbers are UTC; ``NowUtc`` is the
named cell that turns this computer's clock into UTC.
"""

from ozon_xl.domain.risk import LAST_IN_TIER, TIER_STEP, ClockKind, Tier
from ozon_xl.sheets.columns import Column, Kind, Owner, Table, joined, quoted
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.zone import offset_at
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import life as life_texts
from ozon_xl.texts import risk as texts

PINNED = 10 * TIER_STEP
"""More than any tier."""

_CLOCK_CELLS = ("[cancel_at]", "[wall_at]", "[late_from]", "[ship_by]", "[tariff_at]")
"""In the order of ``ClockKind``."""
_ALL = ",".join(_CLOCK_CELLS)


def _next_at(_lang: Lang) -> str:
    """The earliest clock ahead; once all have passed, the one the posting is late by, else the last of them."""
    nearest = f"MIN({','.join(f'IF(N({cell})>NowUtc,{cell},MAX({_ALL}))' for cell in _CLOCK_CELLS)})"
    gone = f"IF(N([late_from])>0,[late_from],MAX({_ALL}))"
    return f'IF(OR([todo]="",COUNT({_ALL})=0),"",IF(MAX({_ALL})>NowUtc,{nearest},{gone}))'


def _clock(_lang: Lang) -> str:
    tests = "".join(f"IF(N({cell})=[next_at],{number}," for number, cell in enumerate(_CLOCK_CELLS, start=1))
    return f'IF([next_at]="",0,{tests}0{")" * len(_CLOCK_CELLS)})'


def _until(moment: str) -> str:
    """Whole minutes until a moment, rounded down; a day number's last digits must not cost a minute."""
    return f"INT(({moment}-NowUtc)*1440+0.00001)"


def _minutes(_lang: Lang) -> str:
    return f'IF([next_at]="","",{_until("[next_at]")})'


def _work_minutes(_lang: Lang) -> str:
    work = ("[wall_at]", "[late_from]", "[ship_by]")
    nearest = f"MIN({','.join(f'IF(N({cell})>NowUtc,{cell},NowUtc+9999)' for cell in work)})"
    return f"IF(AND(N([ship_by])>0,N([ship_by])<=NowUtc),0,{_until(nearest)})"


def _danger(_lang: Lang) -> str:
    def nearer(cell: str) -> str:
        money = f"AND(N([tariff_at])>NowUtc,{_until('[tariff_at]')}<={cell}*60)"
        return f"OR([work_minutes]<={cell}*60,{money},{cancelled(cell)})"

    def cancelled(cell: str) -> str:
        return f"AND(N([cancel_at])>NowUtc,{_until('[cancel_at]')}<={cell}*60)"

    soon_gone = cancelled("UrgentHours")
    undated = f"IF({soon_gone},{Tier.URGENT:d},IF(N([short])>0,{Tier.SHORT:d},{Tier.UNDATED:d}))"
    missed = "OR(AND(N([late_from])>0,N([late_from])<=NowUtc),AND(N([wall_at])>0,N([wall_at])<=NowUtc))"
    return (
        f'IF([todo]="",{Tier.DONE:d},IF(COUNT([wall_at],[late_from],[ship_by])=0,{undated},'
        f"IF({missed},{Tier.MISSED:d},"
        f"IF([work_minutes]<=CriticalHours*60,{Tier.CRITICAL:d},"
        f"IF(OR([work_minutes]<=UrgentHours*60,{soon_gone}),{Tier.URGENT:d},"
        f"IF(N([short])>0,{Tier.SHORT:d},"
        f"IF({nearer('SoonHours')},{Tier.SOON:d},"
        f"IF({nearer('WatchHours')},{Tier.WATCH:d},{Tier.CALM:d}))))))))"
    )


def _tier(lang: Lang) -> str:
    return f"CHOOSE([danger]+1,{','.join(quoted(words.say(lang)) for words in texts.TIERS)})"


def _countdown(lang: Lang) -> str:
    left = "ABS([minutes])"
    days = f'IF({left}>=1440,INT({left}/1440)&{quoted(texts.DAY.say(lang) + " ")},"")'
    clock = f'RIGHT("0"&INT(MOD({left},1440)/60),2)&":"&RIGHT("0"&MOD({left},60),2)'
    return f'IF([minutes]="","",IF([minutes]<0,"-","")&{days}&{clock})'


def _reason(lang: Lang) -> str:
    charge = 'IF([charge]="",""," ("&[charge]&")")'
    lacking = f'IF(N([short])>0,{joined(texts.SHORT_BY, lang, n="[short]")},"")'
    missed = f"[danger]={Tier.MISSED:d}"
    no_date = joined(texts.NO_DATE, lang)
    overdue = joined(texts.OVERDUE, lang, t='SUBSTITUTE([countdown],"-","")')
    passed = '""'
    for cell, words in (
        ("[ship_by]", texts.SHIP_BY_PASSED),
        ("[wall_at]", texts.WALL_PASSED),
        ("[late_from]", texts.ALREADY_LATE),
    ):
        passed = f"IF(AND(N({cell})>0,N({cell})<=NowUtc),{joined(words, lang)},{passed})"
    passed = f'IF(COUNT([wall_at],[late_from],[ship_by])=0,{no_date}&" ",{passed})'
    sentences = ",".join(joined(words, lang, t="[countdown]", charge=charge) for words in texts.CLOCKS)
    return (
        f'IF([danger]={Tier.DONE:d},"",{lacking}&IF([clock]={ClockKind.NONE:d},{no_date},'
        f"IF([minutes]<0,IF({missed},{overdue},{no_date}),{passed}&CHOOSE([clock],{sentences}))))"
    )


def _shown(moment: str, offset: str) -> str:
    return f'IF({moment}="","",{moment}+{offset}/24)'


def _urgency(_lang: Lang) -> str:
    """That of ``domain.risk``, which MIN makes of an empty text, too, behind what is pinned; the row's number keeps it
    unique.
    """
    pinned = f'IF(AND([pin]<>"",[todo]<>""),{PINNED},0)'
    return f"{pinned}+[danger]*{TIER_STEP}-MIN([minutes],{LAST_IN_TIER})-ROW()/1000000"


def _listed(_lang: Lang) -> str:
    """The urgency of what Today is to list; an empty text where the user chose others."""
    chosen = ",".join(f'OR({choice.cell}="",[{choice.attr}]&""={choice.cell}&"")' for choice in CHOICES)
    return f'IFERROR(IF(AND({chosen}),[urgency],""),[urgency])'


def _idle(_lang: Lang) -> str:
    return 'IF(OR([todo]="",N([touched_at])=0),"",MAX(0,INT((NowUtc-[touched_at])*24+0.00001)))'


ORDERS = Table(
    name="tblOrders",
    sheet=Words("Orders", "Заказы", "订单"),
    key=("posting",),
    columns=(
        Column("posting", Words("Posting", "Отправление", "货件编号"), Kind.TEXT, 21),
        Column(
            "tier",
            Words("State", "Состояние", "状态级别"),
            Kind.TEXT,
            16,
            formula=_tier,
            note=Words(
                "How much this row matters now. The colour of the row says the same.",
                "Насколько строка важна сейчас. Цвет строки говорит то же самое.",
                "这一行现在的紧急程度，与行的颜色一致。",
            ),
        ),
        Column(
            "countdown",
            Words("Time left", "Осталось", "剩余时间"),
            Kind.TEXT,
            12,
            formula=_countdown,
            note=Words(
                "Days and hours:minutes to the nearest clock; a minus means it has passed. Counts on whenever the sheet recalculates: opening, typing, F9.",
                "Дни и часы:минуты до ближайшего срока; минус — срок прошёл. Пересчитывается вместе с листом: при открытии, вводе, F9.",
                "距最近期限的天数和 时:分；负号表示已过期。打开、输入或按 F9 时随表格重新计算。",
            ),
        ),
        Column("reason", Words("Why", "Почему", "原因"), Kind.TEXT, 68, formula=_reason),
        Column("todo", Words("Do now", "Сделать сейчас", "现在要做"), Kind.TEXT, 27),
        Column(
            "due_moscow",
            Words("Due (Moscow)", "Срок (Москва)", "期限（莫斯科）"),
            Kind.MOMENT,
            17,
            formula=lambda _lang: _shown("[next_at]", "MoscowOffset"),
        ),
        Column(
            "due_local",
            Words("Due (local)", "Срок (местное)", "期限（本地）"),
            Kind.MOMENT,
            17,
            formula=lambda _lang: _shown("[next_at]", offset_at("[next_at]")),
        ),
        Column(
            "start_by",
            Words("Start by (local)", "Начать до (местное)", "最迟开始（本地）"),
            Kind.MOMENT,
            17,
            formula=lambda _lang: _shown("[start_at]", offset_at("[start_at]")),
            note=Words(
                "When packing must begin so that all of this warehouse is ready for its pickups, at the pace and in the hours of your own past.",
                "Когда начать сборку, чтобы весь склад успел к забору, — в ваших обычных темпе и часах.",
                "按您以往的备货速度和时段，为赶上该仓库的揽收，最迟何时开始备货。",
            ),
        ),
        Column(
            "idle",
            Words("Untouched, hours", "Не трогали, часов", "未处理（小时）"),
            Kind.WHOLE,
            17,
            formula=_idle,
            note=Words(
                "Hours since its status changed or somebody wrote beside it. Marked once it is more than the Rules sheet allows.",
                "Сколько часов назад менялся статус или кто-то писал в строке. Выделяется, если больше, чем в «Правилах».",
                "距上次状态变化或有人在该行填写的小时数。超过“规则”中的值时会标出。",
            ),
        ),
        Column(
            "chance",
            Words("Chance to make it", "Шанс успеть", "按时概率"),
            Kind.SHARE,
            25,
            note=Words(
                "How likely it is handed over before it counts as late, judged by your own past, the queue and the hours, as of the refresh. Only what is due within 72 hours.",
                "Насколько вероятно передать до просрочки: по вашей истории, очереди и часам, на момент обновления. Только со сроком в пределах 72 часов.",
                "根据您以往的记录、排队情况和工作时段，在计为超时前交货的可能性，以刷新时为准。仅限 72 小时内到期的订单。",
            ),
        ),
        Column("goods", Words("Goods", "Товары", "商品"), Kind.TEXT, 29),
        Column("units", Words("Pieces", "Штук", "件数"), Kind.WHOLE, 8),
        Column(
            "short",
            Words("Short by", "Не хватает", "缺少"),
            Kind.WHOLE,
            10,
            note=Words(
                "Pieces that the warehouse of this posting lacks once all orders due earlier are served.",
                "Сколько штук не хватает на складе отправления после более срочных заказов.",
                "先满足更紧急的订单后，该货件所在仓库还缺少的件数。",
            ),
        ),
        Column("amount", Words("Goods price", "Цена товаров", "商品金额"), Kind.MONEY, 13),
        Column("currency", Words("Currency", "Валюта", "币种"), Kind.TEXT, 9),
        Column("warehouse", Words("Warehouse", "Склад", "仓库"), Kind.TEXT, 21),
        Column(
            "pickup",
            Words("Hand-over slot (Moscow)", "Отгрузка (Москва)", "发货批次（莫斯科）"),
            Kind.TEXT,
            16,
            note=Words(
                "Ozon's ship-by time as month-day hour: what goes out together reads the same. When the courier comes stands in the seller account.",
                "Срок отгрузки Ozon: месяц-день час. У того, что уезжает вместе, он одинаков. Когда приедет курьер — смотрите в личном кабинете.",
                "Ozon 发货期限（月-日 时间）：同批发出的货件显示相同。快递实际上门时间请看卖家后台。",
            ),
        ),
        Column("changed", Words("Changed lately", "Что изменилось", "最近变化"), Kind.TEXT, 38),
        Column(
            "pin",
            Words("Priority", "Приоритет", "优先级"),
            Kind.CHOICE,
            12,
            owner=Owner.STAFF,
            note=Words(
                "Yours. “first” puts the order at the top of the queue; say why under Remark.",
                "Ваше. «первым» ставит заказ в начало очереди; почему — напишите в заметке.",
                "由您填写。“优先”会把订单排到最前；原因请写在备注中。",
            ),
            choices=life_texts.PINS,
        ),
        Column(
            "owner",
            Words("Who", "Кто", "负责人"),
            Kind.TEXT,
            13,
            owner=Owner.STAFF,
            note=Words(
                "Yours. A refresh keeps it with its posting.",
                "Ваше. Обновление сохраняет это у своего отправления.",
                "由您填写，刷新时会随货件保留。",
            ),
        ),
        Column("remark", Words("Remark", "Заметка", "备注"), Kind.TEXT, 25, owner=Owner.STAFF),
        Column("method", Words("Delivery method", "Метод доставки", "配送方式"), Kind.TEXT, 25, folded=True),
        Column("carrier", Words("Carrier", "Перевозчик", "承运商"), Kind.TEXT, 19, folded=True),
        Column("status", Words("Ozon status", "Статус Ozon", "Ozon 状态"), Kind.TEXT, 23, folded=True),
        Column("ordered_at", Words("Ordered (UTC)", "Заказано (UTC)", "下单时间（UTC）"), Kind.MOMENT, 17, folded=True),
        Column(
            "ship_by", Words("Ship by (UTC)", "Отгрузить до (UTC)", "发货期限（UTC）"), Kind.MOMENT, 17, folded=True
        ),
        Column(
            "late_from", Words("Late from (UTC)", "Просрочка с (UTC)", "超时起算（UTC）"), Kind.MOMENT, 17, folded=True
        ),
        Column(
            "wall_at", Words("Last chance (UTC)", "Крайний срок (UTC)", "最后时限（UTC）"), Kind.MOMENT, 17, folded=True
        ),
        Column(
            "tariff_at",
            Words("Tariff step (UTC)", "Смена тарифа (UTC)", "费率变更（UTC）"),
            Kind.MOMENT,
            17,
            folded=True,
        ),
        Column(
            "cancel_at",
            Words("Auto-cancel, estimate (UTC)", "Автоотмена, оценка (UTC)", "自动取消估计（UTC）"),
            Kind.MOMENT,
            17,
            folded=True,
        ),
        Column("start_at", Words("Start by (UTC)", "Начать до (UTC)", "最迟开始（UTC）"), Kind.MOMENT, 17, folded=True),
        Column(
            "takes",
            Words("Packing, minutes", "Сборка, минут", "备货用时（分钟）"),
            Kind.MONEY,
            13,
            note=Words(
                "At the pace of your warehouse in a busy hour; empty while too little is known of it.",
                "В темпе вашего склада в загруженный час; пусто, пока о нём мало известно.",
                "按您仓库繁忙时段的速度；数据不足时留空。",
            ),
            folded=True,
        ),
        Column(
            "touched_at",
            Words("Touched (UTC)", "Последнее действие (UTC)", "最后处理（UTC）"),
            Kind.MOMENT,
            17,
            folded=True,
        ),
        Column("charge", Words("Tariff rises by", "Тариф вырастет на", "费率上涨"), Kind.TEXT, 15, folded=True),
        Column(
            "error_charge",
            Words("Charge for an error", "Плата за ошибку", "错误处理费"),
            Kind.TEXT,
            18,
            folded=True,
            note=Words(
                "What Ozon charged for this order as an error; with ≈: what it would charge if the order were cancelled by your fault, by the zone of the error index and the Rules sheet. The limit in roubles counts for prices in roubles only.",
                "Сколько Ozon взял за заказ как за ошибку; со знаком ≈ — сколько взял бы при отмене по вашей вине, по зоне индекса ошибок и листу «Правила». Предел в рублях действует только для цен в рублях.",
                "Ozon 对该订单收取的错误处理费；带 ≈ 的为估计：若因您的原因取消，按错误指数所在区间和“规则”计算。卢布上限只用于卢布价格。",
            ),
        ),
        Column("tracking", Words("Tracking number", "Трек-номер", "运单号"), Kind.TEXT, 19, folded=True),
        Column("scheme", Words("Scheme", "Схема", "模式"), Kind.TEXT, 9, folded=True),
        Column("warehouse_id", Words("Warehouse id", "ID склада", "仓库编号"), Kind.TEXT, 19, folded=True),
        Column("next_at", Words("next", "след.", "下一"), Kind.MOMENT, 17, formula=_next_at, hidden=True),
        Column("clock", Words("clock", "часы", "时钟"), Kind.WHOLE, 7, formula=_clock, hidden=True),
        Column("minutes", Words("minutes", "минуты", "分钟"), Kind.WHOLE, 9, formula=_minutes, hidden=True),
        Column("work_minutes", Words("work", "работа", "工作"), Kind.WHOLE, 9, formula=_work_minutes, hidden=True),
        Column("danger", Words("danger", "опасность", "危险"), Kind.WHOLE, 7, formula=_danger, hidden=True),
        Column("urgency", Words("urgency", "срочность", "紧急度"), Kind.MONEY, 13, formula=_urgency, hidden=True),
        Column("listed", Words("listed", "в списке", "列出"), Kind.MONEY, 13, formula=_listed, hidden=True),
    ),
)
