"""What each error says to the user: what happened, and what to do next."""

from ozon_xl.texts import Words

BUG = Words(
    en="Something went wrong inside the program ({what}). Nothing was half written. Please report it with the log file.",
    ru="Внутренняя ошибка программы ({what}). Ничего не записано наполовину. Сообщите о ней и приложите файл журнала.",
    zh="程序内部出错（{what}）。没有写入一半的数据。请附上日志文件反馈给我们。",
)

# --- the user fixes settings -----------------------------------------------------------------------------------------
WRONG_KEY = Words(
    en="Ozon did not accept the API key of shop {shop}. Copy the key again from your seller account "
    "(Settings, Seller API) and run: ozon-xl shop add {shop}",
    ru="Ozon не принял API-ключ магазина {shop}. Скопируйте ключ ещё раз в личном кабинете "
    "(Настройки, Seller API) и выполните: ozon-xl shop add {shop}",
    zh="Ozon 不接受店铺 {shop} 的 API 密钥。请在卖家后台（设置 → Seller API）重新复制密钥，然后运行：ozon-xl shop add {shop}",
)
KEY_DEACTIVATED = Words(
    en="The API key of shop {shop} has expired or was switched off. Make a new one in your seller account "
    "(Settings, Seller API) and run: ozon-xl shop add {shop}",
    ru="API-ключ магазина {shop} истёк или отключён. Создайте новый в личном кабинете "
    "(Настройки, Seller API) и выполните: ozon-xl shop add {shop}",
    zh="店铺 {shop} 的 API 密钥已过期或被停用。请在卖家后台（设置 → Seller API）生成新密钥，然后运行：ozon-xl shop add {shop}",
)
ROLE_MISSING = Words(
    en="The API key of shop {shop} may not use {method}. Make a key with the right role "
    "(orders and products) in your seller account and run: ozon-xl shop add {shop}",
    ru="У API-ключа магазина {shop} нет права на {method}. Создайте в личном кабинете ключ с нужной ролью "
    "(заказы и товары) и выполните: ozon-xl shop add {shop}",
    zh="店铺 {shop} 的 API 密钥没有 {method} 的权限。请在卖家后台生成具有相应角色（订单与商品）的密钥，然后运行：ozon-xl shop add {shop}",
)
KEY_TIED_TO_NETWORK = Words(
    en="The API key of shop {shop} works only from other network addresses. Add this network to the key "
    "in your seller account, or make a key without that limit.",
    ru="API-ключ магазина {shop} работает только с других сетевых адресов. Добавьте эту сеть к ключу "
    "в личном кабинете или создайте ключ без ограничения.",
    zh="店铺 {shop} 的 API 密钥只允许从其他网络地址使用。请在卖家后台把当前网络加入该密钥，或生成不限网络的密钥。",
)
SUBSCRIPTION_MISSING = Words(
    en="Ozon allows {method} only with a higher subscription. Do this step by hand in your seller account.",
    ru="Ozon разрешает {method} только с более высокой подпиской. Сделайте этот шаг вручную в личном кабинете.",
    zh="Ozon 仅对更高级别的订阅开放 {method}。请在卖家后台手动完成这一步。",
)
OFFER_NOT_SIGNED = Words(
    en="Ozon waits for you to accept its new offer. Open your seller account, accept it, then try again.",
    ru="Ozon ждёт, что вы примете новую оферту. Откройте личный кабинет, примите её и повторите.",
    zh="Ozon 等待您接受新的协议。请打开卖家后台接受协议后重试。",
)
COMPANY_BLOCKED = Words(
    en="Ozon has blocked shop {shop}. Write to Ozon's support from your seller account.",
    ru="Ozon заблокировал магазин {shop}. Напишите в поддержку Ozon из личного кабинета.",
    zh="店铺 {shop} 已被 Ozon 冻结。请在卖家后台联系 Ozon 客服。",
)
FORBIDDEN = Words(
    en="Ozon refused {method} for shop {shop}: {message}. Check the key's rights in your seller account.",
    ru="Ozon отказал в {method} для магазина {shop}: {message}. Проверьте права ключа в личном кабинете.",
    zh="Ozon 拒绝店铺 {shop} 使用 {method}：{message}。请在卖家后台检查密钥权限。",
)
BAD_CLIENT_ID = Words(
    en="“{shop}” is not a Client-Id. It is the number at the top of the Seller API page of your seller account. "
    "Run: ozon-xl shop add",
    ru="«{shop}» — не Client-Id. Это число вверху страницы Seller API в личном кабинете. Выполните: ozon-xl shop add",
    zh="“{shop}”不是 Client-Id。它是卖家后台 Seller API 页面顶部的数字。请运行：ozon-xl shop add",
)
METHOD_RETIRED = Words(
    en="Ozon has retired {method}. Download its new version and install it (python -m pip install .). "
    "Your workbook still shows the last good data.",
    ru="Ozon отключил метод {method}. Скачайте новую версию программы и установите её (python -m pip install .). "
    "В книге остались последние верные данные.",
    zh="Ozon 已停用 {method}。请下载程序的新版本并安装（python -m pip install .）。工作簿仍显示最近一次的有效数据。",
)
UNKNOWN_SHOP = Words(
    en="Shop {shop} is not set up on this computer. Run: ozon-xl shop add {shop}",
    ru="Магазин {shop} не настроен на этом компьютере. Выполните: ozon-xl shop add {shop}",
    zh="这台电脑上没有设置店铺 {shop}。请运行：ozon-xl shop add {shop}",
)
NO_SHOP = Words(
    en="No shop is set up yet. Run: ozon-xl shop add — or look around first with: ozon-xl demo",
    ru="Ни один магазин ещё не настроен. Выполните: ozon-xl shop add — или сначала осмотритесь: ozon-xl demo",
    zh="尚未设置店铺。请运行：ozon-xl shop add，或先用 ozon-xl demo 试用。",
)
SETTINGS_DAMAGED = Words(
    en="The settings file {path} is damaged. Move it away and set up your shops again: ozon-xl shop add",
    ru="Файл настроек {path} повреждён. Уберите его и настройте магазины заново: ozon-xl shop add",
    zh="设置文件 {path} 已损坏。请将其移走，然后重新设置店铺：ozon-xl shop add",
)
HOME_UNUSABLE = Words(
    en="The program cannot keep anything in its folder {path} ({what}). Make sure that you may write there, or set "
    "OZON_XL_HOME to another folder on this computer.",
    ru="Программа не может хранить данные в своей папке {path} ({what}). Проверьте право записи в неё или укажите "
    "в OZON_XL_HOME другую папку на этом компьютере.",
    zh="程序无法在其文件夹 {path} 中保存数据（{what}）。请确认您对它有写入权限，或将 OZON_XL_HOME 设为本机的其他文件夹。",
)
NO_KEY_STORE = Words(
    en="This computer has no safe store for keys. Put the key into a file that only you can read and run: "
    "ozon-xl shop add {shop} --key-file FILE",
    ru="На этом компьютере нет безопасного хранилища ключей. Положите ключ в файл, который можете читать только вы, "
    "и выполните: ozon-xl shop add {shop} --key-file ФАЙЛ",
    zh="这台电脑没有安全的密钥库。请把密钥放进只有您能读取的文件，然后运行：ozon-xl shop add {shop} --key-file 文件",
)
KEY_FILE_OPEN_TO_OTHERS = Words(
    en="Other users of this computer can read the key file {path}. Close it to them (chmod 600 on Linux and Mac), "
    "then try again.",
    ru="Файл ключа {path} могут читать другие пользователи компьютера. Закройте его (chmod 600 в Linux и macOS) "
    "и повторите.",
    zh="本机其他用户可以读取密钥文件 {path}。请先收紧权限（Linux 和 Mac：chmod 600），再重试。",
)
STORE_PYTHON = Words(
    en="This is the Python of the Microsoft Store ({path}); Excel cannot start it. Install Python from python.org, "
    "install ozon-xl with it (python -m pip install .) and run: ozon-xl setup",
    ru="Это Python из Microsoft Store ({path}); Excel не может его запустить. Установите Python с python.org, "
    "поставьте им ozon-xl (python -m pip install .) и выполните: ozon-xl setup",
    zh="这是 Microsoft Store 版 Python（{path}），Excel 无法启动它。请从 python.org 安装 Python，用它安装 ozon-xl"
    "（python -m pip install .），然后运行：ozon-xl setup",
)
PATH_UNWRITABLE = Words(
    en="Excel's macros cannot read the path {path} on this computer. Install Python and ozon-xl into a folder with "
    "Latin letters only, for example for all users, and run: ozon-xl setup",
    ru="Макросы Excel на этом компьютере не могут прочитать путь {path}. Установите Python и ozon-xl в папку "
    "с латинским именем, например для всех пользователей, и выполните: ozon-xl setup",
    zh="这台电脑上的 Excel 宏无法读取路径 {path}。请把 Python 和 ozon-xl 安装到只含拉丁字母的文件夹（例如为所有用户安装），"
    "然后运行：ozon-xl setup",
)
UNKNOWN_CHANNEL = Words(
    en="There is no channel “{channel}” for alerts. To see those there are, run: ozon-xl alert list",
    ru="Канала «{channel}» для уведомлений нет. Чтобы увидеть, какие есть, выполните: ozon-xl alert list",
    zh="没有名为“{channel}”的提醒渠道。查看已有渠道请运行：ozon-xl alert list",
)
ADDRESS_MISSING = Words(
    en="The address of the channel “{channel}” is not on this computer. Run: ozon-xl alert add {channel}",
    ru="Адреса канала «{channel}» нет на этом компьютере. Выполните: ozon-xl alert add {channel}",
    zh="本机没有渠道“{channel}”的地址。请运行：ozon-xl alert add {channel}",
)
ADDRESS_UNREADABLE = Words(
    en="This is not an address to which alerts can be sent. Make it look like one of these: {examples}",
    ru="На этот адрес уведомления отправить нельзя. Напишите его по одному из образцов: {examples}",
    zh="无法向此地址发送提醒。请按以下示例之一填写：{examples}",
)
NO_STORE_FOR_ADDRESS = Words(
    en="This computer has no safe store for the address. Put it into a file that only you can read and run: "
    "ozon-xl alert add {channel} --address-file FILE",
    ru="На этом компьютере нет безопасного хранилища для адреса. Положите его в файл, который можете читать только вы, "
    "и выполните: ozon-xl alert add {channel} --address-file ФАЙЛ",
    zh="这台电脑没有安全的存储位置。请把地址放进只有您能读取的文件，然后运行：ozon-xl alert add {channel} --address-file 文件",
)
ADDRESS_NEEDED = Words(
    en="The address of the channel “{channel}” is missing and nobody can be asked here. Put it into a file that only you "
    "can read and add: --address-file FILE",
    ru="Нет адреса канала «{channel}», и спросить здесь некого. Положите его в файл, который можете читать только вы, "
    "и добавьте: --address-file ФАЙЛ",
    zh="缺少渠道“{channel}”的地址，且此处无法询问用户。请把地址放进只有您能读取的文件，并加上：--address-file 文件",
)
NO_SCHEDULER = Words(
    en="The scheduler of this computer did not take it ({what}). Let this run at all times instead: ozon-xl watch",
    ru="Планировщик этого компьютера не принял задание ({what}). Вместо него держите запущенным: ozon-xl watch",
    zh="本机的任务计划程序未接受该任务（{what}）。可改为让此命令一直运行：ozon-xl watch",
)
KEY_NEEDED = Words(
    en="The key of shop {shop} is missing and nobody can be asked here. Put it into a file that only you can read and add: "
    "--key-file FILE",
    ru="Нет ключа магазина {shop}, и спросить здесь некого. Положите его в файл, который можете читать только вы, "
    "и добавьте: --key-file ФАЙЛ",
    zh="缺少店铺 {shop} 的密钥，且此处无法询问用户。请把密钥放进只有您能读取的文件，并加上：--key-file 文件",
)
KEY_UNTRIED = Words(
    en="The key could not be tried, so shop {shop} was not set up: {why} To set it up without asking Ozon, run: "
    "ozon-xl shop add {shop} --offline",
    ru="Ключ проверить не удалось, поэтому магазин {shop} не настроен: {why} Чтобы настроить его, не спрашивая Ozon, "
    "выполните: ozon-xl shop add {shop} --offline",
    zh="未能验证密钥，因此没有设置店铺 {shop}：{why} 如需不询问 Ozon 直接设置，请运行：ozon-xl shop add {shop} --offline",
)
UNSAFE_START = Words(
    en="The program behind the buttons was started in an unsafe way ({what}), so it did nothing. Run: ozon-xl setup",
    ru="Программа кнопок запущена небезопасно ({what}), поэтому ничего не сделано. Выполните: ozon-xl setup",
    zh="按钮背后的程序以不安全的方式启动（{what}），因此未执行任何操作。请运行：ozon-xl setup",
)
NOT_STARTABLE = Words(
    en="{python}, started as the buttons start it, does not find ozon-xl: it was installed for one user only. Install it "
    "again without --user, best in an environment of its own (python -m venv), and run: ozon-xl setup",
    ru="{python}, запущенный так, как его запускают кнопки, не находит ozon-xl: программа установлена только для одного "
    "пользователя. Установите её без --user, лучше в отдельное окружение (python -m venv), и выполните: ozon-xl setup",
    zh="按按钮的方式启动 {python} 时找不到 ozon-xl：程序只为单个用户安装。请不带 --user 重新安装，最好装进独立环境"
    "（python -m venv），然后运行：ozon-xl setup",
)
UNSAFE_ADDRESS = Words(
    en="Keys are sent only to Ozon or to the practice shop on this computer with a demo key, not to {address}. "
    "Remove that address from the settings, or leave it out.",
    ru="Ключи отправляются только в Ozon или в учебный магазин на этом компьютере с демо-ключом, но не на {address}. "
    "Не указывайте этот адрес или уберите его из настроек.",
    zh="密钥只会发送给 Ozon，或发送给本机的练习店铺（演示密钥），不会发送到 {address}。请不要填写该地址，或从设置中删除。",
)
UNKNOWN_SCENARIO = Words(
    en="The practice shop has no scenario “{name}”. It has: {names}",
    ru="В учебном магазине нет сценария «{name}». Есть: {names}",
    zh="练习店铺没有场景“{name}”。可用场景：{names}",
)
FAULT_SPEC = Words(
    en="“{part}” is not a fault the practice shop knows. Write kind[:value][@path][*times][%percent][+skip], "
    "with one of these kinds: {kinds}",
    ru="«{part}» — такой неполадки учебный магазин не знает. Пишите вид[:значение][@путь][*раз][%процент][+пропуск]; "
    "виды: {kinds}",
    zh="练习店铺不认识故障“{part}”。格式：类型[:值][@路径][*次数][%百分比][+跳过]，可用类型：{kinds}",
)
PORT_TAKEN = Words(
    en="Another program already uses port {port} on this computer. Choose another one with --port, or leave it out.",
    ru="Порт {port} на этом компьютере занят другой программой. Укажите другой (--port) или не указывайте вовсе.",
    zh="本机端口 {port} 已被其他程序占用。请用 --port 换一个端口，或不指定端口。",
)

