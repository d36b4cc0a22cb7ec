"""The types that travel from one stage to the next.

    files -> Source -> Leaf(words or cells) -> Document(fields, rows) -> Application -> Outcome -> Review

All are frozen: a stage returns a new value and changes none. Money is `Decimal`, a day is `date`, a month is the string
"YYYY-MM" (which sorts as it should). Text is normalised as `pipeline.text` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""An upright picture, height x width x 3, in the order blue, green, red (OpenCV's)."""

Transform: TypeAlias = NDArray[np.float64]
"""A 3 x 3 homography."""

Unit = Literal["px", "pt"]
Method = Literal["text", "ocr", "cell", "repaired", "derived", "human"]
Original = Literal["signed_pdf", "issuer_pdf", "scan", "photo", "screenshot", "editable"]
Role = Literal["borrower", "co_borrower"]
Coverage = Literal["full", "partial", "none"]


# ---------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, counted from the top-left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: a box on a page as displayed, or a cell of a spreadsheet.

    `file` is relative to the application, "a.zip/inner/name" inside an archive. `page` counts from 1. `box` is in the unit
    of that page.
    """

    file: str
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None


# ---------------------------------------------------------------- what a file holds


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on one line, as the text layer or a recogniser gives it.

    `edges`, where known, are the x of every character boundary, len(text) + 1 of them, so that a run which spans two
    columns can be cut. `sure`, where known, is how sure the recogniser is of each character, len(text) of them.
    """

    text: str
    box: Box
    confidence: float = 1.0
    edges: tuple[float, ...] | None = None
    sure: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed (EXIF and quarter turns undone): a PDF page or a picture. Its number counts from 1.

    `turn` is how many quarter turns clockwise bring it from what the file shows to upright, for whoever draws it.
    """

    file: str
    number: int
    width: float
    height: float
    unit: Unit
    turn: int = 0


@dataclass(frozen=True, eq=False)  # each is itself alone, so that what was found on it can be kept beside it
class Region:
    """A piece of a page that can be read as it stands: the whole of a digital page, or a straightened card.

    Word boxes are in the region's own coordinates; `to_page` (identity where None) carries them to the page. `pixels()`
    gives the picture of the region at its own scale for pictures, at 200 dpi for PDF pages (`scale` pixels to one unit of
    the region). `rules` are the printed lines of a table, horizontal and vertical, where the text layer tells them. `card` says
    that it is a card-sized sheet laid flat, be anything legible on it or not. `finer(width)`, of pictures, lays the region flat at another
    width in pixels: what is as fine as a screen's dots is lost at the region's own.
    """

    page: Page
    width: float
    height: float
    words: tuple[Word, ...]
    method: Literal["text", "ocr"]
    to_page: Transform | None = None
    pixels: Callable[[], Pixels] | None = None
    scale: float = 1.0
    rules: tuple[Box, ...] = ()
    card: bool = False
    finer: Callable[[int], Pixels] | None = None

    def place(self, box: Box) -> Place:
        """The bounds, on the page, of a box of this region, clipped to the page."""
        page = self.page
        if self.to_page is None and box.left >= 0 <= box.top and box.right <= page.width and box.bottom <= page.height:
            return Place(page.file, page.number, box)  # as of nearly every word
        left, top, right, bottom = self._bounds(box)
        clipped = Box(max(left, 0.0), max(top, 0.0), min(right, self.page.width), min(bottom, self.page.height))
        return Place(self.page.file, self.page.number, clipped)

    def _bounds(self, box: Box) -> tuple[float, float, float, float]:
        if self.to_page is None:
            return box.left, box.top, box.right, box.bottom
        corners = np.array(
            [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]], dtype=float
        )
        mapped = np.hstack([corners, np.ones((4, 1))]) @ self.to_page.T
        points = mapped[:, :2] / mapped[:, 2:]
        (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a spreadsheet, or a CSV file (whose sheet has the name of the file without its ending).

    `rows` are the cells as text: numbers in plain notation without grouping, dates as "YYYY-MM-DD" or "YYYY-MM-DD HH:MM:SS",
    empty cells as "". Row and column count from 0; all rows have the same length.
    """

    file: str
    sheet: str
    rows: tuple[tuple[str, ...], ...]

    def place(self, row: int, column: int) -> Place:
        """The place of a cell, "C5" for row 4, column 2."""
        letters, rest = "", column + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return Place(self.file, sheet=self.sheet, cell=f"{letters}{row + 1}")


