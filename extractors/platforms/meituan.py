from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="meituan",
    name="美团",
    marks=("美团", "三快在线", "三快科技"),
    how="在美团骑手（或美团众包）应用中进入“我的－我的钱包－收入明细（账单）”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，在“我的－客服中心”中搜索“收入证明”并申请。",
)
READER = earnings_reader(PLATFORM)
