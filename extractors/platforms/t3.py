from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="t3",
    name="T3出行",
    marks=("T3出行", "T3车主", "T3司机", "领行科技"),
    how="在 T3 车主应用中进入“我的－钱包－收入明细（流水）”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的流水证明时，在“我的－客服”中申请。",
)
READER = earnings_reader(PLATFORM)