Leaf: TypeAlias = Region | Grid
"""What a reader is asked about: one region of a page, or one sheet."""


class Fault(StrEnum):
    """Why a file, or a part of it, could not be taken in."""

    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that gave no document. `detail` is a Chinese sentence for the applicant: what is wrong and what to do."""

    file: str
    fault: Fault
    detail: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was taken in: opened, sniffed, decrypted and within the limits. `data` is the opened content.

    `sha256` is of the file as uploaded. `kind` is what the content is, whatever the name says. `facts` are traits (see `Opened`) that
    only the file as uploaded tells, before it was decrypted.
    """

    file: str
    kind: Literal["pdf", "image", "spreadsheet", "csv", "ofd"]
    sha256: str
    data: bytes = field(repr=False)
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Opened:
    """What the pages of a source hold, before any reader is asked.

    `traits` are facts of the file as a whole that tell how good a paper it is: "signed", "producer", "creator", "exif_camera",
    "screenshot", "scan" …, each only where it is so.
    """

    source: Source
    pages: tuple[Page, ...]
    leaves: tuple[Leaf, ...]
    traits: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- what was read


Value: TypeAlias = str | date | datetime | Decimal | int | bool


@dataclass(frozen=True, slots=True)
class Field:
    """A value with the place that it was read from.

    `value` is None where the field is there but cannot be read; `reason` (Chinese) then says why. `raw` is the text as it
    was recognised. `readings` keeps every reading of a repaired or doubtful value.
    """

    value: Value | None
    confidence: float
    method: Method
    place: Place | None = None
    raw: str = ""
    reason: str | None = None
    readings: tuple[str, ...] = ()
    by: str | None = None
    at: str | None = None
    was: Value | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """A row of a bank or wallet statement. Money in is positive; a neutral row of a wallet keeps its printed amount.

    `status` is the state of a wallet's order as printed; `closed` says that it was closed and moved no money. `unread` names the
    columns that are there and could not be read; their value is None. `readings` are the amounts and balances that were read where
    another was given in their place, or none.
    """

    date: date | None
    amount: Decimal | None
    time: str | None = None
    balance: Decimal | None = None
    counterparty: str | None = None
    counterparty_account: str | None = None
    summary: str | None = None
    status: str | None = None
    neutral: bool = False
    closed: bool = False
    page: int | None = None
    place: Place | None = None
    method: Method = "text"
    confidence: float = 1.0
    unread: frozenset[str] = frozenset()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earning:
    """A row of gig earnings: an order or a day (`date`), or a month (`month`)."""

    amount: Decimal | None
    date: date | None = None
    month: str | None = None
    orders: int | None = None
    kind: str | None = None
    page: int | None = None
    place: Place | None = None
    method: Method = "text"
    confidence: float = 1.0
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contribution:
    """A month of social insurance (`scheme`, `base`, `personal`, `paid`) or of the housing fund (`base`, `amount`)."""

    month: str
    scheme: Literal["pension", "medical", "unemployment", "injury", "maternity"] | None = None
    base: Decimal | None = None
    personal: Decimal | None = None
    amount: Decimal | None = None
    paid: bool | None = None
    backpaid: bool | None = None
    employer: str | None = None
    page: int | None = None
    place: Place | None = None
    method: Method = "text"
    confidence: float = 1.0
    unread: frozenset[str] = frozenset()


Row: TypeAlias = Transaction | Earning | Contribution


@dataclass(frozen=True, slots=True)
class Guide:
    """How to export a paper of one issuer: Chinese steps, "{start}" and "{end}" stand for the first and last day wanted."""

    issuer: str  # the code in the contract's list: "icbc", "didi"
    name: str  # as an applicant says it: "工商银行"
    how: str
    marks: tuple[str, ...] = ()  # names of its apps and companies, which a payer may bear


