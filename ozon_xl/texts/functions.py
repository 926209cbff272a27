"""Worksheet functions: their help, and what stands in the cell where there is no answer."""

from ozon_xl.texts import Words

CATEGORY = Words("Ozon", "Ozon", "Ozon")

POSTING = Words(
    "One column of the Orders sheet for a posting, as of the last refresh.",
    "Один столбец листа «Заказы» для отправления по данным последнего обновления.",
    "按最近一次刷新的数据，返回某个货件在“订单”表中的一列。",
)
STOCK = Words(
    "One column of the Stock sheet for an offer in a warehouse, as of the last refresh.",
    "Один столбец листа «Остатки» для артикула на складе по данным последнего обновления.",
    "按最近一次刷新的数据，返回某个货号在某仓库的“库存”表中的一列。",
)
DUE = Words(
    "Table: the postings whose next deadline comes within so many hours or has passed, worst first.",
    "Таблица: отправления, у которых ближайший срок наступит за столько часов или уже прошёл, худшие сверху.",
    "表格：在指定小时内到期或已过期的货件，最紧急的在前。",
)
AT_RISK = Words(
    "Table: the postings in danger (goods lacking, urgent, critical, missed), worst first.",
    "Таблица: отправления под угрозой (не хватает товара, срочно, критично, просрочено), худшие сверху.",
    "表格：有风险的货件（缺货、紧急、危急、已超时），最紧急的在前。",
)
SHORT = Words(
    "Pieces of an offer that open postings lack, over all warehouses.",
    "Сколько штук артикула не хватает открытым отправлениям по всем складам.",
    "所有仓库合计，未完成货件还缺少该货号多少件。",
)
AGE = Words(
    "Whole minutes since the last refresh.",
    "Сколько полных минут прошло с последнего обновления.",
    "距最近一次刷新的整分钟数。",
)
COUNTDOWN = Words(
    "Time left to the nearest deadline of a posting; a minus means it has passed.",
    "Сколько осталось до ближайшего срока отправления; минус — срок прошёл.",
    "距货件最近期限的剩余时间；负号表示已过期。",
)
RISK = Words(
    "The state of a posting: calm, watch, soon, no date, SHORT, URGENT, CRITICAL or MISSED.",
    "Состояние отправления: спокойно, на контроле, скоро, нет срока, НЕ ХВАТАЕТ, СРОЧНО, КРИТИЧНО или ПРОСРОЧЕНО.",
    "货件的状态级别：正常、关注、临近、无期限、缺货、紧急、危急或已超时。",
)

ARG_POSTING = Words(
    "Posting number, or a range of them",
    "Номер отправления или диапазон номеров",
    "货件编号，或货件编号区域",
)
ARG_FIELD = Words(
    "Heading of the column, in any of the three languages",
    "Заголовок столбца на любом из трёх языков",
    "列标题，三种语言均可",
)
ARG_STOCK_FIELD = Words(
    "Heading of the column, in any of the three languages; left out: free stock",
    "Заголовок столбца на любом из трёх языков; если не указан — свободный остаток",
    "列标题，三种语言均可；省略时为可售数量",
)
ARG_OFFER = Words("Offer, or a range of them", "Артикул или диапазон артикулов", "货号，或货号区域")
ARG_WAREHOUSE = Words(
    "Name or id of the warehouse, or a range of them",
    "Название или номер склада, или диапазон",
    "仓库名称或编号，或其区域",
)
ARG_HOURS = Words("Hours from now", "Часов от текущего момента", "从现在起的小时数")
ARG_SHOP = Words(
    "Client-Id or name of the shop; needed only where several are set up",
    "Client-Id или название магазина; нужно, только если магазинов несколько",
    "店铺的 Client-Id 或名称；仅在设置了多个店铺时需要",
)

