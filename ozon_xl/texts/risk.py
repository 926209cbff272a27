"""Tiers, clocks and the sentence that says why a row is where it is.

The sentences serve twice: Python fills them when it refreshes, and the workbook's formulas are made of the same words,
so that both say the same while nobody runs Python. ``{t}`` is the countdown, ``{n}`` a number of pieces.
"""

from ozon_xl.texts import Words

DAY = Words(en="d", ru="д", zh="天")

TIER_DONE = Words(en="done", ru="готово", zh="已完成")
TIER_CALM = Words(en="calm", ru="спокойно", zh="正常")
TIER_WATCH = Words(en="watch", ru="на контроле", zh="关注")
TIER_SOON = Words(en="soon", ru="скоро", zh="临近")
TIER_UNDATED = Words(en="no date", ru="нет срока", zh="无期限")
TIER_SHORT = Words(en="SHORT", ru="НЕ ХВАТАЕТ", zh="缺货")
TIER_URGENT = Words(en="URGENT", ru="СРОЧНО", zh="紧急")
TIER_CRITICAL = Words(en="CRITICAL", ru="КРИТИЧНО", zh="危急")
TIER_MISSED = Words(en="MISSED", ru="ПРОСРОЧЕНО", zh="已超时")
TIERS = (
    TIER_DONE,
    TIER_CALM,
    TIER_WATCH,
    TIER_SOON,
    TIER_UNDATED,
    TIER_SHORT,
    TIER_URGENT,
    TIER_CRITICAL,
    TIER_MISSED,
)
"""By number of the tier."""
ICONS = ("✓", "○", "◔", "◑", "?", "◆", "▲", "▲▲", "✕")
"""Of the tiers: on paper, and to whoever does not tell the colours apart, they say the same."""

UNTIL_CANCEL = Words(
    en="{t} until Ozon cancels it (estimate).",
    ru="{t} до автоотмены (оценка).",
    zh="{t} 后 Ozon 将取消订单（估计）。",
)
UNTIL_WALL = Words(
    en="{t} until it can no longer be shipped.",
    ru="{t} — потом отправить уже нельзя.",
    zh="{t} 后将无法再发货。",
)
UNTIL_LATE = Words(
    en="{t} until it counts as late.",
    ru="{t} до просрочки.",
    zh="{t} 后计为超时。",
)
UNTIL_SHIP = Words(
    en="{t} until the ship-by time; after it the next tariff applies.",
    ru="{t} до срока отгрузки; потом действует следующий тариф.",
    zh="{t} 后到达发货时间，之后适用下一档费率。",
)
UNTIL_TARIFF = Words(
    en="{t} until handing over costs more{charge}.",
    ru="{t} — потом отгрузка дороже{charge}.",
    zh="{t} 后交货费用上涨{charge}。",
)
CLOCKS = (UNTIL_CANCEL, UNTIL_WALL, UNTIL_LATE, UNTIL_SHIP, UNTIL_TARIFF)
"""By number of the clock, from 1."""

SHIP_BY_PASSED = Words(en="Ship-by time has passed. ", ru="Срок отгрузки прошёл. ", zh="已过发货时间。")
WALL_PASSED = Words(en="It can no longer be shipped. ", ru="Отправить уже нельзя. ", zh="已无法发货。")
ALREADY_LATE = Words(en="Already late. ", ru="Уже просрочено. ", zh="已经超时。")
OVERDUE = Words(en="Late by {t}.", ru="Просрочено на {t}.", zh="已超时 {t}。")
NO_DATE = Words(
    en="Ozon gives no deadline: look in the seller account.",
    ru="Ozon не указал срок: проверьте в личном кабинете.",
    zh="Ozon 未给出期限：请在卖家后台查看。",
)
TOO_LATE = Words(en="too late", ru="уже поздно", zh="已来不及")
NO_GOODS = Words(en="no goods", ru="нет товара", zh="缺货")
LITTLE_HISTORY = Words(
    en="not enough history ({n} of {of})",
    ru="мало истории ({n} из {of})",
    zh="历史数据不足（{n}/{of}）",
)
"""In the place of a chance: ``{n}`` orders were handed over so far, ``{of}`` are needed."""

SHORT_BY = Words(en="Short by {n} pcs. ", ru="Не хватает {n} шт. ", zh="缺 {n} 件。")
