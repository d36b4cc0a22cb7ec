"""OTH001: another paper that the profile asks for is not there."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.labels import KINDS
from pipeline.model import Application, Finding, Outcome, Remedy, Severity
from pipeline.profiles import Profile
from pipeline.rules import rule


@rule("OTH001", "document-missing", Severity.REQUIRED)
def missing(application: Application, profile: Profile) -> Iterator[Outcome]:
    """A paper of a kind that the profile names (marriage certificate, purchase contract …) is not there."""
    given = {d.value("kind") for d in application.documents if d.type == "other_document"}
    for kind in profile.other_documents:
        if kind not in given:
            name = KINDS[kind]
            told = f"没有收到{name}"
            how = f"请把{name}的所有有内容的页拍清楚或扫描成 PDF 上传。"
            remedy = Remedy(("other_document", kind), "other_document", f"提供{name}", told, how)
            yield Finding(told, data={"kind": kind}, remedy=remedy)
