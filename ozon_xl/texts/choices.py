"""The blocks of the Today sheet in which the user chooses what it lists, and what goes out when. Marks in braces become
cells."""

from ozon_xl.texts import Words

CHOOSE = Words("List only", "Показать только", "只列出")
CHOICE = Words("Your choice", "Ваш выбор", "您的选择")
WHAT_IS_LISTED = Words("What is listed below", "Что показано ниже", "下方列出的内容")

EVERYTHING = Words(
    "All orders. Choose in the yellow cells to list only some; the counts above stay those of the whole shop.",
    "Все заказы. Выберите в жёлтых ячейках, чтобы видеть часть; счёт выше — всегда по всему магазину.",
    "全部订单。可在黄色单元格中选择，只列出部分；上方的数字始终是全店的。",
)
SOME = Words(
    "Only a part: {n} of {all} open orders, {units} pieces.",
    "Только часть: {n} из {all} открытых заказов, штук: {units}.",
    "仅部分：未完成订单 {all} 个中的 {n} 个，共 {units} 件。",
)
NONE = Words(
    "NOTHING MATCHES YOUR CHOICE: none of {all} open orders.",
    "ВЫБОРУ НЕ ОТВЕЧАЕТ НИЧЕГО: ни один из {all} открытых заказов.",
    "没有符合所选条件的订单：未完成订单 {all} 个，一个都不符合。",
)
UNLISTED = Words(
    "Not listed below: late {late}, critical {critical}.",
    "Ниже не показаны: просроченных {late}, критичных {critical}.",
    "下方未列出：已超时 {late} 个，危急 {critical} 个。",
)
EMPTY_IT = Words(
    "Empty the yellow cells to list all orders again.",
    "Очистите жёлтые ячейки, чтобы снова видеть все заказы.",
    "清空黄色单元格即可重新列出全部订单。",
)
ONLY = Words(" · only {chosen}", " · только {chosen}", " · 只列 {chosen}")
NONE_OF_THESE = Words("None of what you chose.", "В вашем выборе таких нет.", "您所选范围内没有。")

BAD_TITLE = Words("Not in the list", "Нет в списке", "不在列表中")
BAD = Words(
    "At the last refresh no order had this. Pick from the list, or leave the cell empty to list all orders.",
    "При последнем обновлении таких заказов не было. Выберите из списка или оставьте пусто — будут все.",
    "最近一次刷新时没有这样的订单。请从列表中选择，或留空以列出全部订单。",
)

SLOTS = Words("What goes out next", "Ближайшие отгрузки", "最近的发货批次")
STARTS_BY = Words("Start packing by (local)", "Начать сборку до (местное)", "最迟开始备货（本地）")
SLOT = Words(
    "To be shipped by {t} local time: {left} left.",
    "Отгрузить до {t} по местному времени: осталось {left}.",
    "本地时间 {t} 前发出：还剩 {left}。",
)
NO_SLOTS = Words(
    "Nothing is to be shipped by a time ahead.", "Отгрузок со сроком впереди нет.", "没有未到期的待发货订单。"
)
