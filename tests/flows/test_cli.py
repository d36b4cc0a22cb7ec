"""The command as others use it: options, exit status, and what goes to which stream."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from inboxes import ROOT, SAMPLES, sample

from flows.cli import main

AS_OF = ["--as-of", "2026-11-24"]
COMMAND = Path(sys.executable).with_name("prereview")
SCHEMA = json.loads((ROOT / "docs" / "review.schema.json").read_text("utf-8"))


def run(*arguments, **environment):
    return CliRunner().invoke(main, [str(one) for one in arguments], env=environment)


def outside(*arguments, **environment):
    """The installed command in a process of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, encoding="utf-8", env=clean | environment, check=False
    )


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "A2026-0001"
    folder.mkdir()
    return folder


# ---------------------------------------------------------------- help


def test_help_is_there_at_once():
    times = []
    for _ in range(3):
        started = time.monotonic()
        assert outside("--help").returncode == 0
        times.append(time.monotonic() - started)
    assert min(times) < 0.5


@pytest.mark.parametrize("command", ["review", "extract", "batch", "serve", "explain", "evaluate"])
def test_every_command_teaches_with_an_example(command):
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert f"prereview {command}" in shown.output


def test_serve_says_what_is_not_there_yet():
    assert "还没有" in run("serve", "--help").output


# ---------------------------------------------------------------- what cannot run: exit 2


def test_a_path_that_does_not_exist_stops_before_anything_is_reviewed(empty, tmp_path):
    shown = run("review", empty, tmp_path / "nowhere", "--out", tmp_path / "out")
    assert shown.exit_code == 2
    assert "nowhere" in shown.stderr
    assert shown.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["review", "extract", "batch", "evaluate"])
def test_every_command_refuses_a_path_that_does_not_exist(command, tmp_path):
    shown = run(command, tmp_path / "nowhere")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "找不到" in shown.stderr


@pytest.mark.parametrize("command", ["review", "batch"])
def test_an_unknown_profile_names_the_nearest(command, empty):
    shown = run(command, empty, "--profile", "gig_workers")
    assert shown.exit_code == 2
    assert "gig_worker" in shown.stderr


def test_a_misspelt_setting_of_any_path_stops_before_anything_is_reviewed(empty, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "application.toml").write_text('proflie = "salaried"')
    shown = run("review", empty, other, "--out", tmp_path / "out")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "profile" in shown.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [["--as-of", "24.11.2026"], ["--expected-signing", "soon"], ["--no-such-option"]])
def test_bad_arguments(empty, arguments):
    assert run("review", empty, *arguments).exit_code == 2


def test_an_out_that_is_a_file_is_a_sentence(empty, tmp_path):
    (tmp_path / "out").write_text("")
    shown = run("review", empty, "--out", tmp_path / "out")
    assert shown.exit_code == 2
    assert "Traceback" not in shown.stderr


def test_a_password_file_that_is_not_there(empty, tmp_path):
    assert run("review", empty, "--password-file", tmp_path / "none").exit_code == 2


def test_an_engine_that_is_not_there_is_a_sentence(empty, tmp_path):
    (empty / "a.jpg").write_bytes((SAMPLES / "gig-complete" / "身份证人像面.jpg").read_bytes())
    shown = outside("review", empty, PREREVIEW_OCR="nothing")
    assert shown.returncode == 2
    assert "Traceback" not in shown.stderr
    assert "PREREVIEW_OCR" in shown.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError(28, "No space left on device"), "No space left"), (KeyError("王建国"), "KeyError at test_cli")],
)
def test_a_full_disk_and_a_fault_of_our_own_end_in_a_sentence_that_quotes_nothing(empty, monkeypatch, error, said):
    from flows import review as stages

    def fails(application, profile):
        raise error

    monkeypatch.setattr(stages, "judge", fails)
    shown = run("review", empty)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert said in shown.stderr
    assert "王建国" not in shown.stderr


