from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="caocao",
    name="曹操出行",
    marks=("曹操出行", "曹操司机", "曹操专车", "优行科技"),
    how="在曹操司机应用中进入“我的－钱包－收入明细（流水）”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的流水证明时，在“我的－客服”中申请。",
)
READER = earnings_reader(PLATFORM)
