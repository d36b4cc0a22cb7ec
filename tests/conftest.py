def pytest_configure(config):
    config.addinivalue_line("markers", "slow: reads whole sample applications, recognition included")
