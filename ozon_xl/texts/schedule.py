"""What the commands about schedules say."""

from ozon_xl.texts import Words

REMEMBERED = Words(
    "{count} orders fetched; the workbook itself was not written.",
    "Получено заказов: {count}; сама книга не записана.",
    "已获取 {count} 个订单；未写入工作簿。",
)
INSTALLED = Words(
    "Every {minutes} minutes this computer now looks at {about} and alerts, while you are logged in. See: ozon-xl schedule show",
    "Каждые {minutes} минут компьютер проверяет {about} и уведомляет, пока вы в системе. Посмотреть: ozon-xl schedule show",
    "登录期间，本机每 {minutes} 分钟检查一次 {about} 并发出提醒。查看：ozon-xl schedule show",
)
REMOVED = Words(
    "No longer looked at by itself: {about}", "Больше не проверяется само: {about}", "不再自动检查：{about}"
)
NONE = Words(
    "Nothing is looked at by itself. Run: ozon-xl schedule install",
    "Само ничего не проверяется. Выполните: ozon-xl schedule install",
    "没有自动检查的内容。请运行：ozon-xl schedule install",
)
COL_ABOUT = Words("Workbook or shop", "Книга или магазин", "工作簿或店铺")
COL_EVERY = Words("Every (minutes)", "Каждые (минут)", "间隔（分钟）")
COL_STATE = Words("The system", "Система", "系统")
STANDS = Words("starts it", "запускает", "已安排")
LOST = Words("knows nothing of it", "не знает о нём", "未找到该任务")

# --- the doctor ------------------------------------------------------------------------------------------------------
SCHEDULE = Words("Every {minutes} minutes: {about}", "Каждые {minutes} минут: {about}", "每 {minutes} 分钟：{about}")
SCHEDULE_LOST = Words(
    "The system no longer starts the looks at {about}. Run again: ozon-xl schedule install",
    "Система больше не запускает проверку {about}. Выполните снова: ozon-xl schedule install",
    "系统不再启动对 {about} 的检查。请重新运行：ozon-xl schedule install",
)
