import copy
import json

import published_example as example
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import contract
from pipeline.evaluate import Evaluation, RuleScore, Score, evaluate, match


@pytest.fixture
def review():
    return contract.review_json(example.review())


@pytest.fixture
def truth(review):
    return copy.deepcopy(review)


def one(truth, review):
    return evaluate([(truth, review)])


def test_a_review_is_right_about_itself(truth, review):
    found = one(truth, review)
    assert {table for table, _ in found.scores} == {
        "types",
        "fields",
        "rows",
        "months",
        "sums",
        "status",
        "items",
        "income",
    }
    assert all(score.right == score.n > 0 for score in found.scores.values())
    assert all(score == RuleScore(hits=1) for score in found.rules.values())
    assert sorted(found.rules) == ["BNK102", "BNK201", "BNK302"]
    assert found.silent == ()


def test_a_wrong_field_is_counted_and_if_sure_listed(truth, review):
    truth["documents"][0]["fields"]["name"]["value"] = "王健国"
    found = one(truth, review)
    assert found.scores["fields", "id_card_front.name"] == Score(0, 1)
    assert [(w.field, w.expected, w.given, w.confidence) for w in found.silent] == [("name", "王健国", "王建国", 0.98)]
    review["documents"][0]["fields"]["name"]["confidence"] = 0.6
    assert one(truth, review).silent == ()


def test_a_field_too_many_counts_like_one_missing(truth, review):
    del truth["documents"][0]["fields"]["name"]
    del review["documents"][0]["fields"]["birth_date"]
    found = one(truth, review)
    assert found.scores["fields", "id_card_front.name"] == Score(0, 1)
    assert found.scores["fields", "id_card_front.birth_date"] == Score(0, 1)


def test_a_field_beyond_the_contract_is_judged_only_where_the_truth_has_it(truth, review):
    review["documents"][1]["fields"]["printed_in"] = {"value": "1.00", "confidence": 1.0}
    found = one(truth, review)
    assert ("fields", "bank_statement.printed_in") not in found.scores
    assert found.silent == ()
    truth["documents"][1]["fields"]["printed_in"] = {"value": "2.00"}
    assert one(truth, review).scores["fields", "bank_statement.printed_in"] == Score(0, 1)
    assert len(one(truth, review).silent) == 1


def test_null_is_right_only_where_the_truth_is_null(truth, review):
    review["documents"][0]["fields"]["name"]["value"] = None
    found = one(truth, review)
    assert found.scores["fields", "id_card_front.name"] == Score(0, 1)
    assert found.scores["fields", "id_card_front.address"] == Score(1, 1)
    assert found.silent == ()


def test_a_truth_may_be_thinner(truth, review):
    thin = {"documents": [{"type": "id_card_front", "parts": [{"file": "front.jpg"}], "fields": {"name": "王建国"}}]}
    found = one(thin, review)
    assert found.scores["types", "id_card_front"] == Score(1, 1)
    assert found.scores["fields", "id_card_front.name"] == Score(1, 1)
    assert not found.rules
    assert found.total("status").share is None
    assert one({}, review).scores == {}


def test_a_document_of_the_wrong_type_costs_its_fields_too(truth, review):
    review["documents"][0]["type"] = "id_card_back"
    found = one(truth, review)
    assert found.scores["types", "id_card_front"] == Score(0, 1)
    assert found.total("fields").n - found.total("fields").right == 4
    assert found.mistaken == {("id_card_front", "id_card_back"): 1}


def test_a_document_that_is_not_there_and_one_too_many(truth, review):
    del review["documents"][0]
    assert one(truth, review).mistaken == {("id_card_front", ""): 1}
    del truth["documents"][1]
    assert one(truth, review).mistaken == {("id_card_front", ""): 1, ("", "bank_statement"): 1}
    assert one(truth, review).scores["types", "bank_statement"] == Score(0, 1)


def test_two_cards_on_one_page_are_told_apart_by_type_and_values():
    def card(kind, name):
        return {"type": kind, "parts": [{"file": "a.jpg", "pages": [1]}], "fields": {"name": {"value": name}}}

    truths = [card("id_card_front", "甲"), card("id_card_back", None), card("id_card_front", "乙")]
    given = [truths[2], truths[1], truths[0]]
    assert match(truths, given) == [(t, t) for t in truths]


def test_pages_tell_documents_of_one_file_apart():
    def paper(*pages):
        return {"type": "bank_statement", "parts": [{"file": "a.pdf", "pages": list(pages)}]}

    assert match([paper(1, 2), paper(3)], [paper(3), paper(1, 2)]) == [
        (paper(1, 2), paper(1, 2)),
        (paper(3), paper(3)),
    ]
    assert match([paper(1)], [paper(2)]) == [(paper(1), None), (None, paper(2))]


