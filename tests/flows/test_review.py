"""The stages: what a crash does, whose fault it is, and what goes where."""

import errno
import logging
from dataclasses import replace
from datetime import date

import pytest
from inboxes import SAMPLES, sample

from flows import review as stages
from flows.review import Found, Options
from pipeline import ocr, opening, reading
from pipeline.model import Document, Fault, Part, Problem

TODAY = Options(date(2026, 11, 24), "salaried")


def case_of(path, options=TODAY):
    case = stages.open_case(path, options)
    return case, stages.take_in(case)


def test_a_crash_in_one_document_leaves_the_others_and_logs_no_word_of_it(tmp_path, monkeypatch, caplog):
    folder = sample("salaried-complete", tmp_path)
    read = reading.read

    def breaks_on_the_card(opened, readers):
        if "身份证" in opened.source.file:
            raise RuntimeError("王建国 330106199003070011")
        return read(opened, readers)

    monkeypatch.setattr(reading, "read", breaks_on_the_card)
    with caplog.at_level(logging.DEBUG):
        review = stages.review(folder, TODAY)
    assert [document.type for document in review.documents] == ["bank_statement"]
    assert [finding.evidence[0].place.file for finding in review.findings if finding.code == "FIL002"] == [
        "身份证复印件.pdf"
    ]
    assert "RuntimeError at test_review" in caplog.text
    assert "王建国" not in caplog.text
    assert "330106199003070011" not in caplog.text


def test_the_problem_of_a_crash_says_what_to_do(tmp_path, monkeypatch):
    _, taken = case_of(SAMPLES / "salaried-complete")
    monkeypatch.setattr(opening, "open_source", lambda source, engine: 1 / 0)
    found = stages.read_source(taken.sources[0])
    assert found == Found((), (Problem(taken.sources[0].file, Fault.UNREADABLE, stages.NOT_READ),))


@pytest.mark.parametrize(
    ("code", "machine"), [(errno.ENOSPC, True), (errno.EBUSY, True), (errno.ENOENT, False), (None, False)]
)
def test_a_full_disk_is_no_documents_fault(monkeypatch, code, machine):
    _, taken = case_of(SAMPLES / "salaried-complete")

    def fails(source, engine):
        raise OSError(code, "…") if code else ValueError("…")

    monkeypatch.setattr(opening, "open_source", fails)
    if machine:
        with pytest.raises(OSError, match="…"):
            stages.read_source(taken.sources[0])
    else:
        assert stages.read_source(taken.sources[0]).problems


def test_a_broken_installation_is_no_documents_fault(monkeypatch):
    _, taken = case_of(SAMPLES / "salaried-complete")

    def no_engine():
        raise ImportError("no models")

    monkeypatch.setattr(ocr, "recogniser", no_engine)
    scan = next(source for source in taken.sources if "复印件" in source.file)
    with pytest.raises(ocr.RecogniserError, match="ImportError"):
        stages.read_source(scan)


def test_a_digital_paper_needs_no_engine(monkeypatch):
    _, taken = case_of(SAMPLES / "salaried-complete")
    monkeypatch.setattr(ocr, "recogniser", None)
    statement = next(source for source in taken.sources if "交易明细" in source.file)
    assert [document.type for document in stages.read_source(statement).documents] == ["bank_statement"]


def test_documents_are_numbered_in_the_order_of_their_files_and_problems_kept(tmp_path):
    case, taken = case_of(SAMPLES / "salaried-broken-files")
    one, two = (Document("", "unknown", (Part(f, "", (), (), None),), "photo", 0.0, {}) for f in ("a", "b"))
    problem = Problem("c", Fault.UNREADABLE, "…")
    application = stages.assemble(case, taken, [Found((one,), ()), Found((two,), (problem,))])
    assert [(document.id, document.file) for document in application.documents] == [("d1", "a"), ("d2", "b")]
    assert application.problems == (*taken.problems, problem)


def test_what_the_caller_asks_for_beats_the_folder_and_the_folder_beats_the_default(tmp_path):
    folder = tmp_path / "Wang"
    folder.mkdir()
    plain = stages.open_case(folder, replace(TODAY, profile=None))
    assert (plain.id, plain.profile.name) == ("Wang", stages.DEFAULT_PROFILE)
    (folder / "application.toml").write_text('id = "A1"\nprofile = "self_employed"\nexpected_signing = 2026-12-01\n')
    told = stages.open_case(folder, replace(TODAY, profile=None))
    assert (told.id, told.profile.name) == ("A1", "self_employed")
    assert stages.open_case(folder, TODAY).profile.name == "salaried"
    application = stages.assemble(told, stages.take_in(told), [])
    assert application.expected_signing == date(2026, 12, 1)


@pytest.mark.parametrize(("name", "called"), [("材料.zip", "材料"), ("a.PDF", "a.PDF"), ("b.ZIP", "b")])
def test_an_application_is_called_by_its_path(tmp_path, name, called):
    (tmp_path / name).write_bytes(b"")
    assert stages.name_of(tmp_path / name) == called
    assert stages.name_of(tmp_path / "folder.zip") == "folder.zip"


def test_passwords_do_not_show():
    assert "secret-word" not in repr(replace(TODAY, passwords=("secret-word",)))


def test_guides_are_of_every_issuer_that_a_reader_knows():
    assert {"icbc", "ccb", "abc", "meituan", "didi"} <= set(stages.all_guides())
