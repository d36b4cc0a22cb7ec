from dataclasses import replace

import pytest
from papers import OTHER, OTHER_NUMBER, back, bank, codes, conclude, front, gig, letter, move, paper, profile

from pipeline.model import Applicant, Fault, Part, Problem, Severity

STATEMENT = bank("2026-05-01", "2026-11-20")
ID = (front(), back())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.UNSUPPORTED, "FIL001"),
        (Fault.UNREADABLE, "FIL002"),
        (Fault.ENCRYPTED, "FIL003"),
        (Fault.OVER_LIMIT, "FIL004"),
    ],
)
def test_a_file_that_gave_nothing_is_a_finding_with_its_remedy(fault, code):
    conclusion = conclude(*ID, STATEMENT, problems=(Problem("a/b.pdf", fault, "文件打不开，请重新上传。"),))
    (finding,) = conclusion.findings
    assert (finding.code, finding.evidence[0].place.file) == (code, "a/b.pdf")
    (item,) = conclusion.items
    assert (item.codes, "b.pdf" in item.title, "重新上传" in item.how) == ((code,), True, True)
    assert conclusion.status == "supplement"


def test_a_missing_password_may_settle_what_is_missing():
    conclusion = conclude(*ID, problems=(Problem("流水.zip", Fault.ENCRYPTED, "文件有密码。"),))
    assert [f.code for f in conclusion.findings] == ["BNK001", "FIL003"]
    assert "一并解决" in next(i.how for i in conclusion.items if i.codes == ("FIL003",))


def test_every_bad_file_is_its_own_item():
    problems = tuple(Problem(f"{n}.pdf", Fault.UNREADABLE, "打不开") for n in range(3))
    assert len(conclude(*ID, STATEMENT, problems=problems).items) == 3


def test_file_findings_are_never_dropped():
    enough = (gig("2025-11", "2026-10"), letter())
    conclusion = conclude(*ID, *enough, under="gig_worker", problems=(Problem("流水.pdf", Fault.UNREADABLE, "打不开"),))
    assert [f.code for f in conclusion.findings] == ["FIL002"]


def same_bytes(document, file):
    part = document.parts[0]
    return replace(document, parts=(Part(file, part.sha256, part.pages, part.sizes, part.unit),))


def test_the_same_file_twice_is_advice():
    rows = (move("2026-06-01", "1.00", "1.00"),)
    statement = bank("2026-05-01", "2026-11-20", rows)
    conclusion = conclude(*ID, statement, same_bytes(statement, "copy.pdf"))
    (finding,) = conclusion.findings
    assert (finding.code, finding.severity, finding.documents) == ("FIL005", Severity.ADVICE, ("d3", "d4"))
    assert conclusion.status == "complete"


def test_the_same_content_in_another_file():
    rows = (move("2026-06-01", "1.00", "1.00"),)
    one = bank("2026-05-01", "2026-11-20", rows)
    assert codes(*ID, one, bank("2026-05-01", "2026-11-20", rows, file="b.pdf")) == ["FIL005"]
    longer = (*rows, move("2026-06-02", "2.00", "3.00"))
    assert codes(*ID, one, bank("2026-05-01", "2026-11-20", longer, file="b.pdf")) == []


def test_two_documents_of_one_file_are_not_the_same_twice():
    both = [replace(d, parts=(Part("id.pdf", "x", (n,), ((1.0, 1.0),), "pt"),)) for n, d in enumerate(ID, 1)]
    assert codes(*both, STATEMENT) == []


def test_unread_papers_are_not_taken_for_the_same():
    unread = [
        letter(holder=None),
        replace(letter(holder=None), parts=(Part("l2.jpg", "y", (1,), ((1.0, 1.0),), "px"),)),
    ]
    assert "FIL005" not in codes(*ID, STATEMENT, *unread)


