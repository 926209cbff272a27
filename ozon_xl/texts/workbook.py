"""What stands in the workbook outside its tables: the Today sheet, hints, and the words of its checks.

Marks in braces become cells where the text is made into a formula. The whole text of one cell's formula must stay
below 8,192 characters and each piece between two marks below 255.
"""

from ozon_xl.texts import Words

AUTHOR = "ozon_xl"
TITLE = Words("Ozon orders and stock", "Заказы и остатки Ozon", "Ozon 订单与库存")

# The ribbon

RIBBON_DATA = Words("Data", "Данные", "数据")
RIBBON_STOCK = Words("Stock", "Остатки", "库存")
RIBBON_ALERTS = Words("Alerts", "Уведомления", "提醒")

# The age banner

NO_DATA = Words(
    "No data yet. Press Refresh; without buttons, run ozon-xl refresh with the path of this file.",
    "Данных ещё нет. Нажмите «Обновить»; если кнопок нет, запустите ozon-xl refresh с путём к этому файлу.",
    "还没有数据。请点击“刷新”；没有按钮时，请运行 ozon-xl refresh 加本文件的路径。",
)
FRESH = Words("Data from {at}, {age} ago.", "Данные на {at}, {age} назад.", "数据时间 {at}，{age}前。")
OLD = Words(
    "OLD DATA: from {at}, {age} ago. Refresh before you decide.",
    "СТАРЫЕ ДАННЫЕ: на {at}, {age} назад. Обновите, прежде чем решать.",
    "数据已过期：{at}，{age}前。请先刷新再做决定。",
)
FAILED = Words(
    " REFRESHING FAILS SINCE {at}: {what}.",
    " НЕ ОБНОВЛЯЕТСЯ С {at}: {what}.",
    " 自 {at} 起刷新失败：{what}。",
)
"""Behind the age of the data; why it failed is the last message."""
WRONG_CLOCK = Words(
    "CHECK THE CLOCK: the data seems to come from the future. Set this computer's time zone in Settings.",
    "ПРОВЕРЬТЕ ЧАСЫ: данные будто из будущего. Укажите часовой пояс компьютера на листе «Настройки».",
    "请检查时钟：数据时间晚于当前时间。请在“设置”中填写本机时区。",
)
BAD_SETTING = Words(
    "CHECK SETTINGS: a number is missing or is not a number; nothing can be counted.",
    "ПРОВЕРЬТЕ НАСТРОЙКИ: числа нет или это не число; отсчёт невозможен.",
    "请检查设置：缺少数字或不是数字，无法计算。",
)
AGE_MINUTES = Words("{m} min", "{m} мин", "{m} 分钟")
AGE_HOURS = Words("{h} h {m} min", "{h} ч {m} мин", "{h} 小时 {m} 分钟")
AGE_DAYS = Words("{d} d {h} h", "{d} д {h} ч", "{d} 天 {h} 小时")

DAY_MONTH = Words("{m}-{d}", "{d}.{m}", "{m}-{d}")

# Today

NO_SHOP = Words("Your Ozon shop", "Ваш магазин Ozon", "您的 Ozon 店铺")
MOSCOW = Words("Moscow", "Москва", "莫斯科")
LOCAL = Words("local", "местное", "本地")
RULES_TO_CHECK = Words(
    " Rules to check: {n} (see Rules).",
    " Проверьте правила: {n} (лист «Правила»).",
    " 待核对的规则：{n} 条（见“规则”）。",
)
EDITS = Words(
    "Stock edits waiting: {n}. Check them, then send them (ozon-xl stock plan, ozon-xl stock push).",
    "Правок остатков ждёт: {n}. Проверьте их и отправьте (ozon-xl stock plan, ozon-xl stock push).",
    "待提交的库存修改：{n}。请先检查，再提交（ozon-xl stock plan、ozon-xl stock push）。",
)
NO_EDITS = Words("No stock edits are waiting.", "Правок остатков нет.", "没有待提交的库存修改。")

STANDING = Words("How things stand", "Положение дел", "总体情况")
ORDERS_COUNT = Words("Orders", "Заказов", "订单数")
MEANING = Words("What it means", "Что это значит", "含义")
ALL = Words("All open", "Все открытые", "全部未完成")

