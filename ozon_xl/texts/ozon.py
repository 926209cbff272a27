"""What the status bar says while the client waits for Ozon."""

from ozon_xl.texts import Words

RETRYING = Words(
    en="Ozon: {why}. Next try in {seconds} s.",
    ru="Ozon: {why}. Повтор через {seconds} с.",
    zh="Ozon：{why}，{seconds} 秒后重试。",
)
WHY_BUSY = Words(en="too many requests", ru="слишком много запросов", zh="请求过多")
WHY_CLOSED = Words(
    en="the method is closed for some minutes", ru="метод закрыт на несколько минут", zh="该方法暂停数分钟"
)
WHY_TROUBLE = Words(en="a fault on Ozon's side", ru="сбой на стороне Ozon", zh="Ozon 服务器故障")
WHY_UNREACHABLE = Words(en="no connection", ru="нет связи", zh="无法连接")
WHY_SLOW = Words(en="no answer in time", ru="нет ответа вовремя", zh="应答超时")
WHY_BROKEN = Words(en="the answer was cut off", ru="ответ оборван", zh="应答不完整")
