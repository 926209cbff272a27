"""Stock edits: why a row is refused, what became of it, and what the preview warns of."""

from ozon_xl.texts import Words

# --- a cell that is no quantity --------------------------------------------------------------------------------------
CELL_ERROR = Words(
    "The cell holds an error. Type a whole number.",
    "В ячейке ошибка. Введите целое число.",
    "单元格是错误值。请输入整数。",
)
CELL_FORMULA = Words(
    "The cell holds a formula. Type the number itself.",
    "В ячейке формула. Введите само число.",
    "单元格是公式。请直接输入数字。",
)
CELL_NOT_A_NUMBER = Words(
    "Not a whole number. Type digits only, e.g. 12.",
    "Это не целое число. Введите только цифры, например 12.",
    "不是整数。请只输入数字，例如 12。",
)
CELL_FORMAT = Words(
    "The cell's format (date, percent, money) changes the number's meaning. Set it to General and type again.",
    "Формат ячейки (дата, процент, деньги) меняет смысл числа. Поставьте «Общий» и введите снова.",
    "单元格格式（日期、百分比、货币）会改变数字含义。请改为“常规”后重新输入。",
)
CELL_NEGATIVE = Words(
    "Less than nothing cannot be sold. Type 0 or more.",
    "Меньше нуля продать нельзя. Введите 0 или больше.",
    "数量不能为负。请输入 0 或更大的数。",
)
CELL_FRACTION = Words(
    "Pieces are whole. Type a whole number.",
    "Штуки бывают только целыми. Введите целое число.",
    "件数必须是整数。请输入整数。",
)
CELL_TOO_BIG = Words(
    "Ozon takes less than 1,000,000 pieces. Type a smaller number.",
    "Ozon принимает меньше 1 000 000 штук. Введите меньшее число.",
    "Ozon 只接受少于 1,000,000 件。请输入更小的数。",
)

# --- a row that cannot be trusted ------------------------------------------------------------------------------------
ROW_NUMERIC_ID = Words(
    "The offer or warehouse id of this row became a number and may have lost digits. Refresh, then type again.",
    "Артикул или ID склада в строке стал числом и мог потерять цифры. Обновите книгу и введите снова.",
    "该行的货号或仓库编号变成了数字，可能丢失位数。请刷新后重新输入。",
)
ROW_MIXED = Words(
    "The cells of this row do not belong together (partly sorted or pasted). Undo that, or refresh and type again.",
    "Ячейки строки не из одной строки (частичная сортировка или вставка). Отмените её или обновите и введите снова.",
    "该行的单元格不属于同一行（部分排序或粘贴）。请撤销，或刷新后重新输入。",
)
ROW_TWICE = Words(
    "This offer stands twice for the same warehouse. Delete one of the rows.",
    "Этот артикул указан для склада дважды. Удалите одну из строк.",
    "同一仓库中该货号出现两次。请删除其中一行。",
)
ROW_UNKNOWN = Words(
    "Ozon lists no stock of this offer in this warehouse. Refresh; if it is gone, clear the cell.",
    "Ozon не показывает этот артикул на этом складе. Обновите книгу; если строки нет, очистите ячейку.",
    "Ozon 的该仓库中没有此货号。请刷新；若已不存在，请清空该单元格。",
)

ROW_MOVED = Words(
    "You saw {was}, Ozon now has {now}. Refresh, then type again.",
    "Вы видели {was}, в Ozon уже {now}. Обновите и введите снова.",
    "您看到的是 {was}，Ozon 现为 {now}。请刷新后重新输入。",
)

# --- what the preview warns of ---------------------------------------------------------------------------------------
WARNINGS: dict[str, Words] = {
    "zero": Words("takes the offer off sale here", "снимает артикул с продажи на складе", "该仓库停售此货号"),
    "jump": Words("a very large change", "очень большое изменение", "变化幅度很大"),
    "short": Words("open orders already lack goods", "под открытые заказы уже не хватает товара", "未完成订单已缺货"),
}
SECOND_ZEROING = Words("{count} rows would go off sale", "{count} строк будут сняты с продажи", "将有 {count} 行停售")
SECOND_MASS = Words(
    "{count} of {total} rows would change", "изменятся {count} из {total} строк", "{total} 行中将有 {count} 行被修改"
)
SECOND_JUMP = Words(
    "{count} rows would change {factor} times or more",
    "{count} строк изменятся в {factor} раз и больше",
    "将有 {count} 行变化达到 {factor} 倍以上",
)

