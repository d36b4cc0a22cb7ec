"""The flows on a real Prefect server: what they give, what the dashboard gets, and what it never does."""

import errno
import json
from datetime import date

import pytest
from inboxes import SAMPLES, sample

from flows import index, publishing
from flows import review as stages

AS_OF = date(2026, 11, 24)
PERSON = "欧阳张三丰的材料"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inbox")
    sample("salaried-complete", folder, PERSON)
    sample("salaried-broken-files", folder)
    (folder / "nothing").mkdir()
    (folder / "misspelt").mkdir()
    (folder / "misspelt" / "application.toml").write_text('proflie = "salaried"\n')
    (folder / ".hidden").mkdir()
    return folder


@pytest.fixture(scope="module")
def outcomes(server, inbox):
    from flows.flows import run_batch

    return {o.folder: o for o in run_batch(inbox, inbox / "out", "salaried", AS_OF, ["a-password-of-the-caller"])}


def states(server, identifier):
    runs = server.ask("flow_runs/filter", flow_runs={"name": {"any_": [identifier]}})
    return [run["state"] for run in runs]


def test_every_application_of_the_inbox_is_reviewed_and_its_folder_of_results_is_none(outcomes):
    assert set(outcomes) == {PERSON, "salaried-broken-files", "nothing", "misspelt"}


def test_the_flow_gives_what_the_plain_library_gives(inbox, outcomes):
    plain = stages.review(inbox / PERSON, stages.Options(AS_OF, "salaried"))
    assert outcomes[PERSON].status == plain.status
    assert [told.code for told in outcomes[PERSON].findings] == [finding.code for finding in plain.findings]
    written = json.loads((inbox / "out" / PERSON / "review.json").read_text("utf-8"))
    assert [document["type"] for document in written["documents"]] == [document.type for document in plain.documents]


def test_a_bad_application_does_not_stop_the_others_and_says_why(outcomes):
    assert outcomes["misspelt"].status == "failed"
    assert "profile" in outcomes["misspelt"].line
    assert outcomes["nothing"].status == outcomes["salaried-broken-files"].status == "supplement"


def test_the_three_files_are_the_owners_alone(inbox, outcomes):
    folder = inbox / "out" / PERSON
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "review.json", "supplement.md"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_states_have_the_names_that_an_operator_filters_by(server, outcomes):
    named = {folder: states(server, outcome.identifier)[0]["name"] for folder, outcome in outcomes.items()}
    assert named["nothing"] == named["salaried-broken-files"] == "需补件"
    assert named["misspelt"] == "没有审完"


def test_there_is_a_task_for_every_document(server, outcomes):
    server.everything()
    runs = server.ask("flow_runs/filter", flow_runs={"name": {"any_": [outcomes[PERSON].identifier]}})
    tasks = server.ask("task_runs/filter", task_runs={"flow_run_id": {"any_": [runs[0]["id"]]}})
    files = [
        path
        for path in (SAMPLES / "salaried-complete").iterdir()
        if path.name not in ("truth.json", "application.toml")
    ]
    reading = [task["name"] for task in tasks if task["name"].startswith("读取第")]
    assert sorted(reading) == [f"读取第 {n} 份文件" for n in range(1, len(files) + 1)]


def test_the_dashboard_gets_the_list_the_findings_and_the_summary(server, outcomes):
    artifacts = {artifact["key"]: artifact for artifact in server.ask("artifacts/filter")}
    broken = outcomes["salaried-broken-files"]
    page = artifacts[f"review-{broken.identifier}"]["data"]
    assert page.startswith("# 需补件")
    assert "银行流水" in page  # among what was received
    assert "FIL002" in page
    table = json.loads(artifacts[f"findings-{broken.identifier}"]["data"])
    assert {row["规则"] for row in table} == {told.code for told in broken.findings}
    summaries = [one["data"] for one in server.ask("artifacts/filter") if one["key"] == "batch"]
    (summary,) = (data for data in summaries if outcomes["misspelt"].identifier in data)
    assert "| 需补件 | 2 |" in summary
    assert "| 没有审完 | 1 |" in summary