MEANING_MISSED = Words(
    "Late already, or past the last chance to ship.",
    "Уже просрочено или крайний срок прошёл.",
    "已经超时，或已过最后时限。",
)
MEANING_CRITICAL = Words(
    "{h} h or less to a deadline, or the ship-by time has passed.",
    "До срока {h} ч или меньше, либо срок отгрузки прошёл.",
    "距期限不超过 {h} 小时，或已过发货时间。",
)
MEANING_URGENT = Words(
    "{h} h or less to a deadline.",
    "До срока {h} ч или меньше.",
    "距期限不超过 {h} 小时。",
)
MEANING_SHORT = Words(
    "Its warehouse lacks goods for it.",
    "На складе не хватает товара.",
    "所在仓库货物不足。",
)
MEANING_UNDATED = Words(
    "Ozon gives no deadline: look in the seller account.",
    "Ozon не указал срок: проверьте в личном кабинете.",
    "Ozon 未给出期限：请在卖家后台查看。",
)
MEANING_SOONER_OR_DEARER = Words(
    "{h} h or less to a deadline or a dearer tariff.",
    "До срока или роста тарифа {h} ч или меньше.",
    "距期限或费率上涨不超过 {h} 小时。",
)
MEANING_CALM = Words("More than {h} h left.", "Больше {h} ч в запасе.", "剩余时间超过 {h} 小时。")
MEANING_DONE = Words("Nothing for you to do now.", "Сейчас от вас ничего не нужно.", "目前无需操作。")

DUE_NEXT = Words("Due next", "Что делать сначала", "最紧急的订单")
LATE_NOW = Words("Late already", "Уже просрочено", "已经超时")
NOTHING_LATE = Words("Nothing is late.", "Просроченных нет.", "没有超时订单。")
NOTHING_DUE = Words("Nothing is due.", "Срочного нет.", "没有待处理的订单。")
SHORT_NOW = Words("What is short", "Чего не хватает", "缺货商品")
NOTHING_SHORT = Words("Nothing is short.", "Всего хватает.", "没有缺货。")

HOW_TO = Words("How to", "Как работать", "使用方法")
STEPS = (
    Words(
        "1. Refresh: fills in orders and stock. Time left counts by itself.",
        "1. «Обновить» — загрузит заказы и остатки. Время отсчитывается само.",
        "1. 刷新：填入订单和库存。剩余时间会自动更新。",
    ),
    Words(
        "2. To change stock, type into the yellow column of the Stock sheet.",
        "2. Чтобы изменить остаток, впишите число в жёлтый столбец листа «Остатки».",
        "2. 修改库存：在“库存”表的黄色列填写数字。",
    ),
    Words(
        "3. Check stock edits: shows in each row what would be sent and what is refused, and sends nothing.",
        "3. «Проверить остатки» — покажет в каждой строке, что уйдёт и что отклонено; ничего не отправит.",
        "3. 检查库存修改：在每行显示将提交和被拒绝的内容，不会提交任何数据。",
    ),
    Words(
        "4. Send stock: asks you, sends, reads back and writes the result into each row.",
        "4. «Отправить остатки» — спросит вас, отправит, перечитает и запишет результат в каждую строку.",
        "4. 提交库存：经您确认后提交、回读，并把结果写入每一行。",
    ),
    Words(
        "No buttons, or macros are blocked? The same by commands with the path of this file: ozon-xl refresh, "
        "ozon-xl stock plan, ozon-xl stock push. Or let ozon-xl watch serve the buttons.",
        "Кнопок нет или макросы запрещены? То же командами с путём к файлу: ozon-xl refresh, "
        "ozon-xl stock plan, ozon-xl stock push. Или пусть кнопки обслуживает ozon-xl watch.",
        "没有按钮或宏被禁用？可改用命令，后面写本文件的路径：ozon-xl refresh、"
        "ozon-xl stock plan、ozon-xl stock push。也可运行 ozon-xl watch 为按钮提供服务。",
    ),
    Words(
        "Yellow is yours: what you write there, and columns you add to a table, stay with their row.",
        "Жёлтое — ваше: записи там и добавленные вами столбцы остаются у своей строки.",
        "黄色部分归您填写：其中的内容以及您在表中添加的列会随行保留。",
    ),
)

# Hints under the titles of the sheets

