"""Stock edits: why a row is refused, what became of it, and what the preview warns of."""

from ozon_xl.texts import Words

# --- what a number means, and what to do with it when Ozon's has changed ------------------------------------------------
MODES: dict[str, Words] = {
    "free": Words("free quantity", "свободно", "可售数量"),
    "shelf": Words("shelf count", "на полке", "在架总数"),
    "change": Words("change +/-", "изменение +/-", "增减 +/-"),
}
DECISIONS: dict[str, Words] = {
    "theirs": Words("keep theirs", "оставить их", "保留对方的"),
    "mine": Words("send mine", "отправить моё", "发送我的"),
    "rebase": Words("re-base", "пересчитать", "按差额调整"),
    "undo": Words("undo", "отменить", "撤销"),
}

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

CELL_NOT_A_CHANGE = Words(
    "Not a whole number. Type it with or without its sign, e.g. +5 or -3.",
    "Это не целое число. Введите его со знаком или без, например +5 или -3.",
    "不是整数。请输入带或不带符号的整数，例如 +5 或 -3。",
)
CELL_NOT_A_CHOICE = Words(
    "Not one of the choices of this column. Pick one from its list, or clear the cell.",
    "Такого варианта в столбце нет. Выберите из списка или очистите ячейку.",
    "不是该列的选项。请从列表中选择，或清空该单元格。",
)
IN_COLUMN = Words("Column “{column}”: {why}", "Столбец «{column}»: {why}", "“{column}”列：{why}")

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

ROW_OPEN = Words(
    "An earlier write of this row ({sent}) is not decided yet, and nothing is sent over it. Refresh in some minutes.",
    "Прошлая отправка этой строки ({sent}) ещё не решена, поверх неё ничего не отправится. Обновите через несколько минут.",
    "该行此前的发送（{sent}）尚未确认，不会在其上再发送。请几分钟后刷新。",
)
ROW_MARKED = Words(
    "Marked to be undone. Press “Undo last send”, or clear “Decision” to send the number.",
    "Помечено для отмены. Нажмите «Отменить отправку» или очистите «Решение», чтобы отправить число.",
    "已标记为撤销。请点击“撤销上次提交”；若要发送该数字，请清空“处理方式”。",
)
ROW_NOTHING_SENT = Words(
    "This workbook has sent nothing for this row that could be taken back. Clear “Decision”.",
    "Эта книга не отправляла по этой строке ничего, что можно вернуть. Очистите «Решение».",
    "此工作簿未对该行提交过可撤销的数量。请清空“处理方式”。",
)
UNDO_CHANGED = Words(
    "Changed since: {saw} had been sent, Ozon has {now} now. Type the right number and send it.",
    "С тех пор изменилось: отправляли {saw}, теперь в Ozon {now}. Введите верное число и отправьте.",
    "此后已变化：曾发送 {saw}，Ozon 现为 {now}。请填写正确数量后提交。",
)
ROW_NO_BASE = Words(
    "It is not known which number you saw when you typed this. Choose “send mine” under “Decision”, or clear the cell.",
    "Неизвестно, какое число вы видели при вводе. Выберите «отправить моё» в столбце «Решение» или очистите ячейку.",
    "无法确定您填写时看到的数字。请在“处理方式”列选择“发送我的”，或清空该单元格。",
)
ROW_COUNT_AGAIN = Words(
    "That would be less than nothing: {sum}. Count again, then type again.",
    "Получается меньше нуля: {sum}. Пересчитайте и введите снова.",
    "结果小于零：{sum}。请重新清点后再输入。",
)
ROW_TOO_MANY = Words(
    "Ozon takes less than 1,000,000 pieces, and this makes {want}: {sum}.",
    "Ozon принимает меньше 1 000 000 штук, а получается {want}: {sum}.",
    "Ozon 只接受少于 1,000,000 件，而结果为 {want}：{sum}。",
)