# --- waiting helps ---------------------------------------------------------------------------------------------------
RATE_LIMITED = Words(
    en="Ozon asks to slow down: too many requests for shop {shop}. Other programs of this shop count too. "
    "Try again in a few minutes.",
    ru="Ozon просит подождать: слишком много запросов магазина {shop}. Считаются и другие ваши программы. "
    "Повторите через несколько минут.",
    zh="Ozon 要求放慢速度：店铺 {shop} 的请求过多（同店铺的其他程序也计算在内）。请几分钟后重试。",
)
CIRCLE_OPEN = Words(
    en="Ozon has closed {method} for some minutes after a burst of requests. Try again in 5 to 10 minutes.",
    ru="Ozon на несколько минут закрыл метод {method} после всплеска запросов. Повторите через 5–10 минут.",
    zh="由于短时间请求过多，Ozon 暂时关闭了 {method}。请 5 到 10 分钟后重试。",
)
SERVER_TROUBLE = Words(
    en="Ozon has a fault of its own now (HTTP {status}). Try again in a few minutes; your workbook is unchanged.",
    ru="У Ozon сейчас сбой (HTTP {status}). Повторите через несколько минут; книга не изменена.",
    zh="Ozon 服务器目前出现故障（HTTP {status}）。请几分钟后重试；工作簿没有改动。",
)
UNREACHABLE = Words(
    en="Ozon cannot be reached from this computer. Check the internet connection, the VPN and the firewall, "
    "then try again.",
    ru="С этого компьютера нет связи с Ozon. Проверьте интернет, VPN и брандмауэр и повторите.",
    zh="这台电脑无法连接 Ozon。请检查网络、VPN 和防火墙后重试。",
)
TIMED_OUT = Words(
    en="Ozon did not answer within {seconds} s. Try again in a few minutes; your workbook is unchanged.",
    ru="Ozon не ответил за {seconds} с. Повторите через несколько минут; книга не изменена.",
    zh="Ozon 在 {seconds} 秒内没有应答。请几分钟后重试；工作簿没有改动。",
)
BROKEN_ANSWER = Words(
    en="Ozon's answer was cut off or is not what was asked for (a page instead of data). "
    "Try again in a few minutes; if a proxy or antivirus checks your traffic, let it pass Ozon.",
    ru="Ответ Ozon оборван или это не данные, а страница. Повторите через несколько минут; если трафик проверяет "
    "прокси или антивирус, разрешите Ozon.",
    zh="Ozon 的应答不完整，或返回了网页而不是数据。请几分钟后重试；如果有代理或杀毒软件检查流量，请放行 Ozon。",
)

