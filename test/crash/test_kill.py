"""SIGKILL of the server or of its engine worker at seeded random instants loses nothing and doubles nothing."""

import os
import random
import signal
import threading
import time

import pytest
from workload import Cut, Workload, check

from localserver import LocalServer

SEEDS = int(os.environ.get("DOVETAIL_CRASH_SEEDS", "50"))
FIRST_SEED = int(os.environ.get("DOVETAIL_CRASH_FIRST_SEED", "1"))


@pytest.fixture(scope="session")
def whole_duration_s():
    """How long the uncut workload takes: the instants are spread over it."""
    with LocalServer() as server:
        workload, began = Workload(0), time.monotonic()
        workload.run(server)
        duration = time.monotonic() - began
        assert set(workload.told.run_states.values()) == {"SUCCEEDED"}
        check(server, workload)
    return duration


def engine_workers(server) -> list[int]:
    """The process ids of the server's engine workers, from /proc."""
    children = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                name, rest = stat.read().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue  # it ended meanwhile
        if name.startswith("dovetail-engine"[:15]) and int(rest.split()[1]) == server.process.pid:
            children.append(int(entry))
    return children


def run_and_cut(server, workload, cut, after_s):
    """Runs the workload and calls cut() at that instant, whatever is going on then."""
    timer = threading.Timer(after_s, cut)
    timer.start()
    try:
        workload.run(server)
    except Cut:
        pass  # the server is gone: that is the point
    timer.join()


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS, 2))
def test_a_killed_server_loses_nothing(seed, whole_duration_s):
    chance = random.Random(seed)
    with LocalServer() as server:
        workload = Workload(seed)
        run_and_cut(server, workload, server.kill, chance.uniform(0, whole_duration_s))
        server.kill()
        server.start()
        check(server, workload)


@pytest.mark.parametrize("seed", range(FIRST_SEED + 1, FIRST_SEED + SEEDS, 2))
def test_a_killed_worker_fails_its_run_honestly_and_a_rerun_completes(seed, whole_duration_s):
    chance = random.Random(seed)
    with LocalServer() as server:
        def kill_workers():
            for process in engine_workers(server):
                os.kill(process, signal.SIGKILL)

        workload = Workload(seed)
        run_and_cut(server, workload, kill_workers, chance.uniform(0, whole_duration_s))
        check(server, workload)