# --- a conflict, three ways ------------------------------------------------------------------------------------------
RESULT_CONFLICT = Words(
    "Conflict: you saw {saw} free, Ozon now has {now}, you want {want}. "
    "Choose under “Decision”: keep theirs ({now}), send mine ({want}) or re-base ({rebased}).",
    "Конфликт: вы видели свободно {saw}, в Ozon уже {now}, вы хотите {want}. "
    "Выберите в столбце «Решение»: оставить их ({now}), отправить моё ({want}) или пересчитать ({rebased}).",
    "冲突：您看到可售 {saw}，Ozon 现为 {now}，您要 {want}。"
    "请在“处理方式”列选择：保留对方的（{now}）、发送我的（{want}）或按差额调整（{rebased}）。",
)
RESULT_CONFLICT_SHELF = Words(
    "Conflict: you saw {saw} on the shelf, Ozon now has {now}, you counted {want}. "
    "Choose under “Decision”: keep theirs ({now}), send mine ({want}) or re-base ({rebased}).",
    "Конфликт: вы видели на полке {saw}, в Ozon уже {now}, вы насчитали {want}. "
    "Выберите в столбце «Решение»: оставить их ({now}), отправить моё ({want}) или пересчитать ({rebased}).",
    "冲突：您看到在架 {saw}，Ozon 现为 {now}，您清点为 {want}。"
    "请在“处理方式”列选择：保留对方的（{now}）、发送我的（{want}）或按差额调整（{rebased}）。",
)
RESULT_CONFLICT_CHANGE = Words(
    "Conflict: you saw {saw} free when you typed {change}, Ozon now has {now}, and orders alone do not explain it. "
    "Choose under “Decision”: keep theirs ({now}) or send mine ({sent}).",
    "Конфликт: когда вы вводили {change}, было свободно {saw}, в Ozon уже {now}, и одни заказы этого не объясняют. "
    "Выберите в столбце «Решение»: оставить их ({now}) или отправить моё ({sent}).",
    "冲突：您填写 {change} 时看到可售 {saw}，Ozon 现为 {now}，仅凭订单无法解释。"
    "请在“处理方式”列选择：保留对方的（{now}）或发送我的（{sent}）。",
)
RESULT_CONFLICT_AGAIN = Words(
    "Not sent: the preview had {saw} free, now it is {now}. Check the edits again, then send.",
    "Не отправлено: в предпросмотре было свободно {saw}, теперь {now}. Проверьте правки снова и отправьте.",
    "未发送：预览时可售 {saw}，现为 {now}。请重新检查后再发送。",
)
RESULT_SAME = Words(
    "Nothing to send: Ozon has {now} already.",
    "Отправлять нечего: в Ozon уже {now}.",
    "无需发送：Ozon 已是 {now}。",
)
RESULT_DROPPED = Words(
    "Dropped, as you decided: your number was {want}; Ozon's {now} stays.",
    "Отброшено по вашему решению: вы вводили {want}; остаётся {now} из Ozon.",
    "已按您的决定放弃：您填写的是 {want}；保留 Ozon 的 {now}。",
)
RESULT_DROPPED_BLIND = Words(
    "Dropped, as you decided; what Ozon has stays.",
    "Отброшено по вашему решению; остаётся число Ozon.",
    "已按您的决定放弃；保留 Ozon 的数量。",
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
    "Put back what the send of {at} changed? Rows: {count}, free in all: {was} → {want}",
    "Вернуть то, что изменила отправка от {at}? Строк: {count}, всего свободно: {was} → {want}",
    "恢复 {at} 那次提交所改的数量？共 {count} 行，可售合计：{was} → {want}",
)
ASK_UNDO_MARKED = Words(
    "Put back the last send of the marked rows? Rows: {count}, free in all: {was} → {want}",
    "Вернуть последнюю отправку помеченных строк? Строк: {count}, всего свободно: {was} → {want}",
    "恢复所标记各行的上次提交？共 {count} 行，可售合计：{was} → {want}",
)
AND_MORE = Words("… and {count} more", "… и ещё {count}", "……以及另外 {count} 行")
LEFT_OUT = Words(
    "Rows that will not be sent, the reason stands in them: {count}.",
    "Строк, которые не отправятся (причина указана в них): {count}.",
    "不会提交的行数（原因写在该行）：{count}。",
)
CAREFUL = Words("Careful: {why}.", "Осторожно: {why}.", "注意：{why}。")
DROPS = Words(
    "Edits that are dropped, as you decided: {count}.",
    "Правок, которые отбрасываются по вашему решению: {count}.",
    "按您的决定放弃的修改：{count} 处。",
)
TOTALS = Words(
    "Rows: {count}, free in all: {was} → {want}.",
    "Строк: {count}, всего свободно: {was} → {want}.",
    "共 {count} 行，可售合计：{was} → {want}。",
)
TAKES = Words("It takes about {time}.", "Займёт примерно {time}.", "大约需要 {time}。")
SECONDS = Words("{n} s", "{n} с", "{n} 秒")
MINUTES = Words("{n} min", "{n} мин", "{n} 分钟")
ASK_SURE = Words(
    "Careful: {why}. Send all the same?", "Осторожно: {why}. Всё равно отправить?", "注意：{why}。仍要提交吗？"
)