@dataclass(frozen=True, slots=True)
class PictureFault:
    """A fault of a picture where it matters. `kind` is one of blurred, glare, cropped, covered, dark, small, recapture, photocopy."""

    kind: str
    place: Place
    score: float


@dataclass(frozen=True)
class Reading:
    """What a reader made of the leaves it claimed."""

    type: str  # a document type of the contract
    fields: Mapping[str, Field]
    rows: tuple[Row, ...] = ()
    guide: Guide | None = None
    faults: tuple[PictureFault, ...] = ()
    notes: tuple[str, ...] = ()  # what could not be read, in Chinese, with the page
    leaves: tuple[Leaf, ...] = ()  # that it stands on, where those that were claimed hold more than one paper
    others: tuple[Reading, ...] = ()  # of the further papers on the claimed leaves: another account, another currency


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one file that a document takes; `sizes` are (width, height) of each page as displayed, `turns` as `Page.turn`."""

    file: str
    sha256: str
    pages: tuple[int, ...]
    sizes: tuple[tuple[float, float], ...]
    unit: Unit | None
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a document: how far it is covered, and the sums of its rows (neutral rows count in neither).

    The sums are None where an amount of the month, or the day of any row, could not be read.
    """

    month: str
    coverage: Coverage
    inflow: Decimal | None
    outflow: Decimal | None
    rows: int


@dataclass(frozen=True)
class Document:
    """One paper of the applicant. `id` is "d1", "d2" … in the order of the files."""

    id: str
    type: str
    parts: tuple[Part, ...]
    original: Original
    confidence: float
    fields: Mapping[str, Field]
    rows: tuple[Row, ...] = ()
    months: tuple[Month, ...] = ()
    guide: Guide | None = None
    faults: tuple[PictureFault, ...] = ()
    traits: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def value(self, name: str) -> Any:
        """The value of a field; None where it is absent or could not be read."""
        found = self.fields.get(name)
        return found.value if found else None

    @property
    def file(self) -> str:
        """The first file that it stands in."""
        return self.parts[0].file


# ---------------------------------------------------------------- the application and its review


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person who applies, as `application.toml` lists them or the only ID card tells."""

    role: Role
    name: str | None
    id_number: str | None


@dataclass(frozen=True, slots=True)
class Loan:
    """The loan asked for: yuan, months, and the annual rate as a fraction (0.035)."""

    amount: Decimal
    months: int
    annual_rate: Decimal


@dataclass(frozen=True)
class Application:
    """Everything that the rules may look at. `as_of` is "today"; `guides` are of all issuers that we know, by code."""

    id: str
    as_of: date
    expected_signing: date | None
    listed: tuple[Applicant, ...]  # of application.toml; empty where it lists nobody
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    loan: Loan | None = None
    guides: Mapping[str, Guide] = field(default_factory=dict)


class Severity(StrEnum):
    """What a finding does: goes on the supplement list, asks a person to look, or is told only."""

    REQUIRED = "required"
    REVIEW = "review"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: the text that was read, and where."""

    place: Place
    text: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class Remedy:
    """The one thing that the applicant does about a finding, in Chinese that an applicant understands.

    Findings with the same `key` are one item of the list. `months` are what that item asks for.
    """

    key: tuple[str, ...]
    document: str  # a document type of the contract
    title: str
    reason: str
    how: str
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What a rule found. `code`, `name` and `severity` are the rule's; the mechanism fills them in."""

    message: str
    documents: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    remedy: Remedy | None = None
    code: str = ""
    name: str = ""
    severity: Severity = Severity.REVIEW


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A rule that could not tell, and why (Chinese). It is never counted as passed."""

    why: str
    code: str = ""


Outcome: TypeAlias = Finding | Unanswered
"""A rule yields these; a rule that yields nothing has passed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the applicant does."""

    n: int
    document: str
    title: str
    reason: str
    how: str
    codes: tuple[str, ...]
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """The result, as the contract's JSON says it. `income` is the contract's `income` object, None without any evidence."""

    application: str
    as_of: date
    profile: str
    applicants: tuple[Mapping[str, Any], ...]
    status: Literal["complete", "supplement", "review"]
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    unanswered: tuple[Unanswered, ...]
    items: tuple[Item, ...]
    income: Mapping[str, Any] | None