# --- Ozon refused this request ---------------------------------------------------------------------------------------
INVALID_REQUEST = Words(
    en="Ozon did not accept the request to {method}: {message}. If it comes again, update the program.",
    ru="Ozon не принял запрос {method}: {message}. Если это повторится, обновите программу.",
    zh="Ozon 不接受对 {method} 的请求：{message}。如再次出现，请更新程序。",
)
NOT_FOUND = Words(
    en="Ozon does not know {what} in shop {shop}. Refresh the workbook and try again.",
    ru="Ozon не находит {what} в магазине {shop}. Обновите книгу и повторите.",
    zh="Ozon 在店铺 {shop} 中找不到 {what}。请刷新工作簿后重试。",
)

# --- the run stops, nothing is half done -----------------------------------------------------------------------------
PAGING_STUCK = Words(
    en="Ozon keeps sending the same page of {method}. The workbook is unchanged; try again in a few minutes.",
    ru="Ozon повторяет одну и ту же страницу {method}. Книга не изменена; повторите через несколько минут.",
    zh="Ozon 一直返回 {method} 的同一页。工作簿没有改动；请几分钟后重试。",
)
PAGE_MISSING = Words(
    en="Ozon announces more rows of {method} but does not send them. The workbook is unchanged; try again in a few minutes.",
    ru="Ozon обещает ещё строки {method}, но не присылает их. Книга не изменена; повторите через несколько минут.",
    zh="Ozon 表示 {method} 还有更多数据，却没有返回。工作簿没有改动；请几分钟后重试。",
)
WAREHOUSES_EMPTIED = Words(
    en="Ozon suddenly lists no goods at all in {warehouses}; at the last refresh there were {count} rows. The workbook is "
    "unchanged. If that is right, refresh again: told twice, it is taken over. If not, wait some minutes first.",
    ru="Ozon вдруг не показывает ни одного товара: {warehouses}; при прошлом обновлении было строк: {count}. Книга не "
    "изменена. Если так и должно быть, обновите ещё раз: повторный ответ будет принят. Если нет, сначала подождите "
    "несколько минут.",
    zh="Ozon 突然显示 {warehouses} 没有任何商品，而上次刷新时有 {count} 行。工作簿没有改动。如果情况属实，请再刷新一次："
    "再次得到相同结果即会采用。如果不属实，请先等几分钟。",
)
ANSWER_CHANGED = Words(
    en="Ozon's answer to {method} lacks {field}, without which nothing is certain. The workbook is unchanged; "
    "update the program.",
    ru="В ответе Ozon на {method} нет поля {field}, без него ничего нельзя утверждать. Книга не изменена; "
    "обновите программу.",
    zh="Ozon 对 {method} 的应答缺少 {field}，无法确定数据。工作簿没有改动；请更新程序。",
)
STOPPED = Words(
    en="Stopped, as you asked. What was already sent is in the journal. Run it again whenever you like.",
    ru="Остановлено по вашей просьбе. Отправленное записано в журнал. Запустить снова можно в любой момент.",
    zh="已按您的要求停止。已发送的内容记录在日志中。可随时重新运行。",
)
NOT_A_WORKBOOK = Words(
    en="{path} is not an Excel workbook (.xlsx or .xlsm) or is damaged. If it needs a password to open, save it without one. "
    "Otherwise choose another file, or make a new one: ozon-xl new FILE",
    ru="{path} — не книга Excel (.xlsx или .xlsm) или она повреждена. Если для открытия нужен пароль, сохраните её без пароля. "
    "Иначе выберите другой файл или создайте новый: ozon-xl new ФАЙЛ",
    zh="{path} 不是 Excel 工作簿（.xlsx 或 .xlsm），或已损坏。若打开时需要密码，请另存为不带密码的文件；否则请选择其他文件，或新建：ozon-xl new 文件",
)
WORKBOOK_NOT_FOUND = Words(
    en="There is no file {path}. Check the name, or make a new workbook: ozon-xl new FILE",
    ru="Файла {path} нет. Проверьте имя или создайте новую книгу: ozon-xl new ФАЙЛ",
    zh="文件 {path} 不存在。请检查文件名，或新建工作簿：ozon-xl new 文件",
)
WORKBOOK_EXISTS = Words(
    en="{path} exists already and is not overwritten. Choose another name.",
    ru="Файл {path} уже есть и не будет перезаписан. Выберите другое имя.",
    zh="{path} 已存在，不会覆盖。请换一个文件名。",
)
WORKBOOK_SUFFIX = Words(
    en="{path} must end in .xlsm (with buttons) or .xlsx (without). Choose such a name.",
    ru="Имя {path} должно кончаться на .xlsm (с кнопками) или .xlsx (без них). Выберите такое имя.",
    zh="{path} 必须以 .xlsm（带按钮）或 .xlsx（不带按钮）结尾。请换一个文件名。",
)
WORKBOOK_OPEN = Words(
    en="{path} is open in a spreadsheet program. Save and close it there, then try again. If it is open nowhere, "
    "delete the hidden file beside it whose name begins with ~$ or .~",
    ru="{path} открыта в табличном редакторе. Сохраните и закройте её там, затем повторите. Если она нигде не открыта, "
    "удалите рядом с ней скрытый файл, имя которого начинается с ~$ или .~",
    zh="{path} 正在表格程序中打开。请先保存并关闭，再重试。如果并未打开，请删除同一文件夹中以 ~$ 或 .~ 开头的隐藏文件。",
)
WORKBOOK_READ_ONLY = Words(
    en="{path} cannot be written: the file or its folder is read-only. Copy it to a folder of yours and try again.",
    ru="{path} нельзя записать: файл или папка только для чтения. Скопируйте книгу в свою папку и повторите.",
    zh="无法写入 {path}：文件或文件夹为只读。请复制到您自己的文件夹后重试。",
)
DISK_FULL = Words(
    en="The disk is full, so {path} was left as it was. Free some space and try again.",
    ru="Диск заполнен, поэтому {path} оставлена без изменений. Освободите место и повторите.",
    zh="磁盘已满，{path} 保持原样。请清理空间后重试。",
)
WORKBOOK_CHANGED = Words(
    en="{path} was changed by someone else while we worked, so it was left as it is. Run this again.",
    ru="Пока мы работали, {path} изменил кто-то другой; книга оставлена как есть. Запустите ещё раз.",
    zh="处理期间 {path} 被他人修改，因此保持原样。请重新运行。",
)
WORKBOOK_UNREACHABLE = Words(
    en="{path} cannot be reached now ({what}). Check that its drive or network folder is connected, then try again.",
    ru="{path} сейчас недоступна ({what}). Проверьте, подключён ли диск или сетевая папка, и повторите.",
    zh="目前无法访问 {path}（{what}）。请检查其磁盘或网络文件夹是否已连接，然后重试。",
)
WORKBOOK_UNUSUAL = Words(
    en="{path} was saved by a program whose files cannot be changed with certainty. Open it in Excel or LibreOffice, "
    "save it there as .xlsx or .xlsm, and try again.",
    ru="{path} сохранена программой, чьи файлы нельзя надёжно изменить. Откройте её в Excel или LibreOffice, "
    "сохраните там как .xlsx или .xlsm и повторите.",
    zh="{path} 由其他程序保存，无法可靠地修改。请在 Excel 或 LibreOffice 中打开并另存为 .xlsx 或 .xlsm，然后重试。",
)
WORKBOOK_UNSAFE = Words(
    en="{path} is not safe to open ({what}). Use a workbook made by ozon-xl new.",
    ru="{path} небезопасно открывать ({what}). Используйте книгу, созданную командой ozon-xl new.",
    zh="{path} 打开不安全（{what}）。请使用由 ozon-xl new 创建的工作簿。",
)
WORKBOOK_AT_WORK = Words(
    en="The program is still at work on this workbook. Wait until it is done, or press Stop.",
    ru="Программа ещё работает с этой книгой. Дождитесь окончания или нажмите «Стоп».",
    zh="程序仍在处理此工作簿。请等待其完成，或按“停止”。",
)
WORKBOOK_NOT_OPEN = Words(
    en="{program} does not have this workbook open ({book}). Open it there and press the button again. If {program} runs "
    "as administrator, start it without.",
    ru="Эта книга ({book}) не открыта в {program}. Откройте её там и нажмите кнопку снова. Если {program} запущен от имени "
    "администратора, запустите его обычным образом.",
    zh="{program} 中没有打开此工作簿（{book}）。请在其中打开后再按按钮。如果 {program} 以管理员身份运行，请改为正常启动。",
)
WORKBOOK_OPEN_TWICE = Words(
    en="Copies of one workbook are open at the same time: {books}. Nothing was changed. Close all but the one you work "
    "with, then press the button again.",
    ru="Одновременно открыты копии одной книги: {books}. Ничего не изменено. Оставьте открытой ту, с которой работаете, "
    "и нажмите кнопку снова.",
    zh="同一工作簿的多个副本同时打开：{books}。没有任何改动。请只保留您正在使用的一个，然后再按按钮。",
)
PROGRAM_MISSING = Words(
    en="{program} cannot be reached from here: {what}. Close the workbook and work with its file: ozon-xl refresh FILE",
    ru="Отсюда нельзя обратиться к {program}: {what}. Закройте книгу и работайте с её файлом: ozon-xl refresh ФАЙЛ",
    zh="无法从这里访问 {program}：{what}。请关闭工作簿，改用文件方式：ozon-xl refresh 文件",
)
PROGRAM_BUSY = Words(
    en="{program} is busy. Finish editing the cell (Enter or Esc), close any open dialog, then press the button again.",
    ru="{program} занят. Закончите правку ячейки (Enter или Esc), закройте открытые окна и нажмите кнопку снова.",
    zh="{program} 正忙。请结束单元格编辑（按 Enter 或 Esc），关闭打开的对话框，然后再按按钮。",
)
PROGRAM_GONE = Words(
    en="{program} or the workbook was closed while we worked. What was already sent is in the journal. Open the workbook "
    "and press Refresh.",
    ru="Пока мы работали, {program} или книгу закрыли. Отправленное записано в журнал. Откройте книгу и нажмите «Обновить».",
    zh="处理期间 {program} 或工作簿被关闭。已发送的内容记录在日志中。请打开工作簿并按“刷新”。",
)
PROGRAM_REFUSED = Words(
    en="{program} did not do what was asked ({what}). Rows may be half written; no stock is sent from such rows. Press "
    "Refresh; if it comes again, save the workbook, restart {program} and try once more.",
    ru="{program} не выполнил, что требовалось ({what}). Строки могли быть записаны не полностью; из таких строк остатки "
    "не отправляются. Нажмите «Обновить»; если повторится, сохраните книгу, перезапустите {program} и попробуйте ещё раз.",
    zh="{program} 没有按要求执行（{what}）。部分行可能没有写完整，这些行的库存不会被发送。请按“刷新”；如再次出现，请保存工作簿，"
    "重新启动 {program} 后再试。",
)
TABLE_MISSING = Words(
    en="The workbook has no table “{table}”. It was deleted or renamed: select the table and set its name back to "
    "{table} (Table Design), or make a new workbook: ozon-xl new FILE",
    ru="В книге нет таблицы «{table}»: её удалили или переименовали. Верните таблице имя {table} "
    "(Конструктор таблиц) или создайте новую книгу: ozon-xl new ФАЙЛ",
    zh="工作簿中没有表格“{table}”，可能被删除或改名。请选中表格，在“表设计”中把名称改回 {table}，或新建工作簿：ozon-xl new 文件",
)
COLUMN_MISSING = Words(
    en="Sheet “{sheet}” has no column “{column}”. Found: {found}. Type the heading “{column}” back over the column, "
    "or undo its deletion.",
    ru="На листе «{sheet}» нет столбца «{column}». Есть: {found}. Верните столбцу заголовок «{column}» "
    "или отмените удаление.",
    zh="工作表“{sheet}”缺少列“{column}”。现有列：{found}。请把该列标题改回“{column}”，或撤销删除。",
)
CELL_NAME_MISSING = Words(
    en="The workbook has lost the cell name “{name}”. Undo its deletion, or make a new workbook: ozon-xl new FILE",
    ru="В книге нет имени ячейки «{name}». Отмените удаление или создайте новую книгу: ozon-xl new ФАЙЛ",
    zh="工作簿缺少单元格名称“{name}”。请撤销删除，或新建工作簿：ozon-xl new 文件",
)
COLUMN_TWICE = Words(
    en="Sheet “{sheet}” has column “{column}” twice. Found: {found}. Give the one that is yours another heading.",
    ru="На листе «{sheet}» столбец «{column}» встречается дважды. Есть: {found}. Дайте своему столбцу другой заголовок.",
    zh="工作表“{sheet}”中列“{column}”出现两次。现有列：{found}。请给您自己的那一列换个标题。",
)
TABLE_BLOCKED = Words(
    en="The table on sheet “{sheet}” cannot be filled: {what}, then try again. The workbook is unchanged.",
    ru="Таблицу на листе «{sheet}» нельзя заполнить: {what} и повторите. Книга не изменена.",
    zh="无法填写工作表“{sheet}”中的表格：{what}，然后重试。工作簿没有改动。",
)
SHEET_NAME_TAKEN = Words(
    en="The workbook has a sheet of yours named “{sheet}”; one of ours would get that name. Rename yours and try again.",
    ru="В книге есть ваш лист «{sheet}»; так будет называться один из наших. Переименуйте свой и повторите.",
    zh="工作簿中有您自己的工作表“{sheet}”，与我们的工作表将要使用的名称相同。请先重命名您的工作表，再重试。",
)
TOO_MANY_ROWS = Words(
    en="{count} rows do not fit on sheet “{sheet}” (Excel holds {most}). The workbook is unchanged. Archive goods that "
    "you no longer sell in your seller account, then refresh again.",
    ru="{count} строк не помещаются на лист «{sheet}» (в Excel до {most}). Книга не изменена. Уберите в архив товары, "
    "которые больше не продаёте, в личном кабинете и обновите снова.",
    zh="{count} 行超出工作表“{sheet}”的容量（Excel 最多 {most} 行）。工作簿没有改动。请在卖家后台归档不再销售的商品，然后重新刷新。",
)
WORKBOOK_NEWER = Words(
    en="This workbook was made by a newer version of the program. Download the new one and install it: python -m pip install .",
    ru="Эта книга создана более новой версией программы. Скачайте новую и установите её: python -m pip install .",
    zh="此工作簿由更新版本的程序创建。请下载新版本并安装：python -m pip install .",
)
WORKBOOK_OF_OTHER_SHOP = Words(
    en="This workbook belongs to shop {book}, not to shop {shop}. Use the workbook of that shop.",
    ru="Эта книга принадлежит магазину {book}, а не {shop}. Используйте книгу нужного магазина.",
    zh="此工作簿属于店铺 {book}，而不是 {shop}。请使用对应店铺的工作簿。",
)
STORE_ON_NETWORK = Words(
    en="The program's data file {path} would lie on a network drive or in a synchronised folder (OneDrive and the "
    "like), where it can be damaged. Set OZON_XL_HOME to another folder on this computer.",
    ru="Файл данных программы {path} оказался бы на сетевом диске или в синхронизируемой папке (OneDrive и подобные), "
    "где он может повредиться. Укажите в OZON_XL_HOME другую папку на этом компьютере.",
    zh="程序数据文件 {path} 会位于网络驱动器或同步文件夹（如 OneDrive）中，可能损坏。请将 OZON_XL_HOME 设为本机的其他文件夹。",
)
STORE_DAMAGED = Words(
    en="The program's data file {path} is damaged ({what}). Nothing is sent to Ozon until it is repaired: "
    "restore it from a backup, or move it away to start a new one.",
    ru="Файл данных программы {path} повреждён ({what}). До исправления в Ozon ничего не отправляется: "
    "восстановите его из копии или уберите, чтобы начать новый.",
    zh="程序数据文件 {path} 已损坏（{what}）。修复前不会向 Ozon 发送任何内容：请从备份恢复，或移走该文件以重新开始。",
)
STORE_NEWER = Words(
    en="The data file {path} was made by a newer version of the program. Download the new one and install it: python -m pip install .",
    ru="Файл данных {path} создан более новой версией программы. Скачайте новую и установите её: python -m pip install .",
    zh="数据文件 {path} 由更新版本的程序创建。请下载新版本并安装：python -m pip install .",
)
STORE_UNAVAILABLE = Words(
    en="The program's data file {path} cannot be used now ({what}). Close other programs that may hold it, check that "
    "you may write to that folder, then try again.",
    ru="Файл данных программы {path} сейчас недоступен ({what}). Закройте программы, которые могут его занимать, "
    "проверьте право записи в эту папку и повторите.",
    zh="目前无法使用程序数据文件 {path}（{what}）。请关闭可能占用它的其他程序，确认您对该文件夹有写入权限，然后重试。",
)
PUSH_RUNNING = Words(
    en="Another stock push for shop {shop} is running on this computer. Wait until it ends, then try again.",
    ru="На этом компьютере уже идёт отправка остатков магазина {shop}. Дождитесь её конца и повторите.",
    zh="这台电脑上店铺 {shop} 的另一次库存推送正在进行。请等待其结束后重试。",
)
ADD_IN_IN_USE = Words(
    en="Excel has {path} open. Close Excel and run this again.",
    ru="Файл {path} открыт в Excel. Закройте Excel и повторите.",
    zh="Excel 正在使用 {path}。请关闭 Excel 后重试。",
)
PLAN_UNUSABLE = Words(
    en="This plan can no longer be sent: {what}. Refresh the workbook and make a new plan.",
    ru="Этот план больше нельзя отправить: {what}. Обновите книгу и составьте новый план.",
    zh="该计划已不能发送：{what}。请刷新工作簿并重新制定计划。",
)
CONSENT_NEEDED = Words(
    en="Nothing was sent: {what}. Look at the preview and, if it is right, confirm with {how}.",
    ru="Ничего не отправлено: {what}. Проверьте предпросмотр и, если всё верно, подтвердите: {how}.",
    zh="未发送任何内容：{what}。请查看预览，确认无误后使用 {how} 确认。",
)
NOTHING_TO_UNDO = Words(
    en="There is nothing more to undo: no stock was sent from here, or all of it was taken back already. "
    "List all runs with: ozon-xl journal",
    ru="Отменять больше нечего: отсюда остатки не отправлялись или всё уже возвращено. "
    "Посмотрите список запусков: ozon-xl journal",
    zh="没有更多可撤销的内容：这里没有提交过库存，或已全部撤销。可用 ozon-xl journal 查看列表。",
)
NOTHING_TO_COMPARE = Words(
    en="There is no earlier refresh to compare with. Refresh again later, or choose another time with --since.",
    ru="Сравнить не с чем: более раннего обновления нет. Обновите позже или выберите другое время: --since.",
    zh="没有更早的刷新可供比较。请稍后再刷新，或用 --since 指定其他时间。",
)
RUN_UNKNOWN = Words(
    en="The journal has no run {run}. List the runs with: ozon-xl journal",
    ru="В журнале нет запуска {run}. Посмотрите список запусков: ozon-xl journal",
    zh="日志中没有批次 {run}。可用 ozon-xl journal 查看列表。",
)

