"""What ``ozon-xl setup`` says and asks."""

from ozon_xl.texts import Words

LANGUAGE_PROMPT = Words("Language: {choices}", "Язык: {choices}", "语言：{choices}")
LANGUAGE = Words(
    "Language: English. Other workbooks keep theirs; change one with: ozon-xl relabel",
    "Язык: русский. Готовые книги сохраняют свой язык; сменить его в книге: ozon-xl relabel",
    "语言：中文。已有工作簿保留各自的语言，可用 ozon-xl relabel 更改。",
)
LAUNCHER = Words(
    "The buttons start this program: {python}",
    "Кнопки запускают эту программу: {python}",
    "按钮将启动此程序：{python}",
)
SHOP_PROMPT = Words(
    "Client-Id of your shop (the number on the Seller API page; Enter: later)",
    "Client-Id вашего магазина (число на странице Seller API; Enter — позже)",
    "店铺的 Client-Id（Seller API 页面上的数字；直接回车：以后再说）",
)
SHOP_THERE = Words(
    "Shop {shop} is set up already; its key is untouched.",
    "Магазин {shop} уже настроен; его ключ не тронут.",
    "店铺 {shop} 已设置，其密钥保持不变。",
)
NO_SHOP_YET = Words(
    "No shop yet. When you have a key: ozon-xl shop add. To practise without one: ozon-xl demo",
    "Магазина пока нет. Когда будет ключ: ozon-xl shop add. Потренироваться без него: ozon-xl demo",
    "尚未设置店铺。有密钥后运行：ozon-xl shop add。无密钥练习：ozon-xl demo",
)
BOOK_PROMPT = Words(
    "Where to make your workbook (-: make none)",
    "Где создать вашу книгу (-: не создавать)",
    "工作簿保存位置（-：不创建）",
)
BOOK_MADE = Words(
    "Workbook made: {book}. Open it, allow its macros and press Refresh.",
    "Книга создана: {book}. Откройте её, разрешите макросы и нажмите «Обновить».",
    "已创建工作簿：{book}。请打开它，允许宏，然后点击“刷新”。",
)
BOOK_THERE = Words(
    "The workbook {book} is there already and stays as it is.",
    "Книга {book} уже есть и остаётся как есть.",
    "工作簿 {book} 已存在，保持不变。",
)
INSTALLED = Words("Installed: {path}", "Установлено: {path}", "已安装：{path}")
FUNCTIONS_PROMPT = Words(
    "Add worksheet functions, such as =OZON_COUNTDOWN(...)?",
    "Добавить функции листа, например =OZON_COUNTDOWN(...)?",
    "是否添加工作表函数，例如 =OZON_COUNTDOWN(...)？",
)
FUNCTIONS_OFFICE = Words(
    "For LibreOffice, open this file once and confirm: {path}",
    "Для LibreOffice откройте этот файл один раз и подтвердите: {path}",
    "在 LibreOffice 中使用：打开此文件一次并确认：{path}",
)
NOTHING_TO_REMOVE = Words("There was nothing to take away.", "Убирать было нечего.", "没有需要移除的内容。")
REMOVED = Words("Removed: {path}", "Удалено: {path}", "已移除：{path}")
KEPT = Words(
    "Shops, keys and everything the program remembers stay. Remove a shop with: ozon-xl shop remove",
    "Магазины, ключи и всё, что помнит программа, остаются. Удалить магазин: ozon-xl shop remove",
    "店铺、密钥和程序记录的一切都会保留。移除店铺请运行：ozon-xl shop remove",
)
DONE = Words(
    "All set. If something does not work: ozon-xl doctor",
    "Готово. Если что-то не работает: ozon-xl doctor",
    "设置完成。如有问题请运行：ozon-xl doctor",
)
