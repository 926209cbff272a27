"""What has happened to an order, in the cell that tells of it. All times are Moscow's."""

from ozon_xl.texts import Words

SHORT_MOMENT = Words("%m-%d %H:%M", "%d.%m %H:%M", "%m-%d %H:%M")
NEW = Words("{at} new", "{at} новый", "{at} 新订单")
STATUS = Words("{at} {before} → {after}", "{at} {before} → {after}", "{at} {before} → {after}")
SHIP_BY = Words(
    "{at} ship by: {before} → {after}", "{at} отгрузить до: {before} → {after}", "{at} 发货期限：{before} → {after}"
)
LATE_FROM = Words(
    "{at} late from: {before} → {after}", "{at} просрочка с: {before} → {after}", "{at} 超时起算：{before} → {after}"
)

PINS = (Words("first", "первым", "优先"),)
"""What the column Priority offers."""

CHANGES_BETWEEN = Words(
    "From {earlier} to {later}: {postings} changes of orders, {stock} of stock.",
    "С {earlier} по {later}: изменений заказов {postings}, остатков {stock}.",
    "从 {earlier} 到 {later}：订单变化 {postings} 处，库存变化 {stock} 处。",
)
COL_WHAT = Words("What changed (Moscow time)", "Что изменилось (Москва)", "变化（莫斯科时间）")
COL_SHELF = Words("On the shelf", "На полке", "在架总数")
