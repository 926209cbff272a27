"""What the command line says beside errors."""

from ozon_xl.texts import Words

CREATED = Words("Made: {book}", "Создано: {book}", "已创建：{book}")
RELABELLED = Words(
    "The workbook is in English now; its next refresh brings what Ozon says in English too: {book}",
    "Книга теперь на русском; следующее обновление переведёт и данные Ozon: {book}",
    "工作簿现为中文；下次刷新后 Ozon 数据也会显示为中文：{book}",
)
PLAN_SAVED = Words(
    "Plan saved: {plan}. To send it: ozon-xl stock push {plan}",
    "План сохранён: {plan}. Отправить: ozon-xl stock push {plan}",
    "计划已保存：{plan}。发送请运行：ozon-xl stock push {plan}",
)
PLAN_TITLE = Words(
    "Stock to be sent: {count} of {total} edits",
    "К отправке: {count} из {total} правок",
    "待发送库存：{total} 处修改中的 {count} 处",
)
PLAN_EMPTY = Words("Nothing to send.", "Отправлять нечего.", "没有需要发送的内容。")
PLAN_REFUSED = Words("Not sent ({count}):", "Не отправляется ({count}):", "不发送（{count}）：")
PLAN_UNCHANGED = Words(
    "Rows that have that number already: {count}.", "Строк уже с этим числом: {count}.", "已是该数字的行数：{count}。"
)
COL_ROW = Words("Row", "Строка", "行")
COL_OFFER = Words("Offer", "Артикул", "货号")
COL_WAREHOUSE = Words("Warehouse", "Склад", "仓库")
COL_FREE = Words("Free now", "Свободно", "现可售")
COL_SAW = Words("You saw", "Вы видели", "您看到的")
COL_NEW = Words("Will be", "Станет", "将变为")
COL_RESERVED = Words("Reserved", "Резерв", "已预留")
COL_ORDERED = Words("In orders", "В заказах", "订单中")
COL_WARNING = Words("Mind", "Обратите внимание", "注意")
COL_STATE = Words("State", "Состояние", "状态")
COL_LEFT = Words("Time left", "Осталось", "剩余时间")
COL_WHY = Words("Why", "Почему", "原因")
COL_POSTING = Words("Posting", "Отправление", "货件编号")
COL_TODO = Words("Do now", "Сделать сейчас", "现在要做")
COL_RUN = Words("Run", "Запуск", "批次")
COL_SHOP = Words("Shop", "Магазин", "店铺")
COL_RESULT = Words("Result", "Результат", "结果")
COL_TIME = Words("Time (UTC)", "Время (UTC)", "时间（UTC）")
COL_USER = Words("User", "Пользователь", "用户")
COL_ANSWER = Words("Ozon's answer", "Ответ Ozon", "Ozon 应答")
STOPPING = Words(
    "Stopping. What is on its way to Ozon is finished and checked first. Ctrl+C again ends at once.",
    "Останавливаем. Уже отправленное в Ozon будет доведено до конца и проверено. Ещё раз Ctrl+C — завершить сразу.",
    "正在停止。已发往 Ozon 的内容会先完成并核对。再按一次 Ctrl+C 立即结束。",
)
BROKEN_OFF = Words(
    "Ended at once. What was on its way stands in the journal; “ozon-xl refresh BOOK” reads what became of it.",
    "Завершено сразу. Отправленное записано в журнале; «ozon-xl refresh КНИГА» прочитает, что с ним стало.",
    "已立即结束。已发出的内容记录在日志中；运行“ozon-xl refresh 工作簿”即可读取结果。",
)
STOPPED = Words(
    "Stopped, as you asked. To go on, send the same plan again.",
    "Остановлено, как вы просили. Чтобы продолжить, отправьте тот же план снова.",
    "已按您的要求停止。若要继续，请再次发送同一计划。",
)
ASK_SEND = Words("Send this to Ozon?", "Отправить в Ozon?", "发送到 Ozon？")
NOBODY_ASKED = Words("there is nobody to ask here", "здесь некого спросить", "此处无法询问用户")
COL_BEFORE = Words("Free before", "Было свободно", "原可售")
COL_ASKED = Words("Asked for", "Запрошено", "要求")
COL_SENT = Words("Sent", "Отправлено", "已发送")
COL_READ = Words("Read back", "Прочитано", "回读")
JOURNAL_WHOLE = Words(
    "The journal is whole: {count} entries, none changed, none missing.",
    "Журнал цел: записей {count}, ни одна не изменена и не пропала.",
    "日志完好：共 {count} 条，无改动，无缺失。",
)
JOURNAL_EXPORTED = Words(
    "{count} entries written: {path}", "Записей сохранено {count}: {path}", "已写入 {count} 条：{path}"
)
SHOP_ADDED = Words("Shop {shop} is set up.", "Магазин {shop} настроен.", "店铺 {shop} 已设置。")
SHOP_ADDED_UNTRIED = Words(
    "Shop {shop} is set up; its key has not been tried yet. To try it: ozon-xl shop check {shop}",
    "Магазин {shop} настроен; ключ ещё не проверен. Проверить: ozon-xl shop check {shop}",
    "店铺 {shop} 已设置；密钥尚未验证。验证请运行：ozon-xl shop check {shop}",
)
SHOP_REMOVED = Words(
    "Shop {shop} and its key are removed.", "Магазин {shop} и его ключ удалены.", "店铺 {shop} 及其密钥已删除。"
)
SHOP_KEY_PROMPT = Words("API key (not shown)", "API-ключ (не отображается)", "API 密钥（不显示）")
SHOP_ID_PROMPT = Words("Client-Id", "Client-Id", "Client-Id")
UNDO_HINT = Words(
    "Undo with: ozon-xl stock undo {run} BOOK",
    "Отменить: ozon-xl stock undo {run} КНИГА",
    "撤销：ozon-xl stock undo {run} 工作簿",
)
DEMO_SHOP = Words(
    "Practice shop: {postings} postings, {offers} offers, on this computer only.",
    "Учебный магазин: {postings} отправлений, {offers} артикулов, только на этом компьютере.",
    "练习店铺：{postings} 个货件，{offers} 个货号，仅在本机运行。",
)
DEMO_TYPED = Words(
    "Typed {count} stock edits into the sheet, as a seller would.",
    "На лист вписано правок остатков: {count}, как сделал бы продавец.",
    "已像卖家一样在表中填写 {count} 处库存修改。",
)
DEMO_KEPT = Words(
    "The workbook of the demo before is kept: {book}",
    "Книга прошлой демонстрации сохранена: {book}",
    "上一次演示的工作簿已保留：{book}",
)
DEMO_DONE = Words(
    "Done in {seconds} s. Open {book}: its countdown needs no Python and no network.",
    "Готово за {seconds} с. Откройте {book}: отсчёту не нужны ни Python, ни сеть.",
    "{seconds} 秒完成。打开 {book}：倒计时无需 Python，也无需联网。",
)
PRACTICE_STOP = Words("Stop with Ctrl+C.", "Остановить: Ctrl+C.", "按 Ctrl+C 停止。")
