"""What the practice shop says to the person who starts it."""

from ozon_xl.texts import Words

CALM = Words(
    "Nothing happens by itself; only the clocks run.",
    "Само ничего не происходит, идут только часы.",
    "一切平静，只有时间在走。",
)
DAY = Words(
    "An ordinary day: orders, cancellations, packing, the carrier, now and then a moved deadline.",
    "Обычный день: заказы, отмены, сборка, перевозчик, иногда сдвинутый срок.",
    "普通的一天：下单、取消、打包、揽收，偶尔期限被改动。",
)
MORNING_RUSH = Words(
    "Morning rush: four orders a minute for an hour, and little time for each.",
    "Утренний наплыв: час подряд по четыре заказа в минуту, и времени на каждый мало.",
    "早高峰：一小时内每分钟四个订单，时间都很紧。",
)
SHORTAGE = Words(
    "Shortage: the shelves hold less than was promised.",
    "Нехватка: на полках меньше, чем обещано.",
    "缺货：货架上的数量少于已承诺的数量。",
)
STOCK_RACE = Words(
    "Stock race: buyers order and another program writes stock while you write yours.",
    "Гонка остатков: пока вы пишете остатки, покупатели заказывают, а другая программа пишет свои.",
    "库存竞争：您写库存的同时，买家在下单，另一个程序也在写库存。",
)
CARRIER_LATE = Words(
    "The carrier does not come: packed parcels pass their deadlines.",
    "Перевозчик не приезжает: собранные отправления просрочиваются.",
    "承运商没来：已打包的货件陆续超时。",
)
MOVING_DATES = Words(
    "Ozon keeps moving deadlines.",
    "Ozon то и дело сдвигает сроки.",
    "Ozon 不断改动发货期限。",
)
WORKSHOP = Words(
    "A team packs in working hours what is due first, the carrier comes once a day: a past to learn from.",
    "Команда собирает в рабочие часы то, что срочнее, перевозчик приезжает раз в день: есть на чём учиться.",
    "团队在工作时间先打包最紧急的，承运商每天来一次：可供学习的历史。",
)
SLOW_OZON = Words(
    "Ozon answers slowly.",
    "Ozon отвечает медленно.",
    "Ozon 响应缓慢。",
)
OZON_DOWN = Words(
    "Ozon is in trouble: errors, refusals and broken connections, also after a write took effect.",
    "У Ozon сбой: ошибки, отказы и обрывы связи, в том числе после того, как запись подействовала.",
    "Ozon 故障：报错、拒绝、断线，有时写入已生效后才断线。",
)
OPEN = Words(
    "The practice shop is open: Client-Id {client_id}, {postings} postings, {offers} offers. {about} Stop with Ctrl+C.",
    "Учебный магазин открыт: Client-Id {client_id}, отправлений {postings}, артикулов {offers}. {about} Остановить: Ctrl+C.",
    "练习店铺已开张：Client-Id {client_id}，{postings} 个货件，{offers} 个货号。{about}按 Ctrl+C 停止。",
)
