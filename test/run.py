#!/usr/bin/env python3
"""Every test of `make test`: the unit tests by CTest, the specifications by pytest; a table of shares at the end.

    test/run.py                         everything
    test/run.py test/aws/s3             the specifications of one folder
    test/run.py --write-compatibility   everything, and docs/compatibility/ anew from what passed; with test/spark alone, its page
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

import compatibility
import spark_compatibility

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("DOVETAIL_BUILD", ROOT / "build/release")).resolve()
REPORTS = BUILD / "reports"


class Suite:
    """The outcome of one suite: how many tests there were, which did not pass, and the time they took."""

    def __init__(self, name: str):
        self.name, self.passed, self.failed, self.seconds = name, 0, 0, 0.0

    def add(self, report: pathlib.Path) -> None:
        for case in xml.parse(report).getroot().iter("testcase"):
            outcomes = {child.tag for child in case}
            # A skipped test is a failed one: nothing may pass by not running.
            if outcomes & {"failure", "error", "skipped"} or case.get("status") in ("fail", "notrun", "disabled"):
                self.failed += 1
            else:
                self.passed += 1


def run_suite(name: str, command: list, report: pathlib.Path, environment: dict[str, str] | None = None) -> Suite:
    print(f"== {name}", flush=True)
    suite, began = Suite(name), time.monotonic()
    report.unlink(missing_ok=True)
    code = subprocess.run(command, cwd=ROOT, env=os.environ | (environment or {})).returncode
    suite.seconds = time.monotonic() - began
    if report.exists():
        suite.add(report)
    if code != 0 and suite.failed == 0:
        suite.failed += 1  # the runner itself broke
    return suite


# Suites of two processes, each with servers and judges of its own: one asks while the other's judge thinks. A file's tests stay in order.
SIDE_BY_SIDE = {"spark": ["-n", "2", "--dist", "loadfile"]}


def unit_suite() -> Suite:
    report = REPORTS / "unit.xml"
    return run_suite("unit", ["ctest", "--test-dir", str(BUILD), "-j2", "--timeout", "300", "--output-on-failure", "--progress",
                              "--no-tests=error", "--output-junit", str(report)], report)


def specification_suites(folders: list[pathlib.Path]) -> list[Suite]:
    suites = []
    for folder in folders:
        name = str(folder.relative_to(ROOT / "test"))
        report = REPORTS / f"{name.replace('/', '-')}.xml"
        suites.append(run_suite(name, [sys.executable, "-m", "pytest", "-q", *SIDE_BY_SIDE.get(name, []), str(folder), f"--junit-xml={report}"], report,
                                {"DOVETAIL_RECORDED_CALLS": str(report.with_suffix(".calls"))}))
    return suites


def compatibility_suite(write: bool, pages: list[str]) -> Suite:
    """Whether pages of docs/compatibility/ say of each operation what this run has seen; with `write`, they do from now on."""
    suite, tested = Suite("compatibility"), compatibility.tested_in_run(sorted(REPORTS.glob("*.calls")))
    for service in pages:
        page = compatibility.PAGES / f"{service}.md"
        text = spark_compatibility.render(tested.get("spark", set())) if service == "spark" else compatibility.render(service, tested[service])
        if write:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text)
        if page.exists() and page.read_text() == text:
            suite.passed += 1
        else:
            suite.failed += 1
            print(f"{page.relative_to(ROOT)} is not what this run has seen: test/run.py --write-compatibility")
    return suite


def specification_folders() -> list[pathlib.Path]:
    return sorted({path.parent for path in (ROOT / "test").rglob("test_*.py")})


def print_shares(suites: list[Suite]) -> None:
    total = sum(suite.seconds for suite in suites)
    print(f"\n{'suite':<24}{'passed':>8}{'failed':>8}{'seconds':>10}{'share':>8}")
    for suite in suites:
        print(f"{suite.name:<24}{suite.passed:>8}{suite.failed:>8}{suite.seconds:>10.1f}{suite.seconds / total:>8.0%}")


def main() -> int:
    arguments = argparse.ArgumentParser(description="Every test of `make test`, or those of some folders.")
    arguments.add_argument("folders", nargs="*", type=pathlib.Path)
    arguments.add_argument("--write-compatibility", action="store_true", help="docs/compatibility/ anew from what passed")
    options = arguments.parse_args()
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    REPORTS.mkdir(parents=True, exist_ok=True)
    folders = [folder.resolve() for folder in options.folders]
    if folders:
        suites = specification_suites(folders)
        # The page of the protocol is of what one folder's tests use; those of the services are of what all tests do.
        if options.write_compatibility and ROOT / "test/spark" in folders:
            suites.append(compatibility_suite(True, ["spark"]))
    else:
        for calls in REPORTS.glob("*.calls"):
            calls.unlink()
        suites = [unit_suite(), *specification_suites(specification_folders()),
                  compatibility_suite(options.write_compatibility, [*compatibility.services(), "spark"])]
    print_shares(suites)
    passed, failed = sum(suite.passed for suite in suites), sum(suite.failed for suite in suites)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