HINT_ORDERS = Words(
    "Most urgent first. Yellow headings are yours, and so is any column you add. More columns: press + above.",
    "Сначала самые срочные. Жёлтые заголовки и добавленные столбцы — ваши. Ещё столбцы: нажмите + сверху.",
    "最紧急的排在最前。黄色标题和您添加的列归您填写。点击上方的 + 查看更多列。",
)
HINT_LINES = Words(
    "Every article of every open order, against the stock of its own warehouse. Purple: goods are missing.",
    "Каждый товар каждого открытого заказа и остаток на его складе. Фиолетовое — не хватает.",
    "每个未完成订单的每种商品与其仓库的库存对照。紫色：缺货。",
)
HINT_STOCK = Words(
    "Type into the yellow column; empty means no change. Then check the edits, and send them.",
    "Впишите число в жёлтый столбец; пусто — без изменений. Затем проверьте правки и отправьте их.",
    "在黄色列填写数字，留空表示不变。然后先检查，再提交。",
)
HINT_JOURNAL = Words(
    "What was lately written to Ozon. The whole journal: ozon-xl journal.",
    "Что недавно записано в Ozon. Весь журнал: ozon-xl journal.",
    "最近写入 Ozon 的内容。完整日志：ozon-xl journal。",
)
HINT_ARCHIVE = Words(
    "Finished orders with notes of yours, newest at the bottom until you sort. Go on noting in the yellow column.",
    "Завершённые заказы с вашими записями: новые снизу, сортируйте как угодно. Продолжайте записи в жёлтом столбце.",
    "带有您备注的已完成订单：新的在最下方，可任意排序。请在黄色列继续记录。",
)
HINT_RULES = Words(
    "Thresholds, where they come from and when they were checked. Change the yellow cells to suit your shop.",
    "Пороги, откуда они и когда проверены. Жёлтые ячейки можно менять под свой магазин.",
    "各项阈值、来源及核对日期。黄色单元格可按店铺情况修改。",
)
HINT_SETTINGS = Words(
    "Set by ozon-xl; only the yellow cells are for you. No key is ever kept in this file.",
    "Заполняет ozon-xl; для вас только жёлтые ячейки. Ключи в этом файле не хранятся.",
    "由 ozon-xl 填写，只有黄色单元格供您修改。本文件从不保存密钥。",
)

# Rules and Settings

NAME = Words("What", "Что", "项目")
VALUE = Words("Value", "Значение", "数值")
UNIT = Words("Unit", "Единица", "单位")
SOURCE = Words("Where from", "Источник", "来源")
AS_OF = Words("Checked on", "Проверено", "核对日期")
CHECK = Words("Check", "Контроль", "检查")
NOTE = Words("Note", "Пояснение", "说明")
OLD_RULE = Words("Older than a year: check it", "Старше года: проверьте", "已超过一年：请核对")
UNUSED_RULE = Words(
    "Not used ({value} is): type {least} to {most}",
    "Не учтено (берётся {value}): впишите {least}–{most}",
    "未采用（按 {value} 计）：请填 {least}–{most}",
)

# Checks of what is typed

BAD_QUANTITY_TITLE = Words("Not a quantity", "Это не количество", "不是数量")
BAD_QUANTITY = Words(
    "Only a whole number from 0 to 999999 can be sent, with a minus only as a change. "
    "Anything else stays in the cell and is refused by name.",
    "Отправить можно только целое число от 0 до 999999, с минусом — только как изменение. "
    "Другое останется в ячейке и будет отклонено.",
    "只能发送 0 到 999999 的整数，负数仅用于增减。其他内容会保留在单元格中，但会被拒绝。",
)
BAD_CHOICE_TITLE = Words("Not a choice", "Такого варианта нет", "不是选项")
BAD_CHOICE = Words(
    "Pick from the list, or leave the cell empty. Anything else stays in the cell and is refused by name.",
    "Выберите из списка или оставьте пусто. Другое останется в ячейке и будет отклонено.",
    "请从列表中选择或留空。其他内容会保留在单元格中，但会被拒绝。",
)
BAD_NUMBER_TITLE = Words("Not a number", "Это не число", "不是数字")
BAD_RULE = Words(
    "Type a number from {least} to {most}.", "Введите число от {least} до {most}.", "请输入 {least} 到 {most} 的数字。"
)
BAD_OFFSET = Words(
    "Type the hours ahead of UTC: a number from -12 to 14.",
    "Введите, на сколько часов впереди UTC: число от -12 до 14.",
    "请输入比 UTC 快的小时数：-12 到 14。",
)