def test_rows_are_compared_as_a_bag_of_date_amount_and_balance(truth, review):
    rows = review["documents"][1]["rows"]
    rows.reverse()
    rows[0]["summary"] = "别的"
    assert one(truth, review).scores["rows", "bank_statement"] == Score(2, 2)
    rows.append(dict(rows[0]))
    assert one(truth, review).scores["rows", "bank_statement"] == Score(2, 3)
    rows[:] = rows[1:2]
    assert one(truth, review).scores["rows", "bank_statement"] == Score(1, 2)


def test_a_wrong_row_is_silent_unless_it_says_so(truth, review):
    row = review["documents"][1]["rows"][0]
    row["amount"] = "8102.00"
    assert [(w.field, w.given) for w in one(truth, review).silent] == [("rows", "2026-03-01 8102.00 9000.00")]
    row["confidence"] = 0.5
    assert one(truth, review).silent == ()
    row["confidence"], row["amount"] = 1.0, None
    assert one(truth, review).silent == ()


def test_months_are_compared_by_coverage_and_by_sums(truth, review):
    months = review["documents"][1]["months"]
    months[2]["coverage"] = "full"
    months[1]["inflow"] = "1.00"
    found = one(truth, review)
    assert found.scores["months", "bank_statement"] == Score(2, 3)
    assert found.scores["sums", "bank_statement"] == Score(2, 3)


def test_a_month_that_is_not_listed_is_not_covered(truth, review):
    del review["documents"][1]["months"][0]  # "none" in the truth
    assert one(truth, review).scores["months", "bank_statement"] == Score(3, 3)
    del review["documents"][1]["months"][0]
    assert one(truth, review).scores["months", "bank_statement"] == Score(2, 3)


def findings(*said):
    made = [{"code": code, "data": {"document": kind, "months": months}} for code, kind, months in said]
    return {"documents": [], "findings": made}


MARCH, APRIL = ["2026-03"], ["2026-04"]


@pytest.mark.parametrize(
    ("due", "made", "score"),
    [
        ([("BNK102", "bank_statement", MARCH)], [("BNK102", "bank_statement", MARCH)], RuleScore(1, 0, 0)),
        ([("BNK102", "bank_statement", MARCH)], [("BNK102", "bank_statement", APRIL)], RuleScore(0, 1, 1)),
        ([("BNK102", "bank_statement", MARCH)], [("BNK102", "bank_statement", None)], RuleScore(0, 1, 1)),
        ([("BNK102", "bank_statement", MARCH)], [("BNK102", "wallet_statement", MARCH)], RuleScore(0, 1, 1)),
        ([("BNK102", None, None)], [("BNK102", "bank_statement", MARCH)], RuleScore(1, 0, 0)),
        ([("BNK102", None, None), ("BNK102", None, MARCH)], [("BNK102", None, MARCH)], RuleScore(1, 0, 1)),
        ([], [("BNK102", "bank_statement", MARCH)], RuleScore(0, 1, 0)),
        ([("BNK102", "bank_statement", MARCH)], [], RuleScore(0, 0, 1)),
    ],
)
def test_findings_are_matched_by_code_type_and_months(due, made, score):
    assert one(findings(*due), findings(*made)).rules == {"BNK102": score}


def test_one_finding_of_two_papers_says_as_much_as_two_of_one():
    papers = [{"id": "d1", "type": "id_card_front"}, {"id": "d2", "type": "id_card_back"}]
    together = {"documents": papers, "findings": [{"code": "IMG202", "documents": ["d1", "d2"]}]}
    apart = {"documents": papers, "findings": [{"code": "IMG202", "documents": [one]} for one in ("d1", "d2")]}
    assert one(together, apart).rules == one(apart, together).rules == {"IMG202": RuleScore(hits=2)}
    apart["findings"].pop()
    assert one(together, apart).rules == {"IMG202": RuleScore(hits=1, missed=1)}


def test_findings_of_files_are_told_apart_by_the_file():
    def broken(*files):
        return {"findings": [{"code": "FIL002", "evidence": [{"file": file}]} for file in files]}

    assert one(broken("a.pdf", "b.pdf"), broken("b.pdf", "a.pdf")).rules == {"FIL002": RuleScore(hits=2)}
    assert one(broken("a.pdf"), broken("b.pdf")).rules == {"FIL002": RuleScore(extra=1, missed=1)}
    assert one({"findings": [{"code": "FIL002"}]}, broken("b.pdf")).rules == {"FIL002": RuleScore(hits=1)}


