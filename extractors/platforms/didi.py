from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="didi",
    name="滴滴",
    marks=("滴滴", "花小猪", "小桔科技"),
    how="在滴滴车主应用中进入“我的－钱包－流水明细（收入）”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的流水证明时，在“我的－客服”中选“收入证明”，按提示填写邮箱后等待发送 PDF。",
)
READER = earnings_reader(PLATFORM)
