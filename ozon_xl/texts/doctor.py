"""What ``ozon-xl doctor`` finds, each with its cure in the same sentence."""

from ozon_xl.texts import Words

# --- this computer ---------------------------------------------------------------------------------------------------
PYTHON = Words(
    "Python {version}, {bits} bit: {python}",
    "Python {version}, {bits} бит: {python}",
    "Python {version}，{bits} 位：{python}",
)
PROGRAM = Words("ozon-xl {version} in {path}", "ozon-xl {version} в {path}", "ozon-xl {version}，位于 {path}")
PROGRAM_SYNCED = Words(
    "ozon-xl lies in a folder that is synchronised or on a network ({path}); files may be missing when a button is "
    "pressed. Install it into a folder of this computer and run: ozon-xl setup",
    "ozon-xl лежит в синхронизируемой или сетевой папке ({path}); при нажатии кнопки файлов может не оказаться. "
    "Установите программу в папку этого компьютера и выполните: ozon-xl setup",
    "ozon-xl 位于同步文件夹或网络文件夹（{path}），点击按钮时文件可能不可用。请安装到本机文件夹，然后运行：ozon-xl setup",
)
LAUNCHER = Words("The buttons start {python}", "Кнопки запускают {python}", "按钮启动 {python}")
NO_LAUNCHER = Words(
    "The buttons do not know where the program is. Run: ozon-xl setup",
    "Кнопки не знают, где программа. Выполните: ozon-xl setup",
    "按钮不知道程序的位置。请运行：ozon-xl setup",
)
LAUNCHER_BROKEN = Words(
    "The buttons would start {python}, which has no ozon-xl. Run: ozon-xl setup",
    "Кнопки запустили бы {python}, но там нет ozon-xl. Выполните: ozon-xl setup",
    "按钮会启动 {python}，但其中没有 ozon-xl。请运行：ozon-xl setup",
)
LAUNCHER_OTHER = Words(
    "The buttons start version {found} ({python}), this is {version}. Run: ozon-xl setup",
    "Кнопки запускают версию {found} ({python}), а это {version}. Выполните: ozon-xl setup",
    "按钮启动的是 {found} 版（{python}），当前是 {version} 版。请运行：ozon-xl setup",
)
MACROS_OFF = Words(
    "Excel is set to run no macros ({where}). Allow them with notification in Excel's Trust Center, or ask whoever looks "
    "after this computer; until then the buttons work with: ozon-xl watch",
    "В Excel отключены все макросы ({where}). Включите их с уведомлением в центре управления безопасностью или "
    "попросите администратора; до тех пор запросы кнопок выполняет: ozon-xl watch",
    "Excel 被设置为禁用所有宏（{where}）。请在信任中心改为“禁用宏并发出通知”，或联系管理员；在此之前可使用：ozon-xl watch",
)
MACROS_SIGNED = Words(
    "Excel is set to run signed macros only ({where}); ours are not signed. Ask whoever looks after this computer for "
    "an exception; until then use: ozon-xl watch",
    "Excel выполняет только подписанные макросы ({where}); наши не подписаны. Попросите администратора об исключении; "
    "до тех пор: ozon-xl watch",
    "Excel 只允许运行已签名的宏（{where}），而我们的宏未签名。请向管理员申请例外；在此之前可使用：ozon-xl watch",
)
CHILDREN_BLOCKED = Words(
    "Microsoft Defender forbids Office to start programs, so the buttons cannot. Serve them from outside: ozon-xl watch",
    "Microsoft Defender запрещает Office запускать программы, поэтому кнопки не могут. Обслуживайте их снаружи: "
    "ozon-xl watch",
    "Microsoft Defender 禁止 Office 启动程序，因此按钮无法工作。请从外部提供服务：ozon-xl watch",
)
CHILDREN_WARNED = Words(
    "Microsoft Defender asks before Office starts a program: allow it when a button is pressed, or use: ozon-xl watch",
    "Microsoft Defender спрашивает, прежде чем Office запустит программу: разрешите при нажатии кнопки или "
    "используйте: ozon-xl watch",
    "Microsoft Defender 会在 Office 启动程序前询问：请在点击按钮时允许，或使用：ozon-xl watch",
)
EXCEL = Words("Excel, {bits} bit", "Excel, {bits} бит", "Excel，{bits} 位")
EXCEL_UNREACHABLE = Words(
    "{python} cannot reach Excel: its parts for that are missing, broken, or made for another Python ({cause}). Install "
    "the program again (python -m pip install --force-reinstall .), then run: ozon-xl setup",
    "{python} не может обратиться к Excel: нужные для этого компоненты отсутствуют, повреждены или от другого Python "
    "({cause}). Переустановите программу (python -m pip install --force-reinstall .) и выполните: ozon-xl setup",
    "{python} 无法连接 Excel：所需组件缺失、损坏或属于其他版本的 Python（{cause}）。请重新安装程序"
    "（python -m pip install --force-reinstall .），然后运行：ozon-xl setup",
)
NO_BUTTONS_ON_MAC = Words(
    "Buttons do not work in Excel for the Mac yet. Close the workbook and work by command: ozon-xl refresh, "
    "ozon-xl stock plan, ozon-xl stock push",
    "В Excel для Mac кнопки пока не работают. Закройте книгу и работайте командами: ozon-xl refresh, "
    "ozon-xl stock plan, ozon-xl stock push",
    "Mac 版 Excel 暂不支持按钮。请关闭工作簿并使用命令：ozon-xl refresh、ozon-xl stock plan、ozon-xl stock push",
)
FUNCTIONS_WRONG = Words(
    "The worksheet functions in Excel would start something else ({command}). Run: ozon-xl setup",
    "Функции листа в Excel запустили бы другое ({command}). Выполните: ozon-xl setup",
    "Excel 的工作表函数会启动其他程序（{command}）。请运行：ozon-xl setup",
)
OFFICE = Words("LibreOffice: {path}", "LibreOffice: {path}", "LibreOffice：{path}")
NO_OFFICE = Words(
    "LibreOffice is not installed; buttons need it or Excel.",
    "LibreOffice не установлен; кнопкам нужен он или Excel.",
    "未安装 LibreOffice；按钮需要它或 Excel。",
)
OFFICE_DUMB = Words(
    "LibreOffice ({path}) has no Python that can speak to it, so buttons cannot reach an open workbook in it. Install "
    "its package python3-uno, or LibreOffice from libreoffice.org",
    "У LibreOffice ({path}) нет Python, который может с ним говорить, и кнопки не достанут открытую в нём книгу. "
    "Установите пакет python3-uno или LibreOffice с libreoffice.org",
    "LibreOffice（{path}）没有可与其通信的 Python，按钮无法操作在其中打开的工作簿。请安装 python3-uno 软件包，"
    "或从 libreoffice.org 安装 LibreOffice",
)
KEY_STORE = Words("Key store: {name}", "Хранилище ключей: {name}", "密钥库：{name}")
NO_KEY_STORE = Words(
    "This computer has no safe store for keys; keys are read from files only (--key-file).",
    "На этом компьютере нет безопасного хранилища ключей; ключи читаются только из файлов (--key-file).",
    "这台电脑没有安全的密钥库，只能从文件读取密钥（--key-file）。",
)
LOG = Words("Log file: {path}", "Файл журнала программы: {path}", "程序日志：{path}")

