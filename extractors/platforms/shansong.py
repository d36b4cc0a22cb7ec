from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="shansong",
    name="闪送",
    marks=("闪送", "同城必应"),
    how="在闪送员应用中进入“我的－钱包－收入明细”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，在“我的－客服”中申请。",
)
READER = earnings_reader(PLATFORM)
