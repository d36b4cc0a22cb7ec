import re
from importlib import resources

import pytest

import checks

SECTIONS = ["查什么", "为什么", "例子", "怎么补", "在方案里改哪里"]
PAGES = {
    path.name.removesuffix(".md"): path.read_text("utf-8") for path in (resources.files(checks) / "pages").iterdir()
}
RULES = {rule.code: rule for rule in checks.rulebook().rules}


def test_every_rule_has_its_page_and_every_page_its_rule():
    assert set(PAGES) == set(RULES)


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_page_has_the_fixed_sections(code):
    text = PAGES[code]
    assert text.startswith(f"# {code} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert all(part.strip() for part in re.split(r"^#+ .+$", text, flags=re.MULTILINE)[2:])


def test_a_page_is_given_by_code():
    assert checks.page("BNK102").startswith("# BNK102 ")
    with pytest.raises(KeyError):
        checks.page("../profiles/salaried")


def test_the_pages_name_keys_that_profiles_have():
    keys = {"months", "max_age_days", "wallets_count", "scheme", "backpaid_counts", "housing_fund_counts"}
    keys |= {"kinds", "needed", "one_of", "volatile_above", "payment_share", "id_card", "other_documents"}
    known = set(checks.load_profile("gig_worker").model_dump()) | {
        key
        for table in checks.load_profile("gig_worker").model_dump().values()
        if isinstance(table, dict)
        for key in table
    }
    assert keys <= known


CONTRACT = {
    "FIL001": "unsupported-file required",
    "FIL002": "unreadable-file required",
    "FIL003": "password-needed required",
    "FIL004": "over-the-limit required",
    "FIL005": "same-file-twice advice",
    "FIL006": "unrecognised-document review",
    "IMG101": "blurred required",
    "IMG102": "glare required",
    "IMG103": "cropped required",
    "IMG104": "too-dark required",
    "IMG105": "too-small required",
    "IMG201": "screen-recapture review",
    "IMG202": "photocopy review",
    "IDC001": "id-front-missing required",
    "IDC002": "id-back-missing required",
    "IDC101": "id-card-expired required",
    "IDC102": "id-card-expiring required",
    "IDC103": "id-card-not-yet-valid review",
    "IDC104": "temporary-id-card required",
    "IDC201": "id-number-invalid review",
    "IDC202": "id-number-mismatch review",
    "IDC203": "id-term-inconsistent review",
    "BNK001": "bank-statement-missing required",
    "BNK101": "statement-too-short required",
    "BNK102": "statement-months-missing required",
    "BNK103": "statement-stale required",
    "BNK104": "statement-of-another-person required",
    "BNK201": "balance-chain-broken review",
    "BNK202": "totals-mismatch review",
    "BNK203": "pages-missing required",
    "BNK301": "not-a-statement required",
    "BNK302": "editable-export advice",
    "GIG001": "gig-earnings-missing required",
    "GIG101": "gig-earnings-too-short required",
    "GIG102": "gig-months-missing required",
    "GIG103": "gig-earnings-stale required",
    "GIG104": "gig-earnings-of-another-person required",
    "GIG201": "payout-not-in-bank review",
    "SSI001": "social-insurance-missing required",
    "SSI101": "contributions-too-short required",
    "SSI102": "contribution-gap required",
    "SSI103": "proof-expired required",
    "SSI104": "proof-of-another-person required",
    "EMP001": "employment-letter-missing required",
    "EMP101": "letter-without-seal required",
    "EMP102": "letter-incomplete required",
    "EMP103": "letter-outdated required",
    "EMP104": "letter-of-another-person required",
    "OTH001": "document-missing required",
    "INC001": "income-not-proven required",
    "INC101": "income-volatile advice",
    "INC102": "payment-over-income advice",
    "TMP101": "file-resaved review",
    "TMP102": "changed-after-signing review",
    "TMP103": "signature-invalid review",
    "TMP104": "covered-text review",
}
OUR_OWN = {"IDC105": "id-card-of-a-minor advice", "IDC204": "id-sides-apart advice"}
"""Codes that the contract does not name, and that are as permanent."""


@pytest.mark.parametrize("code", sorted(RULES))
def test_code_name_and_severity_are_the_contracts(code):
    assert f"{RULES[code].name} {RULES[code].severity}" == (CONTRACT | OUR_OWN)[code]