# --- the store -------------------------------------------------------------------------------------------------------
STORE = Words(
    "Store: {path}, whole, {count} entries in the journal",
    "Хранилище: {path}, целое, записей в журнале: {count}",
    "存储：{path}，完好，日志 {count} 条",
)
HOME_OPEN = Words(
    "Other users of this computer can look into {path}. Close it to them: chmod 700",
    "Другие пользователи компьютера могут заглянуть в {path}. Закройте папку: chmod 700",
    "本机其他用户可以查看 {path}。请收紧权限：chmod 700",
)
SPACE_LOW = Words(
    "Only {free} MB are free where the program keeps its data ({path}). Make room.",
    "Там, где программа хранит данные ({path}), свободно всего {free} МБ. Освободите место.",
    "程序数据所在磁盘（{path}）仅剩 {free} 兆字节。请清理空间。",
)

# --- shops -----------------------------------------------------------------------------------------------------------
CLOCK = Words(
    "The clock is right to {seconds} s",
    "Часы верны с точностью до {seconds} с",
    "时钟准确，误差 {seconds} 秒",
)
CLOCK_WRONG = Words(
    "This computer's clock is {seconds} s off. Switch on setting it by the internet. Countdowns allow for it from the "
    "next refresh on.",
    "Часы компьютера ошибаются на {seconds} с. Включите их настройку по интернету. Отсчёт учтёт это при следующем "
    "обновлении.",
    "本机时钟偏差 {seconds} 秒。请开启自动校时。下次刷新后倒计时会作修正。",
)
METHOD_DIED = Words(
    "Ozon has retired {method}; the last call of it failed. Download the new version of ozon-xl and install it "
    "(python -m pip install .).",
    "Ozon отключил {method}; последний вызов не удался. Скачайте новую версию ozon-xl и установите её "
    "(python -m pip install .).",
    "Ozon 已停用 {method}，最近一次调用失败。请下载 ozon-xl 的新版本并安装（python -m pip install .）。",
)

