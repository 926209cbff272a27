"""What ``--help`` says, known by its English, which stands with the commands."""

from ozon_xl.texts import Words

# --- commands --------------------------------------------------------------------------------------------------------
COMMANDS = (
    Words("The workbook for Ozon sellers.", "Книга для продавцов Ozon.", "Ozon 卖家工作簿。"),
    Words(
        "Make this computer ready: language, buttons, shop, first workbook. Run it again to repair.",
        "Подготовить компьютер: язык, кнопки, магазин, первая книга. Повторный запуск чинит.",
        "设置本机：语言、按钮、店铺、第一个工作簿。再次运行可修复。",
    ),
    Words(
        "Look for what is wrong on this computer, with the keys, the store or a workbook; one line each, with its cure.",
        "Найти, что не так с компьютером, ключами, хранилищем или книгой; по строке на каждое, с советом.",
        "检查本机、密钥、存储或工作簿的问题，每项一行并给出解决办法。",
    ),
    Words(
        "The whole job on a practice shop on this computer: no key, no account needed.",
        "Вся работа на учебном магазине на этом компьютере: ни ключ, ни кабинет не нужны.",
        "在本机的练习店铺上完成全部流程：无需密钥和账户。",
    ),
    Words(
        "A fresh workbook: .xlsm has buttons, .xlsx has none.",
        "Новая книга: в .xlsm есть кнопки, в .xlsx нет.",
        "新建工作簿：.xlsm 带按钮，.xlsx 不带。",
    ),
    Words(
        "Turn a workbook into another language; what you have typed, added or painted stays.",
        "Перевести книгу на другой язык; всё, что вы вписали, добавили или раскрасили, остаётся.",
        "把工作簿切换为另一种语言；您填写、添加或着色的内容都会保留。",
    ),
    Words(
        "What changed between two refreshes: orders and stock.",
        "Что изменилось между двумя обновлениями: заказы и остатки.",
        "两次刷新之间的变化：订单和库存。",
    ),
    Words(
        "How the shop stands with Ozon: error index and orders on time, with the days ahead.",
        "Как магазин выглядит для Ozon: индекс ошибок и заказы вовремя, с днями вперёд.",
        "店铺在 Ozon 的状况：错误指数与按时率，以及今后各天。",
    ),
    Words("Orders and stock into a workbook.", "Заказы и остатки — в книгу.", "把订单和库存写入工作簿。"),
    Words(
        "Refresh a workbook on a schedule and alert; while it is open, serve its buttons from here. End with Ctrl+C.",
        "Обновлять книгу по расписанию и уведомлять; пока она открыта, обслуживать её кнопки отсюда. Завершить: Ctrl+C.",
        "按计划刷新工作簿并发出提醒；工作簿打开时由此响应其按钮。按 Ctrl+C 结束。",
    ),
    Words(
        "Alerts about orders in danger: who is told, and when.",
        "Уведомления о заказах под угрозой: кому и когда.",
        "风险订单提醒：通知谁、何时通知。",
    ),
    Words(
        "Set up a channel: mail, Telegram, WeCom, DingTalk, Feishu ... Its address is asked for and kept as keys are.",
        "Настроить канал: почту, Telegram, WeCom, DingTalk, Feishu и другие. Адрес будет запрошен и хранится как ключи.",
        "设置渠道：邮件、Telegram、企业微信、钉钉、飞书等。将询问其地址，并像密钥一样保存。",
    ),
    Words(
        "The channels in the order in which they are tried, how each took its last message, and the hours.",
        "Каналы по порядку, чем кончилось последнее сообщение каждого, и часы.",
        "按尝试顺序列出渠道、各自最近消息的结果以及时段。",
    ),
    Words(
        "Send a test message through every channel.",
        "Отправить пробное сообщение по всем каналам.",
        "通过每个渠道发送测试消息。",
    ),
    Words("Forget a channel and its address.", "Забыть канал и его адрес.", "移除渠道及其地址。"),
    Words(
        "When and of what people are told; without options: as it is now.",
        "Когда и о чём сообщать; без параметров — как сейчас.",
        "何时通知、通知哪些内容；不带选项则显示当前设置。",
    ),
    Words(
        "Refresh and alert by the scheduler of this computer, with everything closed.",
        "Обновлять и уведомлять планировщиком этого компьютера, когда всё закрыто.",
        "由本机的任务计划程序刷新并提醒，无需打开任何程序。",
    ),
    Words(
        "Have the system refresh and alert on a schedule. Again: changes it.",
        "Поручить системе обновлять и уведомлять по расписанию. Повторно — изменить.",
        "让系统按计划刷新并提醒。再次运行可更改。",
    ),
    Words("What the system starts by itself.", "Что система запускает сама.", "系统自动启动的任务。"),
    Words(
        "Have the system start it no more; without a workbook and a shop: nothing of ours.",
        "Больше не запускать; без книги и магазина — ничего из нашего.",
        "不再由系统启动；未指定工作簿和店铺时全部取消。",
    ),
    Words(
        "The queue, worst first, from the last refresh.",
        "Очередь заказов по последнему обновлению, сначала самые срочные.",
        "最近一次刷新的订单队列，最紧急的在前。",
    ),
    Words(
        "What was written to Ozon, by whom, with what result; and proof that the journal is whole.",
        "Что, кем и с каким результатом записано в Ozon; и проверка, что журнал цел.",
        "写入 Ozon 的内容、操作人和结果，并验证日志完整。",
    ),
    Words(
        "Stock back to Ozon: plan, push, undo.",
        "Остатки в Ozon: план, отправка, отмена.",
        "向 Ozon 提交库存：计划、发送、撤销。",
    ),
    Words(
        "Preview what the typed numbers would change. Changes nothing.",
        "Показать, что изменят введённые числа. Ничего не меняет.",
        "预览所填数字会带来的变化，不做任何更改。",
    ),
    Words(
        "A plan that puts back what a run changed. Changes nothing until it is pushed.",
        "План, возвращающий то, что изменил запуск. До отправки ничего не меняет.",
        "生成恢复某批次更改的计划，发送前不做任何更改。",
    ),
    Words(
        "Send a plan, read back what Ozon has then, and write the results into the rows.",
        "Отправить план, перечитать остатки из Ozon и записать результаты в строки.",
        "发送计划，从 Ozon 回读，并把结果写入各行。",
    ),
    Words("The shops on this computer.", "Магазины на этом компьютере.", "本机上的店铺。"),
    Words(
        "Set up a shop. The key is asked for, tried, and kept in the key store of this computer.",
        "Настроить магазин. Ключ будет запрошен, проверен и сохранён в хранилище ключей компьютера.",
        "设置店铺。将询问并验证密钥，然后存入本机密钥库。",
    ),
    Words("Forget a shop and its key.", "Забыть магазин и его ключ.", "移除店铺及其密钥。"),
    Words(
        "Ask Ozon what the key may do and how long it lives.",
        "Спросить у Ozon, что может ключ и сколько он живёт.",
        "向 Ozon 查询密钥的权限和有效期。",
    ),
    Words(
        "A practice shop on this computer; its first line is its address and a demo key.",
        "Учебный магазин на этом компьютере; его первая строка — адрес и демо-ключ.",
        "本机的练习店铺；第一行是其地址和演示密钥。",
    ),
)