# --- what the user is asked ------------------------------------------------------------------------------------------
ASK_PUSH = Words(
    "Send stock to Ozon? Rows: {count}, free in all: {was} → {want}",
    "Отправить остатки в Ozon? Строк: {count}, всего свободно: {was} → {want}",
    "把库存提交到 Ozon？共 {count} 行，可售合计：{was} → {want}",
)
ASK_UNDO = Words(
    "Put back what the last send changed? Rows: {count}, free in all: {was} → {want}",
    "Вернуть то, что изменила последняя отправка? Строк: {count}, всего свободно: {was} → {want}",
    "恢复上次提交所改的数量？共 {count} 行，可售合计：{was} → {want}",
)
AND_MORE = Words("… and {count} more", "… и ещё {count}", "……以及另外 {count} 行")
LEFT_OUT = Words(
    "Rows that will not be sent, the reason stands in them: {count}.",
    "Строк, которые не отправятся (причина указана в них): {count}.",
    "不会提交的行数（原因写在该行）：{count}。",
)
CAREFUL = Words("Careful: {why}.", "Осторожно: {why}.", "注意：{why}。")
ASK_SURE = Words(
    "Careful: {why}. Send all the same?", "Осторожно: {why}. Всё равно отправить?", "注意：{why}。仍要提交吗？"
)

# --- what became of a row --------------------------------------------------------------------------------------------
STATES: dict[str, Words] = {
    "planned": Words("planned", "в плане", "已计划"),
    "confirmed": Words("confirmed, not sent yet", "подтверждено, ещё не отправлено", "已确认，尚未发送"),
    "sending": Words("being sent", "отправляется", "正在发送"),
    "accepted": Words("accepted", "принято", "已接受"),
    "rejected": Words("refused", "отказ", "被拒绝"),
    "unknown": Words("unknown", "неизвестно", "未知"),
    "verified": Words("verified", "проверено", "已核实"),
    "superseded": Words("overtaken", "перекрыто", "已被覆盖"),
    "conflict": Words("conflict", "конфликт", "冲突"),
    "expired": Words("not applied", "не применено", "未生效"),
    "cancelled": Words("not sent", "не отправлено", "未发送"),
}
RESULT_VERIFIED = Words(
    "Done: Ozon shows {sent} free. Buyers see it in about 20 minutes.",
    "Готово: Ozon показывает свободно {sent}. Покупатели увидят примерно через 20 минут.",
    "完成：Ozon 显示可售 {sent}。买家约 20 分钟后可见。",
)
RESULT_ACCEPTED = Words(
    "Ozon accepted {sent} but does not show it yet. Refresh in some minutes to check.",
    "Ozon принял {sent}, но пока не показывает. Обновите через несколько минут для проверки.",
    "Ozon 已接受 {sent}，但尚未显示。请几分钟后刷新确认。",
)
RESULT_REJECTED = Words("Ozon refused: {message}", "Ozon отказал: {message}", "Ozon 拒绝：{message}")
RESULT_UNKNOWN = Words(
    "No answer from Ozon, so it is not known whether {sent} arrived. Refresh before you send again.",
    "Ответа Ozon нет, дошло ли {sent}, неизвестно. Обновите книгу, прежде чем отправлять снова.",
    "未收到 Ozon 应答，无法确定 {sent} 是否生效。请先刷新再重新发送。",
)
RESULT_SUPERSEDED = Words(
    "Sent {sent}, but Ozon now shows {now}: an order or another program changed it. Refresh and look.",
    "Отправлено {sent}, но Ozon показывает {now}: заказ или другая программа. Обновите и проверьте.",
    "已发送 {sent}，但 Ozon 现在显示 {now}：可能有新订单或其他程序修改。请刷新查看。",
)
RESULT_CONFLICT = Words(
    "Not sent: you saw {was}, Ozon now has {now}. Refresh, then type again.",
    "Не отправлено: вы видели {was}, в Ozon уже {now}. Обновите и введите снова.",
    "未发送：您看到的是 {was}，Ozon 现为 {now}。请刷新后重新输入。",
)
RESULT_EXPIRED = Words(
    "Not applied: Ozon still shows {now}. You may send again.",
    "Не применено: Ozon по-прежнему показывает {now}. Можно отправить снова.",
    "未生效：Ozon 仍显示 {now}。可以重新发送。",
)
RESULT_CANCELLED = Words(
    "Not sent: the run stopped before this row. You may send again.",
    "Не отправлено: запуск остановлен раньше этой строки. Можно отправить снова.",
    "未发送：批次在此行之前停止。可以重新发送。",
)
PREVIEW = Words("To be sent: {was} → {want}", "К отправке: {was} → {want}", "待提交：{was} → {want}")
RESULT_REFUSED = Words("Not sent. {why}", "Не отправлено. {why}", "未发送。{why}")
RESULT_BASE_MOVED = Words(
    "Your edit was typed on {was}, Ozon now has {now}. Check the number before you send it.",
    "Вы вводили при {was}, в Ozon уже {now}. Проверьте число перед отправкой.",
    "您输入时为 {was}，Ozon 现为 {now}。发送前请核对数字。",
)
RESULT_GONE = Words(
    "Ozon no longer lists this offer in this warehouse.",
    "Ozon больше не показывает этот артикул на этом складе.",
    "Ozon 的该仓库中已没有此货号。",
)

