"""Messages through Apprise to real receivers on this computer, and what is said of those that do not take them."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from ozon_xl.actions import channels
from ozon_xl.actions.channels import EXAMPLES, Answer, send, service_of
from ozon_xl.domain.alerts import Fate
from ozon_xl.errors import AddressUnreadableError
from tests.receivers import Receiver, hook, mail

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by one of Apprise's many parts
TITLE, BODY = "Ozon: 2 КРИТИЧНО 危急 [a1b2]", "12345-0001-1  00:45\nСобрать 备货\n\n.точка\n[a1b2]"


@pytest.fixture(params=[hook, mail], ids=["hook", "mail"])
def receiver(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    with request.param() as serving:
        yield serving


def test_a_message_arrives_as_it_was_written(receiver: Receiver) -> None:
    assert send(receiver.address, TITLE, BODY) == Answer(Fate.SENT)
    (got,) = receiver.got
    assert got.title == TITLE
    assert [line.strip() for line in got.body.split("\n") if line.strip()] == [x for x in BODY.split("\n") if x]


def test_one_that_refuses_is_told_from_one_that_took_it(receiver: Receiver) -> None:
    receiver.manner = "fail"
    answer = send(receiver.address, TITLE, BODY)
    assert answer.fate is Fate.FAILED
    assert answer.why
    assert receiver.secret not in answer.why  # type: ignore[attr-defined]
    assert receiver.got == []


def test_one_that_hangs_up_failed(receiver: Receiver) -> None:
    receiver.manner = "drop"
    assert send(receiver.address, TITLE, BODY).fate is Fate.FAILED


def test_nobody_there_is_a_failure_without_the_secret(receiver: Receiver) -> None:
    address = receiver.address.replace(str(receiver.port), "9")
    answer = send(address, TITLE, BODY)
    assert answer.fate is Fate.FAILED
    assert receiver.secret not in answer.why  # type: ignore[attr-defined]


def test_nobody_knows_what_became_of_a_message_that_is_not_answered_in_time(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "PATIENCE_S", 0.3)
    receiver.manner = "slow"
    assert send(receiver.address, TITLE, BODY).fate is Fate.SENDING


def test_a_slow_one_is_waited_for(receiver: Receiver) -> None:
    receiver.manner = "slow"
    assert send(receiver.address, TITLE, BODY) == Answer(Fate.SENT)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("address", EXAMPLES)
def test_the_examples_are_addresses(address: str) -> None:
    assert service_of(address) in {"E-Mail", "Telegram", "WeCom Bot", "DingTalk", "Feishu"}


@pytest.mark.parametrize("address", ["", "nonsense", "https://", "foo://bar", "tgram://", "file:///etc/passwd"])
def test_what_is_no_address_is_refused_with_examples(address: str) -> None:
    with pytest.raises(AddressUnreadableError) as caught:
        service_of(address)
    assert "tgram://" in caught.value.say("zh")


@pytest.mark.parametrize("said", ["to /s3cretTok%en failed", "S3CRETTOK EN", "error=401 s3crettok"])
def test_no_part_of_an_address_is_ever_said(said: str) -> None:
    cleaned = channels._clean(said, "tgram://s3cretTok%20en/12345678")
    assert "s3crettok" not in cleaned.casefold()
    assert ("401" in said) == ("401" in cleaned)


def test_apprise_is_loaded_only_to_send() -> None:
    code = "import sys, ozon_xl.cli; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