# --- options and arguments -------------------------------------------------------------------------------------------
OPTIONS = (
    Words("Show this message and exit.", "Показать эту справку и выйти.", "显示此帮助并退出。"),
    Words("Print the version.", "Показать версию.", "显示版本。"),
    Words(
        "Print the result as one JSON object.", "Вывести результат одним объектом JSON.", "以一个 JSON 对象输出结果。"
    ),
    Words("The workbook.", "Книга.", "工作簿。"),
    Words("A workbook to look at as well.", "Книга, которую тоже проверить.", "同时检查的工作簿。"),
    Words("Ask Ozon nothing.", "Ничего не спрашивать у Ozon.", "不访问 Ozon。"),
    Words(
        "Client-Id; not needed with one shop.",
        "Client-Id; с одним магазином не нужен.",
        "Client-Id；只有一个店铺时无需填写。",
    ),
    Words("Client-Id of the shop to set up.", "Client-Id настраиваемого магазина.", "要设置的店铺的 Client-Id。"),
    Words("Client-Id of the shop.", "Client-Id магазина.", "店铺的 Client-Id。"),
    Words(
        "A file that only you can read; holds the key.",
        "Файл с ключом, который можете читать только вы.",
        "只有您能读取的密钥文件。",
    ),
    Words(
        "Of a practice shop on this computer.",
        "Адрес учебного магазина на этом компьютере.",
        "本机练习店铺的地址。",
    ),
    Words("What to call it.", "Как его называть.", "店铺名称。"),
    Words("Set up no shop now.", "Не настраивать магазин сейчас.", "暂不设置店铺。"),
    Words("Where to make the first workbook.", "Где создать первую книгу.", "第一个工作簿的位置。"),
    Words("Ask nothing: take what is offered.", "Ни о чём не спрашивать: брать предложенное.", "不询问，采用默认值。"),
    Words("Take away what set-up installed.", "Убрать то, что установила настройка.", "移除设置时安装的内容。"),
    Words("The language to speak.", "Язык сообщений.", "使用的语言。"),
    Words(
        "The language that the workbook is to have.",
        "Язык, на который перевести книгу.",
        "工作簿要使用的语言。",
    ),
    Words("Folder for the workbook.", "Папка для книги.", "存放工作簿的文件夹。"),
    Words("How many postings the practice shop has.", "Сколько отправлений в учебном магазине.", "练习店铺的货件数。"),
    Words("How many offers the practice shop has.", "Сколько артикулов в учебном магазине.", "练习店铺的货号数。"),
    Words(
        "The same number makes the same shop.", "Одно и то же число даёт тот же магазин.", "相同的数字生成相同的店铺。"
    ),
    Words("Open the workbook at the end.", "Открыть книгу в конце.", "最后打开工作簿。"),
    Words(
        "Only those due within this time, e.g. 24h or 90m.",
        "Только те, чей срок в пределах этого времени, например 24h или 90m.",
        "仅显示此时间内到期的订单，例如 24h 或 90m。",
    ),
    Words(
        "Compare with the refresh so long ago, e.g. 24h.",
        "Сравнить с обновлением столько времени назад, например 24h.",
        "与这么久之前的刷新比较，例如 24h。",
    ),
    Words(
        "Not the last refresh but that so long ago, e.g. 2h.",
        "Не последнее обновление, а столько времени назад, например 2h.",
        "不用最近一次刷新，而用这么久之前的，例如 2h。",
    ),
    Words(
        "Read everything, not only what has changed.",
        "Прочитать всё, а не только изменившееся.",
        "读取全部数据，而不只是有变化的。",
    ),
    Words(
        "How often to refresh, e.g. 15m or 1h.",
        "Как часто обновлять, например 15m или 1h.",
        "刷新间隔，例如 15m 或 1h。",
    ),
    Words(
        "The workbook; without one, only alerts are kept up.",
        "Книга; без неё — только уведомления.",
        "工作簿；不指定时仅保持提醒。",
    ),
    Words(
        "Refresh and alert once, as a scheduler does.",
        "Обновить и уведомить один раз, как планировщик.",
        "刷新并提醒一次，与任务计划程序相同。",
    ),
    Words("What you call the channel.", "Как вы называете канал.", "您给渠道起的名称。"),
    Words("Only this channel.", "Только этот канал.", "仅此渠道。"),
    Words(
        "A file that only you can read; holds the address.",
        "Файл с адресом, который можете читать только вы.",
        "只有您能读取的地址文件。",
    ),
    Words(
        "Quiet hours, e.g. 22:00-07:00; off: never quiet.",
        "Тихие часы, например 22:00-07:00; off — без них.",
        "免打扰时段，例如 22:00-07:00；off 表示不启用。",
    ),
    Words(
        "Hour of the day's summary, e.g. 09:00; off: none.",
        "Время сводки дня, например 09:00; off — без неё.",
        "每日汇总时间，例如 09:00；off 表示不发送。",
    ),
    Words(
        "The mildest tier told of: watch, soon, urgent, critical.",
        "С какого уровня сообщать: watch, soon, urgent, critical.",
        "通知的最低等级：watch、soon、urgent、critical。",
    ),
    Words("Only this offer.", "Только этот артикул.", "仅此货号。"),
    Words(
        "Only this offer; may be given several times.",
        "Только этот артикул; можно указать несколько раз.",
        "仅此货号；可多次指定。",
    ),
    Words(
        "Only in this warehouse, by name or id; may be given several times.",
        "Только на этом складе (название или ID); можно указать несколько раз.",
        "仅此仓库（名称或编号）；可多次指定。",
    ),
    Words("Only of this shop, by its Client-Id.", "Только этого магазина (Client-Id).", "仅此店铺（Client-Id）。"),
    Words("Only what this user sent.", "Только отправленное этим пользователем.", "仅此用户发送的内容。"),
    Words(
        "Write it into this file, .csv or .xlsx.",
        "Записать в этот файл, .csv или .xlsx.",
        "写入此文件（.csv 或 .xlsx）。",
    ),
    Words("Only this run.", "Только этот запуск.", "仅此批次。"),
    Words("A day, in UTC.", "День по UTC.", "某一天（UTC）。"),
    Words("Where to keep the plan.", "Где сохранить план.", "计划的保存位置。"),
    Words(
        "The run to take back; see: ozon-xl journal.",
        "Запуск, который отменить; см.: ozon-xl journal.",
        "要撤销的批次；参见：ozon-xl journal。",
    ),
    Words("The plan from: ozon-xl stock plan.", "План из: ozon-xl stock plan.", "由 ozon-xl stock plan 生成的计划。"),
    Words("Send without asking.", "Отправить без вопросов.", "不询问，直接发送。"),
    Words(
        "Also for zeroing, mass changes and jumps.",
        "И при обнулении, массовых изменениях и скачках.",
        "也允许清零、大批修改和大幅变动。",
    ),
    Words("Port; 0: any that is free.", "Порт; 0 — любой свободный.", "端口；0 表示任意空闲端口。"),
    Words(
        "What happens in the shop; a wrong name lists them.",
        "Что происходит в магазине; неверное имя покажет список.",
        "店铺中发生的事件；名称有误时会列出全部。",
    ),
    Words(
        "Troubles, e.g. 429:2*3.",
        "Неполадки, например 429:2*3.",
        "故障，例如 429:2*3。",
    ),
    Words(
        "How many times faster the shop's clock runs.",
        "Во сколько раз быстрее идут часы магазина.",
        "店铺时钟加快的倍数。",
    ),
)

# --- what stands around them -----------------------------------------------------------------------------------------
ARGUMENTS_TITLE = Words("Arguments", "Аргументы", "参数")
OPTIONS_TITLE = Words("Options", "Параметры", "选项")
COMMANDS_TITLE = Words("Commands", "Команды", "命令")
REQUIRED = Words("[required]", "[обязательно]", "[必填]")
DEFAULT = Words("[default: {value}]", "[по умолчанию: {value}]", "[默认：{value}]")
