"""A pytest plugin that notes which operations passing tests have called with success, for docs/compatibility/.

It works when DOVETAIL_RECORDED_CALLS names a file: that gets lines like `glue.CreateJob`, sorted; each of pytest's workers has one beside it.
"""

import os
import pathlib

import pytest
from localserver import LocalServer


def pytest_configure(config):
    if file := os.environ.get("DOVETAIL_RECORDED_CALLS"):
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        path = pathlib.Path(file)
        config.pluginmanager.register(RecordedCalls(path.with_name(f"{path.stem}.{worker}{path.suffix}") if worker else path))


class RecordedCalls:
    """What is called counts when the test that was running has passed."""

    def __init__(self, file: pathlib.Path):
        self.file = file
        self.under_way: set[str] = set()
        self.passed: set[str] = set()
        LocalServer.observers.append(lambda service, operation: self.under_way.add(f"{service}.{operation}"))

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.passed |= self.under_way
        elif report.when == "teardown":
            self.under_way.clear()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self):
        self.file.write_text("".join(f"{call}\n" for call in sorted(self.passed)))