NO_DATA = Words(
    "No data yet: refresh the workbook first",
    "Данных ещё нет: сначала обновите книгу",
    "尚无数据：请先刷新工作簿",
)
UNKNOWN_POSTING = Words(
    "Posting {number} is not in the data",
    "Отправления {number} нет в данных",
    "数据中没有货件 {number}",
)
UNKNOWN_OFFER = Words("Offer {offer} is not in the data", "Артикула {offer} нет в данных", "数据中没有货号 {offer}")
UNKNOWN_WAREHOUSE = Words(
    "Warehouse {warehouse} is not in the data",
    "Склада {warehouse} нет в данных",
    "数据中没有仓库 {warehouse}",
)
NOT_THERE = Words(
    "Offer {offer} is not in warehouse {warehouse}",
    "Артикула {offer} нет на складе {warehouse}",
    "货号 {offer} 不在仓库 {warehouse} 中",
)
SAME_NAME = Words(
    "Several warehouses are called {warehouse}: give the id",
    "Складов с названием {warehouse} несколько: укажите номер",
    "有多个名为 {warehouse} 的仓库：请填写编号",
)
UNKNOWN_FIELD = Words(
    "No field {field}. Known: {known}",
    "Нет поля {field}. Есть: {known}",
    "没有字段 {field}。可用字段：{known}",
)
DIGITS_LOST = Words(
    "A cell keeps 15 digits of a number, so this id may be wrong: enter it as text",
    "Ячейка хранит 15 цифр числа, номер мог исказиться: введите его как текст",
    "单元格只保留数字的 15 位，此编号可能有误：请以文本输入",
)
NOT_AN_ID = Words(
    "This is no id: give text or a whole number",
    "Это не номер: нужен текст или целое число",
    "这不是编号：请填写文本或整数",
)
NO_HOURS = Words(
    "Hours must be a number from 0 up",
    "Часы — это число от 0",
    "小时数必须是不小于 0 的数字",
)
UNLIKE_SIZES = Words(
    "The ranges differ in size",
    "Диапазоны разного размера",
    "各区域大小不一致",
)
TOO_MANY_CELLS = Words(
    "Too many cells: give at most {most}, not whole columns",
    "Слишком много ячеек: не больше {most}, не целые столбцы",
    "单元格过多：最多 {most} 个，请勿使用整列",
)
ONE_CELL = Words(
    "{argument}: one value, not a range",
    "{argument}: одно значение, а не диапазон",
    "{argument}：只能是一个值，不能是区域",
)
WRONG_CALL = Words(
    "This add-in does not fit the installed program: run ozon-xl setup again",
    "Надстройка не подходит к установленной программе: снова запустите ozon-xl setup",
    "加载项与已安装的程序不匹配：请重新运行 ozon-xl setup",
)
WHICH_SHOP = Words(
    "Several shops are set up, name one as the last argument: {shops}",
    "Магазинов несколько, укажите один последним аргументом: {shops}",
    "设置了多个店铺，请在最后一个参数中指定：{shops}",
)
NONE = Words("none", "нет", "无")

NOT_STARTED = Words(
    "The program does not answer: run ozon-xl doctor",
    "Программа не отвечает: запустите ozon-xl doctor",
    "程序没有响应：请运行 ozon-xl doctor",
)
NOT_A_REQUEST = Words(
    "Only the add-ins of Excel and LibreOffice speak with this; it is no command for people.",
    "С этим говорят только надстройки Excel и LibreOffice; это не команда для людей.",
    "这是供 Excel 和 LibreOffice 加载项使用的接口，不是给用户的命令。",
)
ADD_IN_TITLE = Words("Ozon functions", "Функции Ozon", "Ozon 函数")
ADD_IN_ABOUT = Words(
    "Worksheet functions for Ozon sellers. They answer from the last refresh and never use the network.",
    "Функции листа для продавцов Ozon. Отвечают по последнему обновлению и не обращаются к сети.",
    "供 Ozon 卖家使用的工作表函数，按最近一次刷新的数据作答，从不联网。",
)