# --- what makes a plan unusable --------------------------------------------------------------------------------------
WHAT_NO_DATA = Words("the workbook holds no data yet", "в книге ещё нет данных", "工作簿还没有数据")
WHAT_OTHER_BOOK = Words(
    "it is of another workbook or shop", "он от другой книги или магазина", "它属于其他工作簿或店铺"
)
WHAT_REFRESHED = Words("the workbook was refreshed since", "книга с тех пор обновлена", "工作簿此后已刷新")
WHAT_RETYPED = Words("what was typed has changed since", "введённое с тех пор изменено", "填写的内容此后已改动")
WHAT_TOO_OLD = Words(
    "its numbers are older than {minutes} minutes", "его числа старше {minutes} минут", "其数据已超过 {minutes} 分钟"
)
WHAT_CLOCK = Words(
    "its numbers would be from the future, so the clock of a computer was wrong. Set the clock",
    "его числа — якобы из будущего: часы компьютера шли неверно. Выставьте часы",
    "其数据时间在未来，说明电脑时钟曾不准。请校准时钟",
)
WHAT_NOT_CONFIRMED = Words(
    "the plan is not the one that was confirmed", "подтверждён другой план", "该计划不是已确认的计划"
)
WHAT_DAMAGED = Words(
    "the plan file is damaged or was changed", "файл плана повреждён или изменён", "计划文件已损坏或被改动"
)
EXPORT_SUFFIX = Words(
    en="{path}: the journal is written into .csv or .xlsx files. Choose such a name.",
    ru="{path}: журнал сохраняется в файлы .csv или .xlsx. Выберите такое имя.",
    zh="{path}：日志只能写入 .csv 或 .xlsx 文件。请使用这样的文件名。",
)
FILE_NOT_WRITTEN = Words(
    en="{path} cannot be written ({what}). Close it where it is open, or choose another name.",
    ru="{path} не удаётся записать ({what}). Закройте файл, если он открыт, или выберите другое имя.",
    zh="无法写入 {path}（{what}）。如已打开请关闭，或换一个文件名。",
)
