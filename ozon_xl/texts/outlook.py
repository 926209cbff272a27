"""The block of the Today sheet that says what to start by when. Marks in braces become cells."""

from ozon_xl.texts import Words

STARTS = Words("When to start packing", "Когда начинать сборку", "何时开始备货")
WHAT_TO_DO = Words("What to do", "Что делать", "要做什么")

START = Words(
    "Start these {n} by {t} to be ready for the pickup.",
    "Начните эти {n} до {t}, чтобы успеть к забору.",
    "这 {n} 单请在 {t} 前开始备货，才能赶上揽收。",
)
START_NOW = Words(
    "Start now: these {n} should have been begun by {t}.",
    "Начните сейчас: эти {n} нужно было начать до {t}.",
    "请立即开始：这 {n} 单应在 {t} 前开始备货。",
)
NOTHING_TO_START = Words(
    "Nothing waits to be packed for a certain time.",
    "Ничего не ждёт сборки к сроку.",
    "没有需按期备货的订单。",
)
HOURS_UNKNOWN = Words(
    "Not enough history: your usual hours show after 60 packings in one warehouse, with a refresh at least every 2 hours.",
    "Мало истории: ваши обычные часы видны после 60 сборок на складе, если обновлять не реже раза в 2 часа.",
    "历史数据不足：同一仓库备货满 60 单、且至少每 2 小时刷新一次后，才能得知常用时段。",
)
