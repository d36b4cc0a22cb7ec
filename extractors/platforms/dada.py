from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="dada",
    name="达达",
    marks=("达达", "达疆"),
    how="在达达骑士版（达达秒送）应用中进入“我的－我的钱包－收支明细”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，在“我的－客服”中申请。",
)
READER = earnings_reader(PLATFORM)
