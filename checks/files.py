"""FIL: files that could not be read, sent twice, or of no type that we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.proof import evidence
from pipeline.model import Application, Document, Evidence, Fault, Finding, Outcome, Place, Problem, Remedy, Severity
from pipeline.rules import rule

NOT_A_STATEMENT = "not_a_statement"
"""The `kind` of an `unknown` document that is an export which proves nothing (BNK301)."""


@rule("FIL001", "unsupported-file", Severity.REQUIRED)
def unsupported(application: Application) -> Iterator[Outcome]:
    """The content is of no kind that we read, whatever its name says."""
    return _problems(application, Fault.UNSUPPORTED, "请换一种格式重新上传", "FIL001")


@rule("FIL002", "unreadable-file", Severity.REQUIRED)
def unreadable(application: Application) -> Iterator[Outcome]:
    """The file is damaged, empty or cut off."""
    return _problems(application, Fault.UNREADABLE, "请重新上传打不开的文件", "FIL002")


@rule("FIL003", "password-needed", Severity.REQUIRED)
def password_needed(application: Application) -> Iterator[Outcome]:
    """The file is encrypted, and no password that was given opens it."""
    return _problems(application, Fault.ENCRYPTED, "请提供文件的打开密码", "FIL003")


@rule("FIL004", "over-the-limit", Severity.REQUIRED)
def over_the_limit(application: Application) -> Iterator[Outcome]:
    """Too many bytes, pages or pixels."""
    return _problems(application, Fault.OVER_LIMIT, "请拆小后重新上传", "FIL004")


def _problems(application: Application, fault: Fault, title: str, code: str) -> Iterator[Outcome]:
    return (_of_file(problem, title, code) for problem in application.problems if problem.fault is fault)


def _of_file(problem: Problem, title: str, code: str) -> Finding:
    message = f"{problem.file}：{problem.detail}"
    how = problem.detail
    if problem.fault is Fault.ENCRYPTED:
        how += "\n把密码告诉我们，或上传去掉密码的文件即可；清单里缺少的材料如果就在这个文件里，会一并解决。"
    remedy = Remedy(("file", code, problem.file), "unknown", f"{title}：{_name(problem.file)}", message, how)
    where = Evidence(Place(problem.file, problem.page))
    return Finding(message, (), (where,), {"file": problem.file}, remedy)


def _name(file: str) -> str:
    return file.rsplit("/", 1)[-1]


@rule("FIL005", "same-file-twice", Severity.ADVICE)
def same_twice(application: Application) -> Iterator[Outcome]:
    """Two uploads hold the same document: the same file, or the same content in another one."""
    for same in _alike(application.documents):
        files = "、".join(dict.fromkeys(d.file for d in same))
        yield Finding(
            f"{files} 是同一份材料，重复上传了",
            tuple(d.id for d in same),
            tuple(e for d in same for e in evidence(d)),
            {"files": [d.file for d in same]},
        )


def _alike(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Groups of documents of different files with the same content."""
    groups: list[list[Document]] = []
    for document in documents:
        known = next((g for g in groups if _same(g[0], document)), None)
        if known:
            known.append(document)
        else:
            groups.append([document])
    return (group for group in groups if len({d.file for d in group}) > 1)


def _same(one: Document, other: Document) -> bool:
    if one.type != other.type or one.file == other.file:
        return False
    if [(p.sha256, p.pages) for p in one.parts] == [(p.sha256, p.pages) for p in other.parts]:
        return True
    return _telling(one) and _content(one) == _content(other)


def _content(document: Document) -> tuple[object, ...]:
    values = {name: field.value for name, field in document.fields.items() if field.method != "derived"}
    rows = tuple(
        tuple(getattr(row, name, None) for name in ("date", "month", "time", "amount", "balance", "scheme", "base"))
        for row in document.rows
    )
    return values, rows


def _telling(document: Document) -> bool:
    """Whether it holds enough for two to be the same paper and not merely alike: all fields read, and several of them."""
    values = [field.value for field in document.fields.values()]
    return document.type != "unknown" and len(values) > 2 and None not in values


@rule("FIL006", "unrecognised-document", Severity.REVIEW)
def unrecognised(application: Application) -> Iterator[Outcome]:
    """It can be read, but is of no type that we know; where it can be told what it seems to be, it is said."""
    for document in application.documents:
        if document.type == "unknown" and not proves_nothing(document):
            seems = document.value("seems")
            told = f"您上传的 {document.file} 像是{seems}，不是需要的材料，请核对是否传错了" if seems else None
            data = {"file": document.file} | ({"seems": seems} if seems else {})
            message = told or f"没能认出 {document.file} 是什么材料"
            yield Finding(message, (document.id,), evidence(document, *(["seems"] if seems else [])), data)


def proves_nothing(document: Document) -> bool:
    """Whether it is an export that proves nothing, such as a bookkeeping file."""
    return document.type == "unknown" and document.value("kind") == NOT_A_STATEMENT
