from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="sf",
    name="顺丰",
    marks=("顺丰", "同城骑士", "丰巢快递员"),
    how="在顺丰同城骑士（或丰源）应用中进入“我的－钱包（收入）－收入明细”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，请向所在网点或客服申请。",
)
READER = earnings_reader(PLATFORM)
