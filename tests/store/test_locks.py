from pathlib import Path
from threading import Thread

import pytest

from ozon_xl.errors import PushRunningError
from ozon_xl.store import Store
from tests.store.make import SHOP, start

HOLD = """
import sys, time
from ozon_xl.store import Store
with Store.open(sys.argv[1]) as store, store.lock(sys.argv[2]):
    print("held")
    time.sleep(60)
"""


def test_one_push_at_a_time_per_shop(store: Store) -> None:
    with store.lock(SHOP):
        with pytest.raises(PushRunningError, match=SHOP), store.lock(SHOP):
            pytest.fail("two pushes at once")
        with store.lock("other"):
            pass
    with store.lock(SHOP):
        pass


def test_threads_exclude_each_other_too(store: Store) -> None:
    refused: list[PushRunningError] = []

    def push() -> None:
        try:
            with store.lock(SHOP):
                pass
        except PushRunningError as error:
            refused.append(error)

    with store.lock(SHOP):
        thread = Thread(target=push)
        thread.start()
        thread.join()
    assert len(refused) == 1


def test_the_lock_is_free_after_an_error(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.lock(SHOP):
        _ = 1 / 0
    with store.lock(SHOP):
        pass


def test_another_process_is_kept_out_until_the_holder_dies(place: Path | str, store: Store) -> None:
    holder = start(HOLD, str(place), SHOP)
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(PushRunningError), store.lock(SHOP):
            pytest.fail("two pushes at once")
        holder.kill()
        holder.wait()
    with store.lock(SHOP):
        pass


@pytest.mark.parametrize("shop", ["..", "../../etc/passwd", "a/b\\c", "ООО Чай", "CON", "1" * 40])
def test_no_name_of_a_shop_leads_the_lock_elsewhere(path: Path, shop: str) -> None:
    with Store.open(path) as store, store.lock(shop):
        files = {each.name for each in path.parent.iterdir()}
        assert any(name.startswith("push-") and name.endswith(".lock") for name in files)