# --- the workbook ----------------------------------------------------------------------------------------------------
TABLE = Words(
    "Table {table} on sheet {sheet}: {rows} rows, {staff} with entries of yours",
    "Таблица {table} на листе «{sheet}»: строк {rows}, из них с вашими записями {staff}",
    "工作表“{sheet}”上的表 {table}：{rows} 行，其中 {staff} 行有您填写的内容",
)
NO_ARCHIVE = Words(
    "The workbook has no table {table}: finished orders with notes of yours stay on Orders",
    "В книге нет таблицы {table}: завершённые заказы с вашими записями остаются на листе заказов",
    "工作簿没有表 {table}：带有您备注的已完成订单会留在订单表中",
)
BOOK_UNKNOWN = Words(
    "The workbook has lost its id, so its buttons cannot be told from others'. Make a new one: ozon-xl new",
    "Книга потеряла свой ID, и её кнопки не отличить от чужих. Создайте новую: ozon-xl new",
    "工作簿丢失了编号，无法与其他工作簿的按钮区分。请新建：ozon-xl new",
)
BOOK_COPIED = Words(
    "Copies of this workbook have the same id: {others}. Do not open two at once; to work in two, make the second with: "
    "ozon-xl new",
    "У копий этой книги тот же ID: {others}. Не открывайте две сразу; чтобы работать в двух, создайте вторую: "
    "ozon-xl new",
    "以下文件是本工作簿的副本，编号相同：{others}。请勿同时打开两个；如需两个工作簿，请另建：ozon-xl new",
)
BOOK_OF_UNKNOWN_SHOP = Words(
    "The workbook belongs to shop {shop}, which is not set up here. Run: ozon-xl shop add {shop}",
    "Книга принадлежит магазину {shop}, который здесь не настроен. Выполните: ozon-xl shop add {shop}",
    "工作簿属于店铺 {shop}，但该店铺未在本机设置。请运行：ozon-xl shop add {shop}",
)
BOOK_FROM_INTERNET = Words(
    "Windows marks {book} as coming from the internet, so Excel blocks its macros. Close it, open its Properties, tick "
    "Unblock and press OK.",
    "Windows пометил {book} как скачанный из интернета, и Excel блокирует его макросы. Закройте файл, откройте его "
    "«Свойства», поставьте «Разблокировать» и нажмите ОК.",
    "Windows 将 {book} 标记为来自互联网，Excel 会阻止其中的宏。请关闭文件，打开其“属性”，勾选“解除锁定”并点击“确定”。",
)
BOOK_WITHOUT_BUTTONS = Words(
    "The workbook has no buttons: it is an .xlsx. Everything works by command.",
    "В книге нет кнопок: это .xlsx. Всё работает командами.",
    "工作簿没有按钮：它是 .xlsx 文件。所有功能可用命令完成。",
)
