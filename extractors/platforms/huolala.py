from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="huolala",
    name="货拉拉",
    marks=("货拉拉",),
    how="在货拉拉司机版应用中进入“我的－钱包－收支明细（账单）”，选择 {start} 至 {end}，导出或逐月截图（要能看到姓名和年月）；没有导出时，可在“我的－客服”中申请收入对账单。",
)
READER = earnings_reader(PLATFORM)
