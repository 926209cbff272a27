"""The buttons: what each is called, what it says, and the macro behind it. Declared once for sheets, ribbon and macros."""

from typing import NamedTuple

from ozon_xl.texts import Words


class Button(NamedTuple):
    """A button on the sheets and on the ribbon."""

    verb: str
    """What the program is asked for: ``ozon-xl press VERB``."""
    macro: str
    caption: Words
    tip: Words
    """What it does, in one sentence."""


REFRESH = Button(
    "refresh",
    "OzonRefresh",
    Words("Refresh", "Обновить", "刷新"),
    Words("Orders and stock from Ozon", "Заказы и остатки из Ozon", "从 Ozon 获取订单和库存"),
)
PLAN = Button(
    "plan",
    "OzonPlan",
    Words("Check stock edits", "Проверить остатки", "检查库存修改"),
    Words(
        "Show in each row what would be sent; nothing is sent",
        "Показать в каждой строке, что будет отправлено; ничего не отправляется",
        "在每行显示将要提交的内容，不会提交",
    ),
)
PUSH = Button(
    "push",
    "OzonPush",
    Words("Send stock", "Отправить остатки", "提交库存"),
    Words(
        "Send the typed quantities to Ozon after asking you, and read them back",
        "Отправить введённые остатки в Ozon после вашего подтверждения и проверить их",
        "经您确认后把填写的数量提交到 Ozon，并核对结果",
    ),
)
UNDO = Button(
    "undo",
    "OzonUndo",
    Words("Undo last send", "Отменить отправку", "撤销上次提交"),
    Words(
        "Put back what the last send changed, after asking you",
        "Вернуть то, что изменила последняя отправка, после вашего подтверждения",
        "经您确认后恢复上次提交所改的数量",
    ),
)
STOP = Button(
    "stop",
    "OzonStop",
    Words("Stop", "Стоп", "停止"),
    Words("End the running action at its next step", "Остановить выполняемое действие", "停止正在执行的操作"),
)
TICK = Button(
    "tick",
    "OzonTick",
    Words("Countdown on/off", "Отсчёт вкл/выкл", "倒计时 开/关"),
    Words(
        "Recalculate the countdowns every minute while this is on",
        "Пересчитывать отсчёт каждую минуту, пока включено",
        "开启后每分钟更新倒计时",
    ),
)
ALERT_TEST = Button(
    "alert-test",
    "OzonAlertTest",
    Words("Test alerts", "Тест уведомлений", "测试提醒"),
    Words(
        "Send a test message through every channel for alerts of this computer",
        "Отправить проверочное сообщение по всем каналам уведомлений этого компьютера",
        "通过本机的所有提醒渠道发送一条测试消息",
    ),
)

BUTTONS = (REFRESH, PLAN, PUSH, UNDO, STOP, TICK, ALERT_TEST)
