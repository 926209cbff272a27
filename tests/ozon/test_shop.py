import pytest

from ozon_xl.errors import BadClientIdError, UnsafeAddressError, WrongKeyError
from ozon_xl.ozon.shop import OZON, Shop

REAL = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
DEMO = "demo-0123"

SAFE_FOR_DEMO = [
    "http://127.0.0.1:8123",
    "http://127.0.0.1",
    "http://localhost:8123",
    "http://localhost:8123/",
]
NEVER_SAFE = [
    "",
    "api-seller.ozon.ru",
    "http://api-seller.ozon.ru",
    "HTTP://api-seller.ozon.ru",
    "https://api-seller.ozon.ru:8443",
    "https://api-seller.ozon.ru@evil.example",
    "https://api-seller.ozon.ru.evil.example",
    "https://api-seller.ozon.ru%2eevil.example",
    "https://api-seller.ozon.ru/..",
    "https://api-seller.ozon.ru/?x=",
    "https://api-seller.ozon.ru#",
    "https://api-seller.ozon.ru\\.evil.example",
    "https://api-seller.ozon.ru\n.evil.example",
    "https://api-seller.ozon.ru ",
    " https://api-seller.ozon.ru",
    "https://API-SELLER.ozon.ru.evil.example",
    "https://api-sеller.ozon.ru",  # a Cyrillic letter
    "https://xn--api-sller-9of.ozon.ru",
    "https://evil.example/https://api-seller.ozon.ru",
    "https://user:pass@api-seller.ozon.ru",
    "https://api-seller.ozon.ru:443@evil.example",
    "https://[::1]",
    "https://127.0.0.1",
    "https://127.0.0.1:8123",
    "https://localhost:8123",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "http://127.0.0.1:80@evil.example",
    "http://127.0.0.1:8123@evil.example:80",
    "http://127.0.0.1:8123/@evil.example",
    "http://127.0.0.1:8123/path",
    "http://127.0.0.1:8123?x=1",
    "http://127.0.0.1:8123#x",
    "http://127.0.0.1:8123\n",
    "http://127.0.0.1:8123\r\nHost: evil.example",
    "http://127.0.0.1:٨",
    "http://127.0.0.1:123456",
    "http://127.0.0.1:",
    "http://127.0.0.1:-1",
    "http://127.0.0.2:8123",
    "http://127.1:8123",
    "http://127.0.0.1%00.evil.example",
    "http://2130706433:8123",
    "http://0x7f000001:8123",
    "http://0:8123",
    "http://0.0.0.0:8123",
    "http://[::1]:8123",
    "http://[::ffff:127.0.0.1]:8123",
    "http://localhost.evil.example",
    "http://localhost:8123.evil.example",
    "http://LOCALHOST:8123",
    "http://evil.example",
    "http://192.168.1.5:8123",
    "http://10.0.0.1",
    "http://169.254.169.254",
    "//127.0.0.1:8123",
    "ftp://127.0.0.1:8123",
    "file:///etc/passwd",
    "unix:/run/socket",
    "javascript:alert(1)",
    "http:/127.0.0.1:8123",
    "http:127.0.0.1:8123",
    "http://127.0.0.1:8123,evil.example",
    "http://user:pass@127.0.0.1:8123",
]


def test_there_are_enough_tricks() -> None:
    assert len(set(NEVER_SAFE)) >= 60


@pytest.mark.parametrize("address", NEVER_SAFE)
@pytest.mark.parametrize("key", [REAL, DEMO])
def test_no_key_leaves_the_allowed_addresses(address: str, key: str) -> None:
    with pytest.raises(UnsafeAddressError):
        Shop("1", key, address)


@pytest.mark.parametrize("address", SAFE_FOR_DEMO)
def test_loopback_takes_demo_keys_alone(address: str) -> None:
    assert Shop("1", DEMO, address).base_url == address
    for key in (REAL, "Demo-0123", "xdemo-0123"):
        with pytest.raises(UnsafeAddressError):
            Shop("1", key, address)


def test_ozon_is_the_default() -> None:
    assert Shop("1", REAL).base_url == OZON == "https://api-seller.ozon.ru"


@pytest.mark.parametrize("client_id", ["", "0", "-1", "+1", "1.0", "12a", " 1", "1\n", "١٢", "00"])
def test_a_client_id_is_a_positive_number(client_id: str) -> None:
    with pytest.raises(BadClientIdError):
        Shop(client_id, REAL)


@pytest.mark.parametrize("key", ["", " ", f"{REAL}\n", f"{REAL}\r\nX: y", "ключ", "a b", "\x00", "密钥"])
def test_a_key_that_no_header_can_hold_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(WrongKeyError) as caught:
        Shop("1", key)
    if key.strip():
        assert key.strip() not in f"{caught.value}{caught.value.details}{caught.value.values}"


def test_the_key_is_not_shown() -> None:
    assert REAL not in f"{Shop('1', REAL)} {Shop('1', REAL)!r}"
