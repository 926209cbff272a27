"""Every error of the product, grouped by what the one who catches it should do.

    OzonXLError
    ├── SetupError       the user fixes a setting, a key or a subscription
    ├── RetryableError   waiting helps; the client waits and tries again by itself
    ├── RejectedError    Ozon refused this request; others may go on
    ├── StoppedError     the run ends, nothing is half done
    └── BugError         ours

Each says in the user's language what happened and what to do next; what only support needs stands in ``details``
(endpoint, status, trace id; never a key, a header or a body).
"""

from typing import ClassVar

from ozon_xl.texts import Lang, Words
from ozon_xl.texts import errors as texts


class OzonXLError(Exception):
    """The root. ``values`` (texts, or ``Words``) fill the marks of ``words``; ``details`` go to the log."""

    words: ClassVar[Words] = texts.BUG

    def __init__(self, *, details: dict[str, object] | None = None, **values: object) -> None:
        super().__init__()
        self.values = values
        self.details = dict(details or {})

    def say(self, lang: Lang) -> str:
        """What happened and what to do next, in the user's language, with the place and trace id where known."""
        trace, place = self.details.get("trace_id"), self.details.get("place")
        values = {name: value.say(lang) if isinstance(value, Words) else value for name, value in self.values.items()}
        return (f"{place}: " if place else "") + self.words.say(lang, **values) + (f" [{trace}]" if trace else "")

    def __str__(self) -> str:
        return self.say("en")


class SetupError(OzonXLError):
    """The user fixes a setting, a key or a subscription."""


class RetryableError(OzonXLError):
    """Waiting helps. ``wait_s`` is what the server asked for, if it did."""

    wait_s: float | None = None


class RejectedError(OzonXLError):
    """Ozon refused this request; others may go on."""


class StoppedError(OzonXLError):
    """The run ends and nothing is half done."""


class BugError(OzonXLError):
    """Ours. ``what`` names the place."""


class WrongKeyError(SetupError):
    """Ozon knows no such key."""

    words = texts.WRONG_KEY


class KeyDeactivatedError(SetupError):
    """The key has expired or was revoked."""

    words = texts.KEY_DEACTIVATED


class RoleMissingError(SetupError):
    """The key's roles do not cover the method."""

    words = texts.ROLE_MISSING


class KeyTiedToNetworkError(SetupError):
    """The key is bound to other IP addresses."""

    words = texts.KEY_TIED_TO_NETWORK


class SubscriptionMissingError(SetupError):
    """The method needs a higher subscription."""

    words = texts.SUBSCRIPTION_MISSING


class OfferNotSignedError(SetupError):
    """The seller must accept Ozon's new offer first."""

    words = texts.OFFER_NOT_SIGNED


class CompanyBlockedError(SetupError):
    """Ozon has frozen the shop."""

    words = texts.COMPANY_BLOCKED


class ForbiddenError(SetupError):
    """Any other 401 or 403."""

    words = texts.FORBIDDEN


class BadClientIdError(SetupError):
    """The Client-Id is not a positive whole number."""

    words = texts.BAD_CLIENT_ID


class MethodRetiredError(SetupError):
    """Ozon has switched the method off; never to be read as an empty list."""

    words = texts.METHOD_RETIRED


class UnknownShopError(SetupError):
    """The shop is not set up on this computer."""

    words = texts.UNKNOWN_SHOP


class NoShopError(SetupError):
    """No shop is set up at all."""

    words = texts.NO_SHOP


class SettingsDamagedError(SetupError):
    """The settings file is not what the program wrote."""

    words = texts.SETTINGS_DAMAGED


class HomeUnusableError(SetupError):
    """The program's own folder cannot be written."""

    words = texts.HOME_UNUSABLE


class NoKeyStoreError(SetupError):
    """The computer offers no key store that may be trusted."""

    words = texts.NO_KEY_STORE


class KeyFileOpenToOthersError(SetupError):
    """A key file may be read by its owner alone."""

    words = texts.KEY_FILE_OPEN_TO_OTHERS


class StorePythonError(SetupError):
    """The Python of the Windows store cannot be started by Excel."""

    words = texts.STORE_PYTHON


class PathUnwritableError(SetupError):
    """Excel's macros read paths in the computer's own code page; this one has letters outside it."""

    words = texts.PATH_UNWRITABLE


class KeyNeededError(SetupError):
    """A key is wanted and nobody can be asked for it."""

    words = texts.KEY_NEEDED


class KeyUntriedError(SetupError):
    """Ozon could not be asked whether a key works."""

    words = texts.KEY_UNTRIED


