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

ALLOWED = Words("Errors allowed", "Запас ошибок", "还可出错数")
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

ON_TIME = Words("Orders on time", "Заказы вовремя", "订单按时率")
ON_TIME_NOW = Words("On time now", "Вовремя сейчас", "当前按时率")
ON_TIME_MEANS = Words(
    "About {e} late of {n} orders in {d} days, by the orders that we know of. {z}",
    "Опоздали примерно {e} из {n} заказов за {d} дн. — по известным нам заказам. {z}",
    "按已知订单估计：{d} 天内约 {n} 个订单中有 {e} 个超时。{z}",
)
ON_TIME_ZONES = (
    Words("Ozon has nothing against it.", "Претензий у Ozon нет.", "Ozon 无异议。"),
    Words(
        "Ozon WARNS that sales may be blocked.",
        "Ozon ПРЕДУПРЕЖДАЕТ: продажи могут заблокировать.",
        "Ozon 警告：可能停止销售。",
    ),
    Words(
        "Ozon BLOCKS SALES at this value.", "При таком значении Ozon БЛОКИРУЕТ ПРОДАЖИ.", "在此数值下 Ozon 会停止销售。"
    ),
)
"""By how many of the two thresholds it is below."""
NO_ON_TIME = Words(
    "Ozon gives no such rating (too few orders?).",
    "Ozon не показывает этот рейтинг (мало заказов?).",
    "Ozon 未提供该评级（订单太少？）。",
)
LATE_ALLOWED = Words("Late orders allowed", "Запас опозданий", "还可超时数")
LATE_ALLOWED_MEANS = Words(
    "So many more late orders keep it at {t} % or above; then: {z}",
    "Столько ещё опозданий оставят его не ниже {t} %; дальше: {z}",
    "再有这么多订单超时仍不低于 {t} %；再多则：{z}",
)
LATE_LAST = Words("No threshold is left.", "Порогов больше нет.", "已无更低的门槛。")
LATE_RED_MEANS = Words(
    "If all of them are late, it will be {p} %. {z}",
    "Если опоздают все, будет {p} %. {z}",
    "若全部超时，将为 {p} %。{z}",
)
NO_LATE_RED = Words("No order is about to be late.", "Опозданий сейчас не ожидается.", "暂无即将超时的订单。")
LATE_LEAVING = Words("Next late ones to leave", "Скоро уйдут", "即将移出的超时")

RED_IF = Words(
    "Red orders now: {n}. The last column is for the case that all of them fail by your fault.",
    "Красных заказов: {n}. Последний столбец — если все они сорвутся по вашей вине.",
    "红色订单：{n} 个。最后一列为全部因您的原因失败时的数值。",
)
COL_DAY = Words("Day", "День", "日期")
COL_FAILED = Words("Errors", "Ошибок", "错误数")
COL_LATE = Words("Late", "Опоздали", "超时数")
COL_SHARE = Words("Value", "Значение", "数值")
COL_IF_FAILED = Words("If red ones fail", "Если красные сорвутся", "若红色订单失败")

MONEY = Words("Money at stake", "Деньги под угрозой", "涉及的金额")
AMOUNT = Words("Rise of the tariff", "Рост тарифа", "费率上涨")
CHARGE = Words("Charge if cancelled, ≈", "Плата при отмене, ≈", "取消时的错误处理费 ≈")
"""The line of what is lost has what Ozon has charged."""
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
    "The tariff has risen already, or the order is late; charges that Ozon has made.",
    "Тариф уже вырос или заказ просрочен; плата, которую Ozon уже взял.",
    "费率已上涨，或订单已超时；Ozon 已收取的费用。",
)
