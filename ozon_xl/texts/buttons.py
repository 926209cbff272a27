"""What a button says while it works and when it is done; the commands say the same of the same work."""

from ozon_xl.texts import Words

# --- while it works --------------------------------------------------------------------------------------------------
AT_WORK = Words("{button}: at work…", "{button}: выполняется…", "{button}：正在执行……")
PROGRESS = Words("{button}: {progress}", "{button}: {progress}", "{button}：{progress}")
RESTING = Words(
    "waiting {seconds} s, Ozon takes the same row only once in half a minute",
    "ждём {seconds} с: одну и ту же строку Ozon принимает раз в полминуты",
    "等待 {seconds} 秒：Ozon 对同一行每半分钟只接受一次",
)
LANDING = Words(
    "waiting {seconds} s: a write without an answer may still arrive at Ozon, then reading decides",
    "ждём {seconds} с: изменение без ответа ещё может дойти до Ozon, потом решит чтение",
    "等待 {seconds} 秒：未获应答的写入仍可能到达 Ozon，之后以读取结果为准",
)
STOPPING = Words(
    "Stopping. What is on its way to Ozon is finished and checked first.",
    "Останавливаем. Уже отправленное в Ozon будет доведено до конца и проверено.",
    "正在停止。已发往 Ozon 的内容会先完成并核对。",
)
ASKING = Words("A question waits for your answer.", "Ждём вашего ответа на вопрос.", "请回答弹出的问题。")

# --- when it is done -------------------------------------------------------------------------------------------------
REFRESHED = Words(
    "{orders} orders ({at_risk} need attention, {short} lack goods), {stock_rows} stock rows.",
    "Заказов: {orders} (требуют внимания: {at_risk}, не хватает товара: {short}), строк остатков: {stock_rows}.",
    "订单 {orders} 个（{at_risk} 个需处理，{short} 个缺货），库存 {stock_rows} 行。",
)
CHANGES_ONLY = Words("Only what had changed was read.", "Читалось только изменившееся.", "仅读取了有变化的数据。")
ARCHIVED = Words(
    "Finished orders with notes moved to the sheet “{sheet}”: {count}.",
    "Завершённые заказы с записями перенесены на лист «{sheet}»: {count}.",
    "已将 {count} 个带备注的已完成订单移到“{sheet}”表。",
)
PLANNED = Words(
    "Rows to be sent: {count}. Not to be sent, the reason stands in the row: {refused}. Have that number already: {unchanged}.",
    "К отправке строк: {count}. Не отправится (причина в строке): {refused}. Уже с этим числом: {unchanged}.",
    "待提交 {count} 行；不提交 {refused} 行（原因写在该行）；已是该数字 {unchanged} 行。",
)
NOTHING_TYPED = Words(
    "Nothing to send: type the new quantities into the column “{column}” first.",
    "Отправлять нечего: сначала впишите новые количества в столбец «{column}».",
    "没有需要提交的内容：请先在“{column}”列填写新数量。",
)
NOT_SENT = Words("Nothing was sent.", "Ничего не отправлено.", "未发送任何内容。")
PUSHED = Words(
    "Run {run}: {verified} verified, {accepted} accepted, {conflicts} conflicts, {rejected} refused or not sent, "
    "{unknown} unknown. Results stand in the rows.",
    "Запуск {run}: проверено {verified}, принято {accepted}, конфликтов {conflicts}, отказов и неотправленных {rejected}, "
    "неизвестно {unknown}. Результаты — в строках.",
    "批次 {run}：已核实 {verified}，已接受 {accepted}，冲突 {conflicts}，被拒绝或未发送 {rejected}，未知 {unknown}。结果写在各行。",
)

NOTHING_LEFT = Words(
    "Nothing was left to send: all of this plan had been sent before. What became of it stands in the journal.",
    "Отправлять больше нечего: этот план уже был отправлен целиком. Что с ним стало, сказано в журнале.",
    "没有剩余内容需要发送：该计划此前已全部提交。结果见日志。",
)

# --- why it does not even begin --------------------------------------------------------------------------------------
NOT_APART = Words(
    "without the option that keeps other people's files out",
    "без параметра, отсекающего чужие файлы",
    "缺少隔离外部文件的选项",
)
FOREIGN_FOLDER = Words(
    "it would also look for parts of itself in {folder}",
    "она искала бы свои части и в {folder}",
    "它还会在 {folder} 中查找自身组件",
)

# --- the watcher -----------------------------------------------------------------------------------------------------
WATCHING_OPEN = Words(
    "{book} is open: its buttons are served from here. End with Ctrl+C.",
    "{book} открыта: её кнопки обслуживаются отсюда. Завершить: Ctrl+C.",
    "{book} 已打开：由此处响应其按钮。按 Ctrl+C 结束。",
)
WATCHING_CLOSED = Words(
    "{book} is closed: it is refreshed every {minutes} min. End with Ctrl+C.",
    "{book} закрыта: она обновляется раз в {minutes} мин. Завершить: Ctrl+C.",
    "{book} 已关闭：每 {minutes} 分钟刷新一次。按 Ctrl+C 结束。",
)
WATCH_ENDED = Words("The watch has ended.", "Наблюдение завершено.", "监视已结束。")