# ---------------------------------------------------------------- review


def test_an_empty_folder_is_a_review(empty):
    shown = run("review", empty, *AS_OF, "--json")
    review = json.loads(shown.stdout)
    jsonschema.validate(review, SCHEMA)
    assert shown.exit_code == 1
    assert (review["application"], review["as_of"], review["profile"]) == ("A2026-0001", "2026-11-24", "gig_worker")
    assert {"IDC001", "IDC002", "BNK001"} <= {finding["code"] for finding in review["findings"]}


HOSTILE = {
    "empty.pdf": b"",
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "noise.jpg": bytes(range(256)) * 40,
    "text.png": "不是图片".encode(),
    "bad.xlsx": b"PK\x03\x04" + b"\x00" * 60,
    "bad.zip": b"PK\x05\x06" + b"\xff" * 18,
}


def test_bad_files_are_findings_with_file_and_remedy_and_never_a_traceback(empty):
    for name, content in HOSTILE.items():
        (empty / name).write_bytes(content)
    shown = outside("review", empty, *AS_OF, "--json")
    review = json.loads(shown.stdout)
    assert shown.returncode == 1
    assert "Traceback" not in shown.stderr
    named = {e["file"] for f in review["findings"] if f["code"].startswith("FIL") for e in f["evidence"]}
    assert set(HOSTILE) <= named


def test_several_paths_are_an_array_and_a_folder_each(empty, tmp_path):
    other = tmp_path / "same" / "A2026-0001"
    other.mkdir(parents=True)
    shown = run("review", empty, other, *AS_OF, "--json", "--out", tmp_path / "out")
    assert [review["application"] for review in json.loads(shown.stdout)] == ["A2026-0001", "A2026-0001"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A2026-0001", "A2026-0001-2"]
    assert len(list((tmp_path / "out").rglob("report.html"))) == 2


def test_the_list_is_for_a_person_and_without_colour_in_a_pipe(tmp_path):
    folder = sample("salaried-locked-statement", tmp_path)
    shown = outside("review", folder, *AS_OF, "--out", tmp_path / "out", FORCE_COLOR="1")
    assert shown.returncode == 1
    assert "\x1b" not in shown.stdout + shown.stderr
    assert "密码" in shown.stdout
    assert "FIL003" not in shown.stdout
    assert "\r" not in shown.stderr  # no progress bar; a library may complain of a machine without /sys
    assert "Traceback" not in shown.stderr
    for name in ("review.json", "supplement.md", "report.html"):
        assert (tmp_path / "out" / name).stat().st_mode & 0o777 == 0o600


def test_a_complete_application_is_exit_0(tmp_path):
    shown = outside("review", sample("salaried-complete", tmp_path), *AS_OF)
    assert shown.returncode == 0, shown.stdout + shown.stderr


PASSWORD_OF = "salaried-password-given"


@pytest.mark.parametrize("way", ["option", "file", "environment"])
def test_every_way_to_give_a_password_is_tried_and_none_is_written(tmp_path, way):
    import tomllib

    folder = sample(PASSWORD_OF, tmp_path)
    *_, password = tomllib.loads((folder / "application.toml").read_text("utf-8"))["passwords"]
    (folder / "application.toml").write_text('profile = "salaried"\n')
    (tmp_path / "words").write_text(f"wrong\n{password}\n")
    arguments, environment = {
        "option": (["--password", "wrong", "--password", password], {}),
        "file": (["--password-file", tmp_path / "words"], {}),
        "environment": ([], {"PREREVIEW_PASSWORDS": f"wrong\n{password}"}),
    }[way]
    shown = outside("review", folder, *AS_OF, "--json", "--out", tmp_path / "out", *arguments, **environment)
    assert "FIL003" not in {finding["code"] for finding in json.loads(shown.stdout)["findings"]}
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir())
    assert password not in shown.stdout + shown.stderr + written


