from extractors._earnings import Platform, earnings_reader

PLATFORM = Platform(
    code="jd",
    name="京东",
    marks=("京东", "京邦达"),
    how="在京东秒送骑士（或京东快递员使用的京牛）应用中进入“我的－钱包（薪酬）－收入明细”，选择 {start} 至 {end}，逐月截图（要能看到姓名和年月）；需要盖章的收入证明时，请向所在站点或客服申请。",
)
READER = earnings_reader(PLATFORM)
