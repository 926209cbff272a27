"""What a press of the button does, without the questions."""

from ozon_xl.actions.stock import Consent, PushResult, make_plan, push, resume
from ozon_xl.hosts.base import Host
from ozon_xl.ozon.client import OzonClient
from ozon_xl.store import Store


def press(host: Host, client: OzonClient, store: Store) -> PushResult | None:
    """Earlier runs are brought to their end first; then goes what stands in the sheet, if any of it can be sent."""
    resume(host, client, store, client.clock)
    plan = make_plan(host, client, client.clock, store=store)
    return push(plan, Consent(plan.hash, second=True), host, client, store, client.clock) if plan.items else None