# --- item errors of /v2/products/stocks, in words (FACTS: read 2026-11-23) ---------------------------------------------
ITEM_ERRORS: dict[str, Words] = {
    "TOO_MANY_REQUESTS": Words(
        "this row was written less than 30 seconds ago; send again in half a minute",
        "строку меняли меньше 30 секунд назад; отправьте снова через полминуты",
        "该行 30 秒内刚写入过；请半分钟后再发送",
    ),
    "NOT_FOUND_ERROR": Words("this shop has no such offer", "в магазине нет такого артикула", "店铺中没有此货号"),
    "offer_id_not_found": Words("this shop has no such offer", "в магазине нет такого артикула", "店铺中没有此货号"),
    "WAREHOUSE_NOT_FOUND": Words(
        "the warehouse is unknown or not active", "склад не найден или не активен", "仓库不存在或未启用"
    ),
    "product_is_not_created": Words(
        "the product is still in moderation; try later", "товар ещё на модерации; позже", "商品仍在审核中；请稍后再试"
    ),
    "PRICE_IS_NOT_SENT": Words(
        "the product has no price yet; try later", "у товара ещё нет цены; позже", "商品尚无价格；请稍后再试"
    ),
    "SOURCE_TYPE_NOT_FOUND": Words(
        "the product has no SKU yet; try later", "у товара ещё нет SKU; позже", "商品尚无 SKU；请稍后再试"
    ),
    "PRODUCT_HAS_NOT_BEEN_TAGGED_YET": Words(
        "Ozon still works out the product's size; try in 15 minutes",
        "Ozon ещё определяет габариты товара; через 15 минут",
        "Ozon 正在判定商品尺寸；请 15 分钟后再试",
    ),
    "STOCK_TOO_BIG": Words("1,000,000 pieces or more", "1 000 000 штук или больше", "达到或超过 1,000,000 件"),
}
ITEM_NOT_ALLOWED = Words(
    "this product is not allowed in this warehouse ({code})",
    "этот товар нельзя хранить на этом складе ({code})",
    "该商品不允许存放于此仓库（{code}）",
)
NOT_ALLOWED_CODES = (
    "NON_KGT_ON_KGT_WAREHOUSE",
    "OVER_MAX_OVH_KGT",
    "OVER_MAX_OVH_NON_KGT",
    "MP_DELIVERY_ONLY_3PL_ERROR",
    "FLAMMABLE_ONLY_ON_SELF_OR_PROVIDER_DELIVERY",
    "FLAMMABLE_ON_NON_KGT_WAREHOUSE",
    "CB_DELIVERY_ONLY_FBP",
    "MULTIBOX_NOT_ALLOWED_FOR_FBS",
)

# --- stock and warehouses in words -----------------------------------------------------------------------------------
CAN_BE_PACKED = Words("can be packed", "можно собрать", "可以备货")
STOCK_UNKNOWN = Words(
    "no stock row: look in the seller account", "остаток неизвестен: проверьте в кабинете", "无库存记录：请在后台查看"
)
WAREHOUSE_STATES: dict[str, Words] = {
    "created": Words("active", "активен", "启用"),
    "new": Words("being activated", "активируется", "启用中"),
    "disabled": Words("archived: not sold", "в архиве: не продаётся", "已归档：不销售"),
    "blocked": Words("blocked: not sold", "заблокирован: не продаётся", "已封锁：不销售"),
    "disabled_due_to_limit": Words("paused: not sold", "на паузе: не продаётся", "已暂停：不销售"),
    "error": Words("fault: not sold", "ошибка: не продаётся", "异常：不销售"),
}
