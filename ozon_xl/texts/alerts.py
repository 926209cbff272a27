"""What alerts say, and what the commands about them say."""

from ozon_xl.texts import Words

# --- messages --------------------------------------------------------------------------------------------------------
TITLE = Words("Ozon {shop}: {counts} [{id}]", "Ozon {shop}: {counts} [{id}]", "Ozon {shop}：{counts} [{id}]")
DIGEST_TITLE = Words(
    "Ozon {shop}, summary of the day: {counts} [{id}]",
    "Ozon {shop}, сводка дня: {counts} [{id}]",
    "Ozon {shop} 每日汇总：{counts} [{id}]",
)
COUNT = Words("{tier} {count}", "{tier} {count}", "{tier} {count}")
NOTHING_URGENT = Words("nothing urgent", "срочного нет", "无紧急订单")
DATA_OLD = Words("data is old", "данные устарели", "数据已过期")
HEAD = Words(
    "{now} on the clock of this computer; data from {at}.",
    "{now} по часам этого компьютера; данные на {at}.",
    "本机时间 {now}；数据时间 {at}。",
)
NOT_REFRESHED = Words(
    "No refresh has worked since {at}: orders may have changed since. Find out why: ozon-xl doctor",
    "С {at} ни одно обновление не удалось: заказы могли измениться. Узнайте причину: ozon-xl doctor",
    "自 {at} 起刷新均未成功，订单可能已有变化。查找原因：ozon-xl doctor",
)
MORE = Words(
    "and {count} more: see the sheet Orders, or run: ozon-xl orders",
    "и ещё {count}: смотрите лист «Заказы» или выполните: ozon-xl orders",
    "另有 {count} 个：请看“订单”表，或运行：ozon-xl orders",
)
IN_ALL = Words("Open orders: {count}.", "Открытых заказов: {count}.", "未完成订单：{count} 个。")
FOOT = Words(
    "Message {id}. Should it come twice, it is one and the same.",
    "Сообщение {id}. Если придёт дважды — это одно и то же.",
    "消息 {id}。若收到两次，为同一条消息。",
)
CHANNEL_DOWN = Words(
    "The channel “{channel}” did not take this message: {why}",
    "Канал «{channel}» не принял это сообщение: {why}",
    "渠道“{channel}”未接收此消息：{why}",
)
NO_ANSWER = Words("no answer in time", "ответа вовремя не было", "未及时应答")
NO_REASON = Words("it gave no reason", "причину он не назвал", "未说明原因")
TEST_TITLE = Words("Ozon: test [{id}]", "Ozon: проверка [{id}]", "Ozon：测试 [{id}]")
TEST_BODY = Words(
    "This is how orders in danger will be told of. Nothing is wrong now.",
    "Так будут приходить сообщения о заказах под угрозой. Сейчас всё в порядке.",
    "有风险的订单将以这种方式通知您。目前一切正常。",
)

# --- what is said of them --------------------------------------------------------------------------------------------
TOLD = Words(
    "Alert {id} with {count} entries went out by “{channel}”.",
    "Уведомление {id} (записей: {count}) ушло через «{channel}».",
    "提醒 {id}（{count} 项）已通过“{channel}”发出。",
)
NOBODY_TOLD = Words(
    "Alert {id}: no channel took it; it is tried again at the next refresh. Check the channels: ozon-xl alert test",
    "Уведомление {id}: ни один канал его не принял; повторим при следующем обновлении. Проверьте каналы: ozon-xl alert test",
    "提醒 {id}：没有渠道接收；下次刷新时会再试。请检查渠道：ozon-xl alert test",
)
CHANNEL_FAILED = Words(
    "Alert {id}: the channel “{channel}” did not take it: {why}",
    "Уведомление {id}: канал «{channel}» его не принял: {why}",
    "提醒 {id}：渠道“{channel}”未接收：{why}",
)
ADDRESS_PROMPT = Words(
    "Address of the channel (not shown), for example {examples}",
    "Адрес канала (не отображается), например {examples}",
    "渠道地址（不显示），例如 {examples}",
)
CHANNEL_ADDED = Words(
    "Channel “{channel}” ({service}) is set up. Try it: ozon-xl alert test {channel}",
    "Канал «{channel}» ({service}) настроен. Проверить: ozon-xl alert test {channel}",
    "渠道“{channel}”（{service}）已设置。测试：ozon-xl alert test {channel}",
)
CHANNEL_REMOVED = Words(
    "The channel “{channel}” and its address are removed.",
    "Канал «{channel}» и его адрес удалены.",
    "渠道“{channel}”及其地址已删除。",
)
CHANNEL_WORKS = Words(
    "Channel “{channel}”: the message was taken. Look whether it has arrived.",
    "Канал «{channel}»: сообщение принято. Посмотрите, дошло ли оно.",
    "渠道“{channel}”：消息已接收。请查看是否收到。",
)
CHANNEL_WORKS_NOT = Words("Channel “{channel}”: {why}", "Канал «{channel}»: {why}", "渠道“{channel}”：{why}")
NO_CHANNELS = Words(
    "No channel for alerts is set up on this computer. In a command window run ozon-xl alert add NAME (any name): it asks "
    "for the address of your mail, Telegram, WeCom, DingTalk, Feishu ...",
    "На этом компьютере нет каналов для уведомлений. В командной строке выполните ozon-xl alert add ИМЯ (любое): "
    "программа спросит адрес почты, Telegram, WeCom, DingTalk, Feishu ...",
    "本机尚未设置提醒渠道。请在命令行运行 ozon-xl alert add 名称（任意），按提示填写邮箱、Telegram、企业微信、钉钉、飞书等的地址。",
)
QUIET = Words(
    "Quiet from {begins} to {ends}: only what is critical is told then.",
    "Тихо с {begins} до {ends}: сообщаем только о критичном.",
    "免打扰 {begins} 至 {ends}：仅通知危急订单。",
)
NEVER_QUIET = Words("No quiet hours.", "Тихих часов нет.", "无免打扰时段。")
DIGEST_AT = Words("Summary of the day at {at}.", "Сводка дня в {at}.", "每日汇总时间：{at}。")
NO_DIGEST = Words("No summary of the day.", "Сводки дня нет.", "无每日汇总。")
LEAST = Words("Told from tier: {tier}.", "Сообщаем начиная с уровня: {tier}.", "通知起始等级：{tier}。")
COL_CHANNEL = Words("Channel", "Канал", "渠道")
COL_SERVICE = Words("Service", "Служба", "服务")
COL_LAST = Words("Last message", "Последнее сообщение", "最近消息")
FATES = {
    "sent": Words("taken {at}", "принято {at}", "已接收 {at}"),
    "failed": Words("refused {at}: {why}", "отказ {at}: {why}", "被拒 {at}：{why}"),
    "sending": Words("no answer {at}", "без ответа {at}", "无应答 {at}"),
}

# --- the doctor ------------------------------------------------------------------------------------------------------
CHANNEL_OK = Words(
    "Alerts: channel “{channel}” ({service})",
    "Уведомления: канал «{channel}» ({service})",
    "提醒：渠道“{channel}”（{service}）",
)
CHANNEL_FAILS = Words(
    "Alerts: the channel “{channel}” did not take the last message ({why}). Try it: ozon-xl alert test {channel}",
    "Уведомления: канал «{channel}» не принял последнее сообщение ({why}). Проверьте: ozon-xl alert test {channel}",
    "提醒：渠道“{channel}”未接收最近的消息（{why}）。请测试：ozon-xl alert test {channel}",
)