def test_the_months_of_a_finding_may_stand_in_its_item(truth, review):
    for data in (truth, review):
        data["findings"][0]["data"] = {}
    assert one(truth, review).rules["BNK102"] == RuleScore(hits=1)
    review["supplement_list"][0]["months"] = ["2026-05"]
    assert one(truth, review).rules["BNK102"] == RuleScore(extra=1, missed=1)


def test_what_could_not_be_told_is_judged_by_itself(truth, review):
    truth["unanswered"] = []
    assert one(truth, review).unanswered == {"BNK104": RuleScore(extra=1)}
    assert "BNK104" not in one(truth, review).rules


def test_the_curve_counts_what_is_given_at_each_confidence(truth, review):
    truth["documents"][0]["fields"]["name"]["value"] = "王健国"  # given at .98
    assert one(truth, review).curve == {0.9: Score(7, 8), 0.95: Score(7, 8), 0.99: Score(5, 5)}


def test_income(truth, review):
    review["income"]["monthly_average"] = "1.00"
    review["income"]["coefficient_of_variation"] = 0.004
    review["income"]["months"][1]["counted"] = "0.00"
    found = one(truth, review)
    assert found.scores["income", "monthly_average"] == Score(0, 1)
    assert found.scores["income", "coefficient_of_variation"] == Score(1, 1)
    assert found.scores["income", "counted"] == Score(1, 2)


def test_status_and_list(truth, review):
    review["status"] = "complete"
    review["supplement_list"][0]["title"] = "别的说法"
    found = one(truth, review)
    assert found.scores["status", "supplement"] == Score(0, 1)
    assert found.total("items") == Score(1, 1)
    review["supplement_list"].append(dict(review["supplement_list"][0], codes=["IDC101"]))
    assert one(truth, review).total("items") == Score(1, 2)


def test_the_text_says_every_n_and_rounds_nothing_up(truth, review):
    pairs = [(truth, review)] * 1999
    wrong = copy.deepcopy(truth)
    wrong["status"] = "complete"
    text = evaluate([*pairs, (wrong, review)]).text()
    assert "申请 n=2000" in text
    (line,) = [line for line in text.split("结论")[1].splitlines() if "合计" in line][:1]
    assert "0.999 1999/n=2000" in line


def test_the_json_is_json_and_has_the_same_figures(truth, review):
    truth["documents"][0]["fields"]["name"]["value"] = "王健国"
    data = json.loads(json.dumps(one(truth, review).json()))
    assert data["fields"]["id_card_front.name"] == {"right": 0, "n": 1, "share": 0.0}
    assert data["rules"]["BNK102"]["recall"] == {"right": 1, "n": 1, "share": 1.0}
    assert data["silently_wrong"][0]["field"] == "name"
    assert data["applications"] == 1


def test_nothing_to_compare_is_nothing():
    assert evaluate([]) == Evaluation()
    assert "n=0" in evaluate([]).text()


@given(st.integers(0, 4), st.integers(0, 4))
def test_figures_add_up(right, wrong):
    truth = contract.review_json(example.review())
    other = copy.deepcopy(truth) | {"status": "complete"}
    found = evaluate([(truth, truth)] * right + [(other, truth)] * wrong)
    assert found.total("status") == Score(right, right + wrong)
    assert found.applications == right + wrong


def test_each_value_given_is_counted_in_the_bin_of_its_confidence(truth, review):
    card, statement, earnings = (d["fields"] for d in review["documents"])
    truth["documents"][0]["fields"]["name"]["value"] = "王健国"  # given at .98
    statement["bank"]["confidence"] = 0.3
    statement["holder"]["confidence"] = 0.9
    card["birth_date"]["value"] = None  # nothing given
    earnings["total"]["confidence"] = 0.89
    found = one(truth, review)
    assert found.bins == {
        0.0: Score(1, 1),
        0.8: Score(1, 1),
        0.9: Score(1, 1),
        0.95: Score(1, 2),
        0.99: Score(2, 2),
    }
    assert found.curve == {0.9: Score(4, 5), 0.95: Score(3, 4), 0.99: Score(2, 2)}


def test_the_calibration_curve_is_printed_and_told(truth, review):
    found = one(truth, review)
    assert "把握与正确" in found.text()
    assert "0.95 至 0.99" in found.text()
    told = found.json()["calibration"]
    assert [one["from"] for one in told] == sorted(one["from"] for one in told)
    assert told[-1] == {"from": 0.99, "to": 1.0, "right": 5, "n": 5, "share": 1.0}
    assert json.loads(json.dumps(told)) == told


def test_nothing_given_has_no_calibration_curve():
    assert "把握与正确" not in Evaluation().text()
    assert Evaluation().json()["calibration"] == []