def test_what_nobody_recognises():
    (finding,) = conclude(*ID, STATEMENT, paper("unknown", "chat.png")).findings
    assert (finding.code, finding.severity) == ("FIL006", Severity.REVIEW)
    assert codes(*ID, STATEMENT, paper("other_document", "m.jpg", kind="marriage_certificate")) == []


def test_what_nobody_reads_but_can_be_told():
    (finding,) = conclude(*ID, STATEMENT, paper("unknown", "s.jpg", seems="社会保障卡")).findings
    assert (finding.code, finding.data["seems"]) == ("FIL006", "社会保障卡")
    assert "像是社会保障卡" in finding.message
    assert finding.evidence[0].text == "社会保障卡"


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("blurred", "IMG101"),
        ("glare", "IMG102"),
        ("cropped", "IMG103"),
        ("covered", "IMG103"),
        ("dark", "IMG104"),
        ("small", "IMG105"),
        ("recapture", "IMG201"),
        ("photocopy", "IMG202"),
    ],
)
def test_a_fault_of_a_card(fault, code):
    conclusion = conclude(front(faults=(fault,)), back(), STATEMENT)
    (finding,) = conclusion.findings
    assert (finding.code, finding.documents) == (code, ("d1",))
    assert finding.evidence[0].place.box is not None
    assert finding.evidence[0].confidence <= 1
    assert finding.message.startswith("身份证人像面：")
    assert "，请" in finding.message
    assert conclusion.status == ("review" if code > "IMG2" else "supplement")
    assert [i.title for i in conclusion.items] == ([] if code > "IMG2" else ["重拍身份证人像面"])


def test_two_faults_of_one_picture_are_one_thing_to_do():
    (item,) = conclude(front(faults=("blurred", "glare")), back(), STATEMENT).items
    assert item.codes == ("IMG101", "IMG102")


def test_a_card_that_is_cut_off_and_covered_is_told_both_in_one_sentence():
    (item,) = conclude(front(faults=("cropped", "covered")), back(), STATEMENT).items
    assert item.codes == ("IMG103",)
    assert all(said in item.how for said in ("四个角", "不要挡住"))


def test_a_better_picture_stands_for_the_faulty_one():
    assert codes(front(faults=("blurred",), address="北京"), front(file="f2.jpg"), back(), STATEMENT) == []


def test_screens_and_copies_are_asked_of_cards_alone():
    assert codes(*ID, bank("2026-05-01", "2026-11-20", faults=("recapture", "photocopy"))) == []


def test_a_faulty_statement_is_needed_and_one_of_another_type_is_not():
    assert codes(*ID, bank("2026-05-01", "2026-11-20", faults=("dark",))) == ["IMG104"]
    assert codes(*ID, STATEMENT, gig("2025-11", "2026-10", faults=("dark",))) == []


def test_a_faulty_picture_breaks_its_kind():
    assert codes(*ID, gig("2025-11", "2026-10", faults=("dark",)), letter(), under="gig_worker") == ["IMG104", "INC001"]


def test_the_co_borrowers_picture_is_named_by_role():
    couple = (Applicant("borrower", "王建国", None), Applicant("co_borrower", OTHER, OTHER_NUMBER))
    her = front(OTHER, OTHER_NUMBER, "her.jpg", faults=("glare",))
    titles = [i.title for i in conclude(*ID, her, STATEMENT, listed=couple).items]
    assert "重拍共同借款人的身份证人像面" in titles


# ---------------------------------------------------------------- other papers


def test_a_paper_that_the_profile_names():
    wanting = profile().model_copy(update={"other_documents": ("marriage_certificate", "purchase_contract")})
    given = paper("other_document", "m.jpg", kind="marriage_certificate")
    conclusion = conclude(*ID, STATEMENT, given, under=wanting)
    assert [(f.code, f.data["kind"]) for f in conclusion.findings] == [("OTH001", "purchase_contract")]
    assert [(i.document, i.title) for i in conclusion.items] == [("other_document", "提供购房合同")]
