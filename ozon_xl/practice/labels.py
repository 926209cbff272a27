"""Tasks that make labels, and the file that comes of one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from ozon_xl.practice.shop import Shop

FRESH = timedelta(seconds=45)
"""So soon after packing there is no label yet. Source: description of the method, read 2026-11-23."""


@dataclass(frozen=True, slots=True)
class LabelTask:
    """One task."""

    id: int
    kind: str
    numbers: tuple[str, ...]
    made_at: datetime
    lost: int
    """So many of them get no label for no reason of theirs."""

    def unprinted(self, shop: Shop) -> dict[str, str]:
        """The postings without a label, with the reason."""
        lost = dict.fromkeys(self.numbers[: self.lost], "label generation failed")
        for number in self.numbers[self.lost :]:
            packed_at = next(
                (change.at for change in shop.postings[number].history if change.status == "awaiting_deliver"), None
            )
            if packed_at is None:
                lost[number] = "posting has incorrect status"
            elif self.made_at - packed_at < FRESH:
                lost[number] = "the posting isn't ready"
        return lost


@dataclass(slots=True)
class Labels:
    """All tasks."""

    tasks: dict[int, LabelTask] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(918_273_645))

    def add(self, kind: str, numbers: tuple[str, ...], now: datetime, lost: int) -> LabelTask:
        """A new task."""
        task = LabelTask(next(self._ids), kind, numbers, now, lost)
        self.tasks[task.id] = task
        return task


def blank_pages(pages: int) -> bytes:
    """A PDF file of so many pages in the size of a label, 58 by 40 mm."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 164 113] >>"] * pages,
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    entries = "".join(f"{start:010d} 00000 n \n" for start in starts)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return body + f"{tail}startxref\n{len(body)}\n%%EOF\n".encode()
