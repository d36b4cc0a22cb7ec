from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="eleme",
    name="饿了么（蜂鸟）",
    marks=("饿了么", "蜂鸟", "拉扎斯"),
    how="在蜂鸟众包（或蜂鸟团队版）应用中进入“我的－钱包－收入明细”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，在“我的－联系客服”中申请，或请所在配送站开具。",
)
READER = earnings_reader(PLATFORM)
