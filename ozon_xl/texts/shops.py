"""What Ozon says of a shop's key, and what the user should do about it."""

from ozon_xl.texts import Words

CHECKED = Words(
    "Shop {shop} ({name}): the key works until {until}; roles: {roles}.",
    "Магазин {shop} ({name}): ключ действует до {until}; роли: {roles}.",
    "店铺 {shop}（{name}）：密钥有效期至 {until}；角色：{roles}。",
)
CHECKED_UNDATED = Words(
    "Shop {shop} ({name}): the key works, Ozon does not tell until when; roles: {roles}.",
    "Магазин {shop} ({name}): ключ действует, срок Ozon не сообщает; роли: {roles}.",
    "店铺 {shop}（{name}）：密钥有效，Ozon 未告知有效期；角色：{roles}。",
)
ADMIN = Words(
    "The key of shop {shop} has the Admin role. A key with fewer rights (orders and products) is safer.",
    "У ключа магазина {shop} роль Admin. Безопаснее ключ с меньшими правами (заказы и товары).",
    "店铺 {shop} 的密钥拥有 Admin 角色。权限较少的密钥（订单与商品）更安全。",
)
EXPIRES = Words(
    "The key of shop {shop} ends in {days} days. Make a new one in your seller account and run: ozon-xl shop add {shop}",
    "Ключ магазина {shop} истекает через {days} дн. Создайте новый в личном кабинете и выполните: "
    "ozon-xl shop add {shop}",
    "店铺 {shop} 的密钥将在 {days} 天后到期。请在卖家后台新建密钥，然后运行：ozon-xl shop add {shop}",
)
EXPIRED = Words(
    "The key of shop {shop} has ended. Make a new one in your seller account and run: ozon-xl shop add {shop}",
    "Ключ магазина {shop} истёк. Создайте новый в личном кабинете и выполните: ozon-xl shop add {shop}",
    "店铺 {shop} 的密钥已到期。请在卖家后台新建密钥，然后运行：ozon-xl shop add {shop}",
)
LACKS = Words(
    "The key of shop {shop} may not use {method}. Make a key whose roles allow it and run: ozon-xl shop add {shop}",
    "Ключу магазина {shop} недоступен метод {method}. Создайте ключ с нужными ролями и выполните: "
    "ozon-xl shop add {shop}",
    "店铺 {shop} 的密钥无权使用 {method}。请新建具备相应角色的密钥，然后运行：ozon-xl shop add {shop}",
)
RETIRED = Words(
    "Shop {shop}: Ozon offers only a newer version of {method}. Download the new version of ozon-xl and install it "
    "(python -m pip install .).",
    "Магазин {shop}: Ozon предлагает только более новую версию метода {method}. Скачайте новую версию ozon-xl "
    "и установите её (python -m pip install .).",
    "店铺 {shop}：Ozon 只提供 {method} 的更新版本。请下载 ozon-xl 的新版本并安装（python -m pip install .）。",
)
