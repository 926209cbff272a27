"""The store: one place for everything the product remembers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import make_url

from ozon_xl.domain.rules import Rules
from ozon_xl.errors import PushRunningError
from ozon_xl.home import home
from ozon_xl.locks import TakenError
from ozon_xl.store import schema
from ozon_xl.store.alerts import Alerts
from ozon_xl.store.calls import Calls
from ozon_xl.store.database import Database
from ozon_xl.store.facts import RULES, Facts
from ozon_xl.store.journal import Journal
from ozon_xl.store.locks import computer_lock, server_lock
from ozon_xl.store.migrations import bring_up_to_date
from ozon_xl.store.models import Learnt, keep_model, read_model
from ozon_xl.store.notes import StaffNotes
from ozon_xl.store.place import refuse_shared_place
from ozon_xl.store.snapshots import Snapshots

FILE_NAME = "store.sqlite"


class Store:
    """What is remembered. Several threads may share one, several processes may open the same file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.snapshots = Snapshots(database)
        self.journal = Journal(database)
        self.calls = Calls(database)
        self.alerts = Alerts(database)
        self.notes = StaffNotes(database)
        self.facts = Facts(database)

    @classmethod
    def open(cls, path_or_url: Path | str | None = None) -> Self:
        """The store in a SQLite file (by default that in ``home()``), or at a ``postgresql://`` URL.

        A file that is not there is made; an older one is migrated, with a copy kept beside it.

        Raises:
            StoreOnNetworkError: the file would lie on a network drive or in a synchronised folder.
            StoreDamagedError, StoreNewerError, StoreUnavailableError: as they say.
        """
        if isinstance(path_or_url, str) and "://" in path_or_url:
            database = Database(make_url(path_or_url))
        else:
            path = Path(path_or_url) if path_or_url else home() / FILE_NAME
            refuse_shared_place(path)
            database = Database(path)
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @contextmanager
    def lock(self, shop: str) -> Iterator[None]:
        """Held while one pushes the stock of a shop; freed by the system if the process dies.

        Raises:
            PushRunningError: on entering; somebody else holds it.
        """
        with self._held("push", shop) as is_ours:
            if not is_ours:
                raise PushRunningError(shop=shop)
            yield

    def telling(self, shop: str) -> AbstractContextManager[bool]:
        """Held while one tells people of a shop, freed as ``lock`` is. False: somebody else does so now."""
        return self._held("alert", shop)

    @contextmanager
    def _held(self, what: str, shop: str) -> Iterator[bool]:
        path, engine = self._database.path, self._database.engine
        with ExitStack() as held:
            try:
                held.enter_context(computer_lock(path.parent, what, shop) if path else server_lock(engine, what, shop))
            except TakenError:
                is_ours = False
            else:
                is_ours = True
            yield is_ours

    def rules(self, shop: str) -> Rules:
        """The shop's thresholds as its workbook last had them; the defaults before the first refresh."""
        kept = self.facts.get(shop, RULES)
        values = kept if isinstance(kept, dict) else {}
        return Rules(**{field.name: float(str(values[field.name])) for field in fields(Rules) if field.name in values})

    def keep_rules(self, shop: str, rules: Rules) -> None:
        """Remember the thresholds of the shop's workbook."""
        self.facts.put(shop, RULES, asdict(rules))

    def learnt(self, shop: str) -> Learnt | None:
        """What was last learnt from the shop's past, if anything was."""
        with self._database.reading() as connection:
            return read_model(connection, shop)

    def keep_learnt(self, shop: str, learnt: Learnt) -> None:
        """Remember it."""
        with self._database.writing(schema.models) as connection:
            keep_model(connection, shop, learnt)

    def verify(self) -> int:
        """Look through all of it; returns how many entries the journal has.

        Raises:
            StoreDamagedError: names what is damaged.
        """
        self._database.verify()
        return self.journal.verify()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