# --- earlier runs ----------------------------------------------------------------------------------------------------
RESUMED = Words(
    "An earlier run had been broken off; its rows decided by reading: {count}.",
    "Прошлый запуск прервался; строк, решённых чтением: {count}.",
    "此前的批次曾中断；已通过读取确认 {count} 行。",
)
FINISHED = Words(
    "Cells still held edits that had been sent before; emptied, what became of them stands in the rows: {count}.",
    "В ячейках ещё стояли правки, отправленные раньше; очищены, что с ними стало, сказано в строках: {count}.",
    "单元格中仍留有此前已发送的修改，现已清空，结果写在各行：{count} 处。",
)
STILL_OPEN = Words(
    "Run {run} is not decided yet, rows: {count}. Refresh in some minutes.",
    "Запуск {run} ещё не решён, строк: {count}. Обновите через несколько минут.",
    "批次 {run} 尚有 {count} 行未确认。请几分钟后刷新。",
)
LEFT = Words(
    "{done}/{total}, about {time} left", "{done}/{total}, осталось примерно {time}", "{done}/{total}，约剩 {time}"
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
MAY_BE_OVERSOLD = Words("{state}, up to {n} oversold", "{state}, сверх остатка до {n}", "{state}，可能超卖 {n}")
OVERSOLD = Words(
    "Careful, may be oversold, up to so many pieces: {what}. Count them, and send the right number.",
    "Осторожно, возможна продажа сверх остатка, до стольких штук: {what}. Пересчитайте и отправьте верное число.",
    "注意，以下货号可能超卖（最多件数）：{what}。请清点并发送正确的数字。",
)
NOTE_HELD = Words("earlier write not decided", "прошлая отправка не решена", "此前的发送尚未确认")
NOTE_SECOND_LOOK = Words("second look", "повторная проверка", "复查")
NOTE_UNDO = Words("undo of {run}", "отмена запуска {run}", "撤销批次 {run}")
RESULT_PLANNED = Words(
    "Planned, nothing was sent. Send the edits, or clear the cell.",
    "В плане, ничего не отправлено. Отправьте правки или очистите ячейку.",
    "已计划，尚未发送。请提交修改，或清空该单元格。",
)
RESULT_CONFIRMED = Words(
    "Waiting for its turn, or the run was broken off before it. Refresh; what was not sent can be sent again.",
    "Ждёт очереди, или запуск прервался раньше. Обновите книгу; неотправленное можно отправить снова.",
    "等待发送，或批次在此之前中断。请刷新；未发送的可以重新提交。",
)
RESULT_SENDING = Words(
    "On its way to Ozon, or broken off on the way. Refresh in some minutes: reading decides, nothing is sent twice.",
    "В пути к Ozon, или прервалось в пути. Обновите через несколько минут: решит чтение, дважды ничего не отправится.",
    "正在发往 Ozon，或途中中断。请几分钟后刷新：以读取结果为准，不会重复发送。",
)
RESULT_SEEN = Words(
    "Done: {sent} sent, and at the second look Ozon has {now}. Buyers see it.",
    "Готово: отправлено {sent}, при повторной проверке в Ozon {now}. Покупатели это видят.",
    "完成：已发送 {sent}，复查时 Ozon 为 {now}。买家已可见。",
)
RESULT_CHANGED_LATER = Words(
    "Ozon showed {sent}, but has {now} since, and new orders do not explain it: a cancelled order gives pieces back, else "
    "another program or person changed it. Look there.",
    "Ozon показывал {sent}, но теперь {now}, и новые заказы этого не объясняют: отменённый заказ возвращает штуки, иначе "
    "изменила другая программа или человек. Проверьте.",
    "Ozon 曾显示 {sent}，现为 {now}，新订单无法解释：订单取消会退回件数，否则就是其他程序或人员所改。请检查。",
)
RESULT_VERIFIED = Words(
    "Done: Ozon shows {sent} free. Buyers see it in about 20 minutes.",
    "Готово: Ozon показывает свободно {sent}. Покупатели увидят примерно через 20 минут.",
    "完成：Ozon 显示可售 {sent}。买家约 20 分钟后可见。",
)
RESULT_VERIFIED_MOVED = Words(
    "Done: {sent} sent, and Ozon has {now} free: orders or cancellations since explain the difference.",
    "Готово: отправлено {sent}, в Ozon свободно {now}: разницу объясняют новые заказы или отмены.",
    "完成：已发送 {sent}，Ozon 现可售 {now}：差额由之后的订单或取消造成。",
)
RESULT_OVERSOLD = Words(
    "Done, but up to {n} may be oversold: an order came in the very moment of sending {sent}. Ozon has {now} free; "
    "if the shelf does not hold {n} more, send {right}.",
    "Готово, но возможна продажа сверх остатка, до {n} шт.: заказ пришёл в самый момент отправки {sent}. "
    "В Ozon свободно {now}; если лишних {n} шт. на полке нет, отправьте {right}.",
    "完成，但可能超卖最多 {n} 件：发送 {sent} 的瞬间有新订单。Ozon 现可售 {now}；若货架上没有多出的 {n} 件，请改发 {right}。",
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
    "Sent {sent}, but Ozon now shows {now}: an order, a cancelled order or another program came in between. It will not be "
    "sent again: compare with the shelf, and type a number anew if that is wrong.",
    "Отправлено {sent}, но Ozon показывает {now}: вмешался заказ, отмена заказа или другая программа. Повторно не "
    "отправится: сверьте с полкой и, если неверно, введите число заново.",
    "已发送 {sent}，但 Ozon 现在显示 {now}：期间有新订单、订单取消或其他程序修改。不会再次发送：请与货架核对，如不正确请重新填写。",
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
RESULT_HELD = Words(
    "Not sent: an earlier write of this row is not decided yet. Refresh in some minutes, then send again.",
    "Не отправлено: прошлая отправка этой строки ещё не решена. Обновите через несколько минут и отправьте снова.",
    "未发送：该行此前的发送尚未确认。请几分钟后刷新，再重新提交。",
)
PREVIEW = Words("To be sent: {was} → {want}", "К отправке: {was} → {want}", "待提交：{was} → {want}")
YOU_SAW = Words("you saw {saw}", "вы видели {saw}", "您看到的是 {saw}")
YOU_SAW_SHELF = Words("you saw {saw} on the shelf", "вы видели на полке {saw}", "您看到在架 {saw}")
HAS_RESERVED = Words("reserved {n}", "в резерве {n}", "已预留 {n}")
HAS_ORDERED = Words("in open orders {n}", "в открытых заказах {n}", "未完成订单 {n}")

# --- the sum behind a number -----------------------------------------------------------------------------------------
SUM_FREE = Words("typed {start}", "введено {start}", "填写 {start}")
SUM_SHELF = Words("shelf {start}", "на полке {start}", "在架 {start}")
SUM_CHANGE = Words("free {was} {number}", "свободно {was} {number}", "可售 {was} {number}")
SUM_RESERVED = Words("- reserved {n}", "- в резерве {n}", "- 预留 {n}")
SUM_KEPT = Words("- kept back {n}", "- придержано {n}", "- 安全库存 {n}")
SUM_CAPPED = Words("- above the limit {n}", "- сверх предела {n}", "- 超出上限 {n}")
REBASED = Words("{typed} re-based to {number}", "{typed} пересчитано в {number}", "{typed} 调整为 {number}")
MINE = Words("sent although Ozon's changed", "отправляется, хотя в Ozon изменилось", "虽有变化仍发送")
RESULT_REFUSED = Words("Not sent. {why}", "Не отправлено. {why}", "未发送。{why}")
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
NOT_KNOWN = Words("not known", "нет данных", "不明")
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
