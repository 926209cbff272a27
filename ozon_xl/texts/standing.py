"""The blocks of the Today sheet about the error index and about money. Marks in braces become cells.

Ozon speaks of a tariff and of a processing charge, never of a fine, and so do we.
"""

from ozon_xl.texts import Words

INDEX = Words("Error index (FBS and rFBS)", "Индекс ошибок (FBS и rFBS)", "错误指数（FBS 与 rFBS）")
FIGURE = Words("Figure", "Показатель", "指标")
PROCESSING_CHARGE = Words("Processing charge", "Стоимость обработки", "错误处理费")

NOW = Words("Index now", "Индекс сейчас", "当前指数")
NOW_MEANS = Words(
    "{e} errors of {n} orders in {d} days; today counts from tomorrow.",
    "Ошибок {e} из {n} заказов за {d} дн.; сегодня войдёт завтра.",
    "错误 {e} 个，创建订单 {n} 个（最近 {d} 天；今天的数据明天计入）。",
)
UNKNOWN = Words("Ozon did not tell: {why}", "Ozon не сообщил: {why}", "Ozon 未提供：{why}")

ZONE = Words("Zone", "Зона", "区间")
FREE_ZONE = Words(
    "Zone 0: Ozon charges nothing for errors.",
    "Зона 0: Ozon ничего не берёт за ошибки.",
    "0 区：Ozon 不收取错误处理费。",
)
DEAR_ZONE = Words(
    "Zone {z}: Ozon charges for processing each error. Zones begin above {edges} %.",
    "Зона {z}: Ozon берёт плату за обработку каждой ошибки. Зоны начинаются выше {edges} %.",
    "{z} 区：Ozon 对每个错误收取处理费。各区间起点：{edges} %。",
)

ALLOWED = Words("Errors left", "Запас ошибок", "剩余错误数")
ALLOWED_MEANS = Words(
    "So many more errors keep the zone.",
    "Столько ещё ошибок не изменят зону.",
    "再发生这么多错误仍不会进入下一区间。",
)
LAST_ZONE = Words(
    "The last zone: Ozon may block the account.",
    "Последняя зона: Ozon может заблокировать кабинет.",
    "最后一个区间：Ozon 可能封锁账户。",
)

RED = Words("Red orders now", "Красных заказов", "红色订单")
RED_MEANS = Words(
    "If all of them fail by your fault, the index will be {p} %, zone {z}.",
    "Если все они сорвутся по вашей вине, индекс будет {p} %, зона {z}.",
    "若全部因您的原因失败，指数将为 {p} %，{z} 区。",
)
NO_RED = Words("No order adds an error today.", "Сегодня ошибок не прибавится.", "今天没有新增错误的订单。")

LEAVING = Words("Next errors to leave", "Скоро уйдут", "即将移出的错误")
LEAVING_MEANS = Words(
    "They stop counting on {y}-{m}-{d}.",
    "Перестанут учитываться {d}.{m}.{y}.",
    "自 {y}-{m}-{d} 起不再计入。",
)
NONE_LEAVING = Words("No errors count now.", "Ошибок в расчёте нет.", "目前没有计入的错误。")

RATINGS = Words("Other ratings", "Другие рейтинги", "其他评级")
RATINGS_FINE = Words("None asks for attention.", "Внимания не требуют.", "均无需关注。")
PENALTY = Words("penalty points exceeded", "превышены штрафные баллы", "罚分已超限")

MONEY = Words("Money: tariff at stake", "Деньги: тариф под угрозой", "金额：涉及的费率")
AMOUNT = Words("Rise of the tariff", "Рост тарифа", "费率上涨")
FATE = Words("State", "Положение", "状态")
SAVABLE = Words("Can be saved", "Можно сохранить", "可保住")
SAVABLE_MEANS = Words(
    "Handing over in time keeps it.",
    "Останется у вас, если отгрузить вовремя.",
    "按时交货即可保住。",
)
AT_RISK = Words("At high risk", "Высокий риск", "高风险")
AT_RISK_MEANS = Words(
    "Chance to make it below {p} %; where there is none: urgent or critical.",
    "Шанс успеть ниже {p} %; где его нет — срочно или критично.",
    "按时概率低于 {p}%；没有概率时为紧急或危急。",
)
BLOCKED = Words("Blocked", "Заблокировано", "受阻")
BLOCKED_MEANS = Words(
    "Goods are missing for these orders.",
    "Для этих заказов не хватает товара.",
    "这些订单缺货。",
)
LOST = Words("Lost", "Потеряно", "已损失")
LOST_MEANS = Words(
    "The tariff has risen already, or the order is late.",
    "Тариф уже вырос или заказ просрочен.",
    "费率已上涨，或订单已超时。",
)