class UnknownChannelError(SetupError):
    """No channel for alerts has this name."""

    words = texts.UNKNOWN_CHANNEL


class AddressMissingError(SetupError):
    """The address of a channel is not on this computer."""

    words = texts.ADDRESS_MISSING


class AddressUnreadableError(SetupError):
    """What was typed is not the address of a channel."""

    words = texts.ADDRESS_UNREADABLE


class NoStoreForAddressError(SetupError):
    """The computer offers no store that may be trusted with an address."""

    words = texts.NO_STORE_FOR_ADDRESS


class AddressNeededError(SetupError):
    """An address is wanted and nobody can be asked for it."""

    words = texts.ADDRESS_NEEDED


class NoSchedulerError(SetupError):
    """The operating system did not take the schedule."""

    words = texts.NO_SCHEDULER


class UnsafeStartError(SetupError):
    """The buttons' program was started in a way that lets other people's files in."""

    words = texts.UNSAFE_START


class NotStartableError(SetupError):
    """A Python that is started apart from its user's own folders does not find this program."""

    words = texts.NOT_STARTABLE


class UnsafeAddressError(SetupError):
    """Keys go to Ozon alone, demo keys to the practice shop on loopback alone."""

    words = texts.UNSAFE_ADDRESS


class UnknownScenarioError(SetupError):
    """The practice shop has no scenario of this name."""

    words = texts.UNKNOWN_SCENARIO


class FaultSpecError(SetupError):
    """The practice shop cannot read which faults are wanted."""

    words = texts.FAULT_SPEC


class PortTakenError(SetupError):
    """Another program listens on the port."""

    words = texts.PORT_TAKEN


class RateLimitedError(RetryableError):
    """429."""

    words = texts.RATE_LIMITED


class CircleOpenError(RetryableError):
    """Ozon has closed the method for minutes after a burst."""

    words = texts.CIRCLE_OPEN


class ServerTroubleError(RetryableError):
    """5xx."""

    words = texts.SERVER_TROUBLE


class UnreachableError(RetryableError):
    """No connection, no name, a broken TLS handshake."""

    words = texts.UNREACHABLE


class TimedOutError(RetryableError):
    """No whole answer within the total deadline."""

    words = texts.TIMED_OUT


class BrokenAnswerError(RetryableError):
    """A body that is cut off, too long, or no JSON."""

    words = texts.BROKEN_ANSWER


class InvalidRequestError(RejectedError):
    """400: ``message`` names the field and the bound."""

    words = texts.INVALID_REQUEST


class PeriodTooLongError(InvalidRequestError):
    """The window must be cut into smaller ones."""


class PageTooBigError(InvalidRequestError):
    """The page limit is lower than thought; ``most`` is the bound that Ozon named."""

    most: int = 0


class NotFoundError(RejectedError):
    """404 for an object."""

    words = texts.NOT_FOUND


class PagingStuckError(StoppedError):
    """The cursor repeats."""

    words = texts.PAGING_STUCK


class PageMissingError(StoppedError):
    """More rows are announced, and none come."""

    words = texts.PAGE_MISSING


class WarehousesEmptiedError(StoppedError):
    """Warehouses that had goods are told to have none; to be believed when it is told again."""

    words = texts.WAREHOUSES_EMPTIED


class AnswerChangedError(StoppedError):
    """An answer lacks a field without which nothing is certain."""

    words = texts.ANSWER_CHANGED


class StoppedByUserError(StoppedError):
    """The user pressed Stop."""

    words = texts.STOPPED


class NotAWorkbookError(StoppedError):
    """Not a .xlsx or .xlsm, or damaged."""

    words = texts.NOT_A_WORKBOOK


class WorkbookNotFoundError(StoppedError):
    """No such file."""

    words = texts.WORKBOOK_NOT_FOUND


class WorkbookExistsError(StoppedError):
    """The name is taken."""

    words = texts.WORKBOOK_EXISTS


class WorkbookSuffixError(StoppedError):
    """Not a name of a workbook."""

    words = texts.WORKBOOK_SUFFIX


class WorkbookOpenError(StoppedError):
    """A spreadsheet program holds the file."""

    words = texts.WORKBOOK_OPEN


class WorkbookReadOnlyError(StoppedError):
    """The file or its folder cannot be written."""

    words = texts.WORKBOOK_READ_ONLY


class DiskFullError(StoppedError):
    """No space left."""

    words = texts.DISK_FULL


class WorkbookChangedError(StoppedError):
    """Somebody else wrote the file since it was opened."""

    words = texts.WORKBOOK_CHANGED


