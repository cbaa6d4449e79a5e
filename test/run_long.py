#!/usr/bin/env python3
"""Every suite of `make test-long`: sanitizers and long seeds. Hours on two cores, so that each suite can be run by itself.

    test/run_long.py                  every suite
    test/run_long.py asan-unit crash  some of them; the results of the others are kept
    test/run_long.py --rest           those that have no result of this commit yet
    test/run_long.py --write          docs/soak.md from the last result of each suite (no suite is run)
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import resource
import subprocess
import sys

from run import ROOT, Suite, print_shares, run_suite

LONG = ROOT / "build/long"
RESULTS = LONG / "results.json"
FUZZ_FACTOR = "50"  # so many times the rounds of `make test`
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:detect_container_overflow=0",  # libduckdb is not instrumented: vectors that it grows
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": f"suppressions={ROOT / 'cmake/tsan.supp'}:halt_on_error=1",
}


def build(preset: str, targets: list[str]) -> None:
    subprocess.run(["cmake", "--preset", preset, "-DDOVETAIL_TESTS=ON", "--log-level=WARNING"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", preset, "--target", *targets], cwd=ROOT, check=True)


def unit_tests(preset: str, without: str, except_for: str = "^$") -> Suite:
    """Every unit test but those of one module, which is not built either, and those that an expression names."""
    folder = ROOT / "build" / preset
    build(preset, ["help"])
    names = subprocess.run(["ninja", "-C", str(folder), "-t", "targets", "all"], capture_output=True, text=True, check=True).stdout
    tests = sorted({line.split(":")[0] for line in names.splitlines() if line.endswith("_test: phony") and "/" not in line})
    build(preset, [test for test in tests if test != f"{without}_test"])
    report = LONG / f"{preset}-unit.xml"
    return run_suite(f"{preset}-unit", ["ctest", "--test-dir", str(folder), "-j2", "--timeout", "1800", "--output-on-failure",
                                        "--no-tests=error", "-LE", f"^{without}$" if without else "^$", "-E", except_for, "--output-junit", str(report)],
                     report, SANITIZERS | {"DOVETAIL_FUZZ_FACTOR": FUZZ_FACTOR})


def specifications(name: str, preset: str, targets: list[str], folders: list[str], without: str = "",
                   **environment: str) -> Suite:
    build(preset, targets)
    report = LONG / f"{name}.xml"
    return run_suite(name, [sys.executable, "-m", "pytest", "-q", "-k", f"not {without}" if without else "",
                            *(str(ROOT / "test" / folder) for folder in folders), f"--junit-xml={report}"],
                     report, SANITIZERS | {"DOVETAIL_BUILD": str(ROOT / "build" / preset)} | environment)


PROGRAMS = ["dovetail", "dovetail-engine"]
SUITES = {
    # Memory and undefined behaviour, in the unit tests and in a server that answers real clients.
    "asan-unit": lambda: unit_tests("asan", without=""),
    "asan-codecs": lambda: specifications("asan-codecs", "asan", ["all"], ["apigen"], DOVETAIL_FUZZ_FACTOR=FUZZ_FACTOR),
    # The memory of a server is that of the one that users run.
    "asan-server": lambda: specifications("asan-server", "asan", PROGRAMS, ["server", "aws/s3", "aws/glue", "aws/athena", "bad_input"],
                                          without="test_an_idle_server_is_small and not test_huge_line"),
    # Races, wherever libduckdb, which is not instrumented, is not linked.
    # Its posix_spawn() is a fork, which cannot tell that there is no such program.
    "tsan-unit": lambda: unit_tests("tsan", without="engine_worker", except_for="AProgramThatCannotBeStartedIsAnError"),
    # Crashes and power cuts: every seed, every instant.
    "crash": lambda: specifications("crash", "release", PROGRAMS, ["crash"], DOVETAIL_CRASH_SEEDS="500"),
    # Queries at random, held against a real Trino and a real Spark.
    "trino": lambda: specifications("trino", "release", PROGRAMS, ["trino"], DOVETAIL_QUERY_SEEDS="20000"),
    "spark": lambda: specifications("spark", "release", ["all"], ["spark/test_sql.py", "spark/test_plans.py", "spark/test_random_patterns.py"],
                                    DOVETAIL_QUERY_SEEDS="20000"),
    "power-cut": lambda: specifications("power-cut", "release", [*PROGRAMS, "power_cut_recorder", "power_cut_journal_writer"],
                                        ["power_cut"], DOVETAIL_POWER_CUTS="all"),
}


def commit() -> str:
    return subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def load_results() -> dict[str, dict]:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def keep(suite: Suite) -> None:
    results = load_results() | {suite.name: {
        "date": datetime.date.today().isoformat(), "commit": commit(), "passed": suite.passed, "failed": suite.failed,
        "seconds": round(suite.seconds)}}
    RESULTS.write_text(json.dumps(results, indent=2))


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 30
    return f"{os.cpu_count()} x {model}, {memory} GiB, Linux {platform.release()}"


def soak_page() -> str:
    """docs/soak.md: what the last long run of every suite gave."""
    lines = ["# The last long run", "",
             "Written by `test/run_long.py --write`; do not edit. What the suites are: `test/run_long.py`.", "",
             f"Machine: {machine()}.", "", "| suite | date | commit | passed | failed | minutes |", "| --- | --- | --- | ---: | ---: | ---: |"]
    results = load_results()
    for name in SUITES:
        if result := results.get(name):
            lines.append(f"| {name} | {result['date']} | {result['commit']} | {result['passed']} | {result['failed']} "
                         f"| {result['seconds'] / 60:.1f} |")
        else:
            lines.append(f"| {name} | not run | | | | |")
    return "\n".join(lines) + "\n"


def give_large_stacks() -> None:
    """To instrumented programs, whose frames are several times as large."""
    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))


def main() -> int:
    arguments = argparse.ArgumentParser(description="Sanitizers and long seeds.")
    arguments.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    arguments.add_argument("--rest", action="store_true", help="the suites that have no result of this commit yet")
    arguments.add_argument("--write", action="store_true", help="write docs/soak.md from the last results; runs nothing")
    options = arguments.parse_args()
    if unknown := set(options.suites) - set(SUITES):
        arguments.error(f"no suite is called {sorted(unknown)[0]}; there are {', '.join(SUITES)}")
    if options.write:
        (ROOT / "docs/soak.md").write_text(soak_page())
        return 0
    LONG.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    done = {name for name, result in load_results().items() if result["commit"] == commit()} if options.rest else set()
    give_large_stacks()
    suites = []
    for name in options.suites or [name for name in SUITES if name not in done]:
        suites.append(SUITES[name]())
        keep(suites[-1])
    print_shares(suites)
    failed = sum(suite.failed for suite in suites)
    print(f"\n{sum(suite.passed for suite in suites)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
