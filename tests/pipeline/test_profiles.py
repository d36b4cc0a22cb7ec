from pathlib import Path

import pytest

import checks
from pipeline.profiles import ProfileError, load_profile, names

FOLDER = checks.profile_folder()


def written(folder: Path, text: str) -> str:
    path = folder / "ours.toml"
    path.write_text('title = "我们的方案"\n' + text, "utf-8")
    return str(path)


def test_the_three_products():
    assert names(FOLDER) == ("gig_worker", "salaried", "self_employed")
    salaried, gig, own = (load_profile(n, FOLDER) for n in ("salaried", "gig_worker", "self_employed"))
    assert (salaried.required, salaried.statement.months, salaried.statement.max_age_days) == (("statement",), 6, 30)
    assert (own.required, own.statement.months, own.statement.max_age_days) == (("statement",), 36, 30)
    assert gig.evidence.kinds == ("statement", "gig_earnings", "contributions", "employment_letter")
    assert (gig.evidence.needed, gig.evidence.one_of) == (2, ("statement", "gig_earnings"))
    assert (gig.statement.months, gig.gig_earnings.months, gig.contributions.months) == (12, 12, 12)
    assert (gig.statement.max_age_days, gig.gig_earnings.max_age_days, gig.contributions.max_age_days) == (30, 45, 45)
    assert gig.employment_letter.max_age_days == 30


def test_wallets_count_only_where_the_profile_says_so():
    assert "wallet_statement" not in load_profile("salaried", FOLDER).types
    assert "wallet_statement" in load_profile("gig_worker", FOLDER).types


def test_a_users_own_file_is_loaded_by_path_and_named_after_it(tmp_path):
    found = load_profile(written(tmp_path, 'required = ["statement"]\n[statement]\nmonths = 3\n'), FOLDER)
    assert (found.name, found.title, found.statement.months) == ("ours", "我们的方案", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[statement]\nmonhts = 3\n", "没有 statement.monhts 这一项。是不是想写 months？"),
        ("requird = []\n", "是不是想写 required？"),
        ("[statement]\nzzzz = 3\n", "这里可以写：max_age_days、months、wallets_count"),
        ('required = ["statment"]\n', "required.0 的值 'statment' 不对"),
        ("[statement]\nmonths = 40\n", "statement.months 的值 40 不对"),
        ("[statement]\nmonths = -1\n", "statement.months 的值 -1 不对"),
        ('[evidence]\nkinds = ["statement"]\nneeded = 2\n', "needed 是 2，但 kinds 只列了 1 种"),
        ('[evidence]\nkinds = ["statement"]\nneeded = 1\none_of = ["gig_earnings"]\n', "gig_earnings 不在 kinds 里"),
        ('[severity]\nBNK30 = "required"\n', "没有编号为 BNK30 的规则。是不是想写 BNK302？"),
        ('[severity]\nBNK302 = "fatal"\n', "severity.BNK302 的值 'fatal' 不对"),
        ("months = \n", "读不了"),
    ],
)
def test_a_mistake_is_refused_with_what_to_write(tmp_path, text, said):
    with pytest.raises(ProfileError) as refused:
        load_profile(written(tmp_path, text), FOLDER, {r.code for r in checks.rulebook().rules})
    assert said in str(refused.value)
    assert "ours.toml" in str(refused.value)


def test_a_missing_title_is_told(tmp_path):
    (tmp_path / "ours.toml").write_text("id_card = true\n", "utf-8")
    with pytest.raises(ProfileError, match="缺少 title 这一项"):
        load_profile(str(tmp_path / "ours.toml"), FOLDER)


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(ProfileError, match="是不是想写 gig_worker？"):
        load_profile("gig_workers", FOLDER)
    with pytest.raises(ProfileError, match="没有方案文件"):
        load_profile("nowhere/ours.toml", FOLDER)


def test_a_name_cannot_reach_another_folder(tmp_path):
    with pytest.raises(ProfileError):
        load_profile("../profiles/salaried", tmp_path)