def personal(name):
    """Whatever the truth of a sample says of a person: names, numbers, addresses, accounts, amounts, files."""
    truth = json.loads((SAMPLES / name / "truth.json").read_text("utf-8"))
    wanted = ("name", "holder", "id_number", "address", "account", "issuing_authority", "counterparty")
    said = {f["value"] for d in truth["documents"] for k, f in d["fields"].items() if k in wanted and f["value"]}
    said |= {row[k] for d in truth["documents"] for row in d["rows"] for k in ("balance", "counterparty") if row.get(k)}
    return said | {part["file"] for d in truth["documents"] for part in d["parts"]}


def test_prefects_database_holds_nothing_personal(server, outcomes):
    held = server.everything()
    words = personal("salaried-complete") | personal("salaried-broken-files")
    words |= {PERSON, "salaried-broken-files", "proflie", "a-password-of-the-caller"}
    assert len(words) > 50
    spelt = words | {json.dumps(word)[1:-1] for word in words}
    assert [word for word in spelt if word in held] == []
    assert outcomes[PERSON].identifier in held  # what is looked through is what the runs wrote


def test_ids_stay_and_are_known_to_the_index_alone(inbox, outcomes):
    again = index.ids_of(inbox / "out", outcomes)
    assert again == {folder: outcome.identifier for folder, outcome in outcomes.items()}


def test_a_crash_of_a_rule_fails_one_application_and_takes_no_word_of_it_along(server, tmp_path, monkeypatch):
    from flows.flows import run_batch

    for name in ("one", "two"):
        (tmp_path / "in" / name).mkdir(parents=True)
    judge = stages.judge

    def breaks_on_one(application, profile):
        if application.id == "one":
            raise ValueError("卓文君 330106199003070011")
        return judge(application, profile)

    monkeypatch.setattr(stages, "judge", breaks_on_one)
    one, two = run_batch(tmp_path / "in", tmp_path / "out", None, AS_OF, [])
    assert (one.status, two.status) == ("failed", "supplement")
    assert one.failure.startswith("ValueError at test_flows")  # the type and the line, nothing of the message
    held = server.everything()
    assert [word for word in ("卓文君", json.dumps("卓文君")[1:-1], "330106199003070011") if word in held] == []


@pytest.mark.parametrize(("fault", "tries", "status"), [(errno.ENOSPC, 2, "supplement"), (None, 1, "failed")])
def test_only_what_may_pass_is_tried_again(server, tmp_path, monkeypatch, fault, tries, status):
    from flows import flows

    (tmp_path / "in" / "one").mkdir(parents=True)
    write, calls = publishing.write, []

    def fails_first(*given):
        calls.append(given)
        if len(calls) == 1:
            raise OSError(fault, "no space") if fault else ValueError("broken for good")
        write(*given)

    monkeypatch.setattr(publishing, "write", fails_first)
    monkeypatch.setattr(flows.publish, "retry_delay_seconds", [0, 0])
    (outcome,) = flows.run_batch(tmp_path / "in", tmp_path / "out", None, AS_OF, [])
    assert (len(calls), outcome.status) == (tries, status)


def test_an_id_that_nobody_has_is_a_failed_run_with_a_sentence(server, tmp_path):
    import asyncio

    from flows.flows import review_application

    async def run():
        return await review_application("a0000000000", tmp_path, return_state=True)

    state = asyncio.run(run())
    assert (state.type.value, state.message) == ("FAILED", "index.json 里没有这个编号")


def test_a_broken_index_is_a_sentence(server, tmp_path):
    from flows.flows import run_batch

    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / index.FILE).write_text("{")
    assert "没有开始" in run_batch(tmp_path / "in", tmp_path / "out", None, AS_OF, [])


def test_a_long_batch_shows_its_progress(server, tmp_path):
    from flows.flows import LONG, run_batch

    for n in range(LONG):
        (tmp_path / "in" / f"a{n}").mkdir(parents=True)
    assert len(run_batch(tmp_path / "in", tmp_path / "out", None, AS_OF, [])) == LONG
    progress = [a["data"] for a in server.ask("artifacts/filter") if a["type"] == "progress"]
    assert progress == [100.0]


def test_the_deployments_explain_their_parameters_in_chinese(server, tmp_path):
    import asyncio

    from flows.deployments import deployed

    one, batch = asyncio.run(deployed(tmp_path, tmp_path / "out", "0 2 * * *"))
    for deployment in (one, batch):
        described = deployment._parameter_openapi_schema.properties
        assert all("\u4e00" <= parameter["description"][0] <= "\u9fff" for parameter in described.values())
    (schedule,) = batch.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("0 2 * * *", "Asia/Shanghai")
