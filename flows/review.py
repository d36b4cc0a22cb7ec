"""From a path to a review, without Prefect: the stages that the commands compose and that the flow's tasks wrap.

    path -> Case (what is asked) -> Intake (its sources) -> Found per source -> Application -> Review

A stage returns a new value. Only `open_case`, `take_in` and `read_source` touch the world.
"""

from __future__ import annotations

import errno
import gc
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from zoneinfo import ZoneInfo

import extractors
from checks import conclude, load_profile, rulebook
from pipeline import intake, opening, readers, reading
from pipeline.intake import Intake
from pipeline.joining import joined
from pipeline.model import Application, Document, Fault, Finding, Guide, Problem, Review, Source
from pipeline.ocr import RecogniserError, at_first_use
from pipeline.profiles import Profile
from pipeline.request import Request, read_request
from pipeline.rules import judge as judge_rules

DEFAULT_PROFILE = "gig_worker"

_log = logging.getLogger("prereview")


def today() -> date:
    """Today where the desk is: in Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks for; None leaves it to the application's own `application.toml`, then to the default."""

    as_of: date
    profile: str | None = None
    expected_signing: date | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Case:
    """An application as it is asked for, before any document is taken in."""

    path: Path
    id: str
    request: Request
    profile: Profile
    options: Options


@dataclass(frozen=True, slots=True)
class Found:
    """What one source gave."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


@cache
def all_readers() -> tuple[readers.Reader, ...]:
    """Every reader of `extractors`, found once per process."""
    return readers.discover(extractors)


@cache
def all_guides() -> Mapping[str, Guide]:
    """How to get each issuer's paper, for those papers that are not there."""
    return MappingProxyType({reader.guide.issuer: reader.guide for reader in all_readers() if reader.guide})


def open_case(path: Path, options: Options) -> Case:
    """What is asked of an application: the caller's options over its own `application.toml` over the defaults.

    Raises RequestError where that file cannot be used, ProfileError where there is no such profile.
    """
    request = read_request(path)
    profile = load_profile(options.profile or request.profile or DEFAULT_PROFILE)
    return Case(path, request.id or name_of(path), request, profile, options)


def take_in(case: Case) -> Intake:
    """Open, unpack and decrypt the application's files. A bad one raises nothing: it is among the problems."""
    return intake.take_in(case.path, (*case.options.passwords, *case.request.passwords))


def name_of(path: Path) -> str:
    """What an application is called by its path: the folder's name, a ZIP's without its ending, a single file's name."""
    name = path.resolve().name
    return name[: -len(".zip")] if path.is_file() and name.lower().endswith(".zip") else name


def read_source(source: Source) -> Found:
    """Read the documents of one file. A crash is a Problem of this file alone; OSError or RecogniserError where the machine is at fault."""
    engine, known = at_first_use(), all_readers()  # outside: what is wrong with the installation is no document's fault
    try:
        with _seldom_collected():
            opened = opening.open_source(source, engine)
            return Found(reading.read(opened, known), opened.problems)
    except Exception as crash:
        if is_of_the_machine(crash) or isinstance(crash, RecogniserError):
            raise
        _log.error("reading a document failed: %s at %s", type(crash).__name__, spot(crash.__traceback__))
        return Found((), (Problem(source.file, Fault.UNREADABLE, NOT_READ),))


_MADE = (
    10_000  # objects, after which the collector looks for rings among them; Python's own 700 costs a tenth of the time
)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage less often meanwhile: a reading makes some hundred thousand small values, and no rings of them."""
    before = gc.get_threshold()
    gc.set_threshold(_MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


NOT_READ = "这份文件在读取时出错，未能识别其中的内容；请重新导出或重新拍摄后再上传，如仍不行请联系经办人员。"

_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.EBUSY, errno.EIO, errno.ENOMEM}


def is_of_the_machine(crash: BaseException) -> bool:
    """Whether a failure is this machine's and may pass (a full or busy disk), so that no document is to blame for it."""
    return isinstance(crash, OSError) and crash.errno in _MACHINE


def spot(trace: TracebackType | None) -> str:
    """Where a crash happened, as module and line. Its message may quote a document, so that is never written."""
    where = "?"
    while trace:
        where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where


def assemble(case: Case, taken: Intake, found: Iterable[Found]) -> Application:
    """Everything that the rules may look at; the documents get their ids in the order of the files."""
    each = tuple(found)
    return Application(
        id=case.id,
        as_of=case.options.as_of,
        expected_signing=case.options.expected_signing or case.request.expected_signing,
        listed=case.request.applicants,
        documents=numbered(joined(document for one in each for document in one.documents)),
        problems=(*taken.problems, *(problem for one in each for problem in one.problems)),
        loan=case.request.loan,
        guides=all_guides(),
    )


def numbered(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents with their ids, d1, d2 …"""
    return tuple(replace(document, id=f"d{n}") for n, document in enumerate(documents, 1))


def judge(application: Application, profile: Profile) -> Review:
    """Ask the rules, and put the review together."""
    conclusion = conclude(application, profile)
    return Review(
        application=application.id,
        as_of=application.as_of,
        profile=profile.name,
        applicants=conclusion.applicants,
        status=conclusion.status,
        documents=application.documents,
        findings=conclusion.findings,
        unanswered=conclusion.unanswered,
        items=conclusion.items,
        income=conclusion.income,
    )


def file_findings(application: Application, profile: Profile) -> tuple[Finding, ...]:
    """What is wrong with the files as such: the findings of the FIL family alone."""
    codes = [rule.code for rule in rulebook().rules if rule.code.startswith("FIL")]
    outcomes = judge_rules(rulebook(), codes, application=application, profile=profile)
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Finding))


def review(path: Path, options: Options) -> Review:
    """Review one application from end to end, in this process."""
    case = open_case(path, options)
    taken = take_in(case)
    return judge(assemble(case, taken, map(read_source, taken.sources)), case.profile)
