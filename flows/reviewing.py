"""`prereview review` and `prereview extract`: the stages of `flows.review` over several paths, and what is printed of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from checks import load_profile
from flows import publishing
from flows import review as stages
from flows.console import stop, ticking
from flows.review import Case, Options
from pipeline import contract, publish
from pipeline.intake import Intake
from pipeline.model import Application, Document, Finding, Review
from pipeline.ocr import Recogniser, RecogniserError, at_first_use, recogniser
from pipeline.profiles import ProfileError
from pipeline.request import RequestError


@dataclass(frozen=True)
class Asked:
    """What the command line asks for, of every path alike."""

    as_of: date | None = None
    profile: str | None = None
    expected_signing: date | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def options(self) -> Options:
        """The options of the stages; "today" where no day was asked for."""
        return Options(self.as_of or stages.today(), self.profile, self.expected_signing, self.passwords)


def ready(profile: str | None, engine: Callable[[], Recogniser] = recogniser) -> None:
    """Stop where a profile of that name, or the engine that the setting asks for, cannot be had."""
    try:
        load_profile(profile or stages.DEFAULT_PROFILE)
        engine()
        stages.all_readers()
    except (ProfileError, RecogniserError) as missing:
        stop(str(missing))


def review_all(paths: Sequence[Path], asked: Asked, out: Path | None) -> list[Review]:
    """Review every path. The settings of all are read before the first document is, so that a misspelt one costs nothing."""
    ready(asked.profile, at_first_use)
    cases = _opened(paths, asked)
    folders = folders_of(out, cases)
    with _ending_in_a_sentence():
        for folder in folders:
            if folder:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return [_reviewed(case, folder) for case, folder in zip(cases, folders, strict=True)]


@contextmanager
def _ending_in_a_sentence() -> Iterator[None]:
    """A full disk, or a fault of our own, ends the command with a sentence; what an exception quotes is not shown."""
    try:
        yield
    except RecogniserError as missing:
        stop(str(missing))
    except OSError as error:
        stop(f"本机读写出错（{error.strerror or type(error).__name__}），没有做完；请检查磁盘空间和目录权限后重试。")
    except Exception as crash:
        stop(
            f"程序出错（{type(crash).__name__} at {stages.spot(crash.__traceback__)}），没有做完；请把这一行告诉维护人员。"
        )


def _opened(paths: Sequence[Path], asked: Asked) -> list[Case]:
    options = asked.options
    cases: list[Case] = []
    for path in paths:
        try:
            cases.append(stages.open_case(path, options))
        except (ProfileError, RequestError) as wrong:
            stop(f"{path}：{wrong}")
    return cases


def folders_of(out: Path | None, cases: Sequence[Case]) -> list[Path | None]:
    """Where each case's files go: DIR itself for one case, else a folder of its own in it, numbered where two share a name."""
    if out is None or len(cases) == 1:
        return [out for _ in cases]
    names: list[str] = []
    for case in cases:
        name = stages.name_of(case.path)
        names.append(name if name not in names else f"{name}-{len(names) + 1}")
    return [out / name for name in names]


def _reviewed(case: Case, folder: Path | None) -> Review:
    taken = stages.take_in(case)
    review = stages.judge(_read(case, taken), case.profile)
    if folder:
        publishing.write(folder, review, taken.sources)
    return review


def _read(case: Case, taken: Intake) -> Application:
    found = [stages.read_source(source) for source in ticking(taken.sources, f"读取 {case.id}")]
    return stages.assemble(case, taken, found)


def as_json(reviews: Sequence[Review]) -> str:
    """One review as an object, several as an array."""
    shown = [contract.review_json(review) for review in reviews]
    return contract.dumps(shown[0] if len(shown) == 1 else shown)


def as_text(reviews: Sequence[Review], colour: bool) -> str:
    """The supplement lists for a person, one under the other."""
    return "\n".join(publish.terminal_text(review, colour).rstrip() + "\n" for review in reviews)


# ---------------------------------------------------------------- extract


@dataclass(frozen=True)
class Extracted:
    """What `prereview extract` prints."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def extract_all(files: Sequence[Path], asked: Asked) -> Extracted:
    """The documents of all files, numbered through, and what is wrong with the files as such."""
    ready(asked.profile, at_first_use)
    cases = _opened(files, asked)
    with _ending_in_a_sentence():
        applications = [_read(case, stages.take_in(case)) for case in cases]
    together = replace(
        applications[0],
        documents=stages.numbered(document for one in applications for document in one.documents),
        problems=tuple(problem for one in applications for problem in one.problems),
    )
    return Extracted(together.documents, stages.file_findings(together, cases[0].profile))


def extracted_json(extracted: Extracted) -> str:
    """The contract's object."""
    return contract.dumps(contract.extract_json(extracted.documents, extracted.findings))


def extracted_text(extracted: Extracted) -> str:
    """The documents for a person, then what is wrong with the files."""
    return publish.extract_text(extracted.documents, extracted.findings)