# ---------------------------------------------------------------- extract, explain, evaluate


def test_extract_gives_documents_and_the_findings_of_files_alone(tmp_path):
    folder = sample("salaried-broken-files", tmp_path)
    shown = outside("extract", *sorted(folder.iterdir()), "--json")
    extracted = json.loads(shown.stdout)
    assert set(extracted) == {"schema", "documents", "findings"}
    assert {document["type"] for document in extracted["documents"]} >= {"id_card_front", "id_card_back"}
    assert {finding["code"][:3] for finding in extracted["findings"]} == {"FIL"}
    assert [document["id"] for document in extracted["documents"]] == [
        f"d{n}" for n in range(1, len(extracted["documents"]) + 1)
    ]


def test_extract_for_a_person(tmp_path):
    shown = run("extract", SAMPLES / "gig-complete" / "身份证人像面.jpg")
    assert shown.exit_code == 0
    assert "公民身份号码" in shown.stdout


def test_explain_lists_every_rule_and_shows_a_page():
    listed = run("explain").stdout
    assert "BNK102" in listed
    assert "statement-months-missing" in listed
    assert "BNK102" in run("explain", "bnk102").stdout


def test_explain_of_an_unknown_code_names_the_nearest():
    shown = run("explain", "BNK109")
    assert shown.exit_code == 2
    assert "BNK10" in shown.stderr


def test_evaluate_compares_each_application_with_the_truth_beside_it(tmp_path):
    import shutil

    shutil.copytree(SAMPLES / "gig-nothing-but-id", tmp_path / "in" / "gig-nothing-but-id")
    figures = json.loads(run("evaluate", tmp_path / "in", "--json").stdout)
    assert figures["applications"] == 1
    shown = run("evaluate", tmp_path / "in")
    assert "n=" in shown.stdout


def test_evaluate_mixes_no_other_set_in_and_says_so(tmp_path):
    import shutil

    shutil.copytree(SAMPLES / "gig-nothing-but-id", tmp_path / "one")
    shutil.copytree(SAMPLES / "gig-nothing-but-id", tmp_path / "other" / "set" / "two")
    shown = run("evaluate", tmp_path, "--json")
    assert json.loads(shown.stdout)["applications"] == 1
    assert str(tmp_path / "other" / "set") in shown.stderr


def test_evaluate_without_a_truth_is_a_sentence(empty):
    assert run("evaluate", empty).exit_code == 2


# ---------------------------------------------------------------- batch


def test_batch_of_what_is_no_folder(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"")
    assert run("batch", tmp_path / "a.pdf").exit_code == 2


def test_batch_says_that_the_server_does_not_answer(empty):
    shown = outside("batch", empty.parent, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "Prefect" in shown.stderr


def test_batch_uses_the_server_that_there_is_and_prints_a_line_each(server, tmp_path):
    (tmp_path / "in" / "one").mkdir(parents=True)
    (tmp_path / "in" / "two").mkdir()
    shown = outside("batch", tmp_path / "in", *AS_OF, PREFECT_API_URL=server.api, PREFECT_HOME=str(tmp_path / "home"))
    assert shown.returncode == 1
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["one", "two"]
    assert sorted(path.name for path in (tmp_path / "in" / ".prereview").iterdir() if path.is_dir()) == ["one", "two"]
    assert (tmp_path / "in" / ".prereview" / "one" / "review.json").exists()


def test_batch_starts_a_server_of_its_own_where_there_is_none(tmp_path):
    (tmp_path / "in" / "one").mkdir(parents=True)
    shown = outside("batch", tmp_path / "in", *AS_OF, PREFECT_HOME=str(tmp_path / "home"))
    assert shown.returncode == 1, shown.stderr
    assert shown.stdout.startswith("one  需补件")
    assert (tmp_path / "home" / "prefect.db").stat().st_mode & 0o077 == 0