class WorkbookUnreachableError(StoppedError):
    """The drive or the network folder is gone."""

    words = texts.WORKBOOK_UNREACHABLE


class WorkbookUnusualError(StoppedError):
    """Valid perhaps, but not written as spreadsheet programs write."""

    words = texts.WORKBOOK_UNUSUAL


class WorkbookUnsafeError(StoppedError):
    """A zip bomb, a DTD, or worse."""

    words = texts.WORKBOOK_UNSAFE


class WorkbookAtWorkError(StoppedError):
    """One button or command at a time on a workbook."""

    words = texts.WORKBOOK_AT_WORK


class WorkbookNotOpenError(StoppedError):
    """No spreadsheet program within reach has the workbook open."""

    words = texts.WORKBOOK_NOT_OPEN


class WorkbookOpenTwiceError(StoppedError):
    """A workbook and a copy of it are open; which one is meant, nobody can tell."""

    words = texts.WORKBOOK_OPEN_TWICE


class ProgramMissingError(SetupError):
    """The spreadsheet program, or what it takes to reach it, is not on this computer."""

    words = texts.PROGRAM_MISSING


class ProgramBusyError(StoppedError):
    """The spreadsheet program takes no calls: somebody edits a cell or has a dialog open."""

    words = texts.PROGRAM_BUSY


class ProgramGoneError(StoppedError):
    """The spreadsheet program or the workbook was closed in the middle."""

    words = texts.PROGRAM_GONE


class ProgramRefusedError(StoppedError):
    """The spreadsheet program refused, or did something else than it was told."""

    words = texts.PROGRAM_REFUSED


class TableMissingError(StoppedError):
    """A declared table is gone."""

    words = texts.TABLE_MISSING


class ColumnMissingError(StoppedError):
    """A declared column is gone."""

    words = texts.COLUMN_MISSING


class ColumnTwiceError(StoppedError):
    """Two columns bear a declared heading, perhaps in two languages."""

    words = texts.COLUMN_TWICE


class CellNameMissingError(StoppedError):
    """A declared cell name is gone."""

    words = texts.CELL_NAME_MISSING


class TableBlockedError(StoppedError):
    """Something in or below the table keeps it from being written."""

    words = texts.TABLE_BLOCKED


class SheetNameTakenError(StoppedError):
    """A sheet of the staff has the name that one of ours is to get."""

    words = texts.SHEET_NAME_TAKEN


class TooManyRowsError(StoppedError):
    """More rows than a sheet holds; never cut silently."""

    words = texts.TOO_MANY_ROWS


class WorkbookNewerError(StoppedError):
    """Made by a newer version."""

    words = texts.WORKBOOK_NEWER


class WorkbookOfOtherShopError(StoppedError):
    """The workbook is bound to another shop."""

    words = texts.WORKBOOK_OF_OTHER_SHOP


class StoreOnNetworkError(StoppedError):
    """SQLite must not lie on a network drive."""

    words = texts.STORE_ON_NETWORK


class StoreDamagedError(StoppedError):
    """The data file or the journal's chain is broken."""

    words = texts.STORE_DAMAGED


class StoreNewerError(StoppedError):
    """The schema is newer than this program."""

    words = texts.STORE_NEWER


class StoreUnavailableError(StoppedError):
    """The data file cannot be opened or written, or the database server does not answer."""

    words = texts.STORE_UNAVAILABLE


class PushRunningError(StoppedError):
    """One push at a time per shop."""

    words = texts.PUSH_RUNNING


class AddInInUseError(StoppedError):
    """Excel holds the file of the functions open."""

    words = texts.ADD_IN_IN_USE


class PlanUnusableError(StoppedError):
    """The plan is stale, changed, or of another workbook or shop."""

    words = texts.PLAN_UNUSABLE


class ConsentNeededError(StoppedError):
    """The user has not consented to this plan, or it needs a second consent."""

    words = texts.CONSENT_NEEDED


class NothingToUndoError(StoppedError):
    """Nothing was sent of what was chosen, or all of it was taken back."""

    words = texts.NOTHING_TO_UNDO


class NothingToCompareError(StoppedError):
    """There are no two refreshes to hold against each other."""

    words = texts.NOTHING_TO_COMPARE


class RunUnknownError(StoppedError):
    """The journal knows no such run."""

    words = texts.RUN_UNKNOWN


class ExportSuffixError(StoppedError):
    """A kind of file that the journal is not exported into."""

    words = texts.EXPORT_SUFFIX


class FileNotWrittenError(StoppedError):
    """A file that the user named cannot be written."""

    words = texts.FILE_NOT_WRITTEN
