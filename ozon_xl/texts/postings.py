"""Ozon's statuses and the next step, in the user's words."""

from ozon_xl.texts import Words

STATUSES: dict[str, Words] = {
    "awaiting_registration": Words("awaiting registration", "ожидает регистрации", "等待登记"),
    "acceptance_in_progress": Words("being accepted", "идёт приёмка", "正在验收"),
    "awaiting_approve": Words("awaiting confirmation", "ожидает подтверждения", "等待确认"),
    "awaiting_verification": Words("being checked", "проверяется", "核验中"),
    "awaiting_packaging": Words("to be packed", "ожидает сборки", "等待备货"),
    "awaiting_deliver": Words("to be handed over", "ожидает отгрузки", "等待发运"),
    "arbitration": Words("in dispute", "арбитраж", "仲裁中"),
    "client_arbitration": Words("in dispute with the buyer", "клиентский арбитраж", "买家仲裁中"),
    "delivering": Words("on the way", "доставляется", "运输中"),
    "driver_pickup": Words("with the driver", "у водителя", "司机处"),
    "sent_by_seller": Words("sent by the seller", "отправлено продавцом", "卖家已发货"),
    "not_accepted": Words("not accepted", "не принято", "未验收"),
    "delivered": Words("delivered", "доставлено", "已送达"),
    "cancelled": Words("cancelled", "отменено", "已取消"),
    "cancelled_from_split_pending": Words("cancelled (split)", "отменено (разделение)", "已取消（拆分）"),
}

TODO_CONFIRM = Words("Confirm", "Подтвердить", "确认订单")
TODO_PACK = Words("Pack", "Собрать", "备货")
TODO_PACK_AGAIN = Words("Packing failed: pack again", "Сборка не удалась: повторить", "备货失败：请重试")
TODO_NOT_PACKABLE = Words("Packing is closed: see account", "Сборка закрыта: смотреть в ЛК", "不可备货：请查看后台")
TODO_BEING_PACKED = Words("Ozon is packing it: refresh", "Ozon собирает: обновите", "Ozon 正在处理备货：请刷新")
TODO_SEND_OFF = Words("Send off, set “on the way”", "Отправить, отметить «в пути»", "发出并标记“运输中”")
TODO_TRACK = Words("Hand over, add tracking no.", "Передать, внести трек-номер", "交运并填写运单号")
TODO_HAND_OVER = Words("Hand over", "Передать в доставку", "交运")
TODO_NOT_ACCEPTED = Words("Not accepted: hand over again", "Не принято: передать снова", "未验收：重新交运")
TODO_DISPUTE = Words("Answer the dispute", "Ответить в арбитраже", "处理仲裁")
TODO_LOOK = Words("Look in the seller account", "Проверить в личном кабинете", "在卖家后台查看")

TODOS = (
    TODO_CONFIRM,
    TODO_PACK,
    TODO_PACK_AGAIN,
    TODO_NOT_PACKABLE,
    TODO_BEING_PACKED,
    TODO_SEND_OFF,
    TODO_TRACK,
    TODO_HAND_OVER,
    TODO_NOT_ACCEPTED,
    TODO_DISPUTE,
    TODO_LOOK,
)
