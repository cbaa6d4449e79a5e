"""SIGKILL of the server or of its engine worker at seeded random instants loses nothing and doubles nothing."""

import collections
import contextlib
import os
import random
import signal
import threading
import time

import pytest
from workload import Cut, Workload, check, run_again

from localserver import LocalServer

SEEDS = int(os.environ.get("DOVETAIL_CRASH_SEEDS", "50"))
FIRST_SEED = int(os.environ.get("DOVETAIL_CRASH_FIRST_SEED", "1"))


@pytest.fixture(scope="session")
def durations():
    """How long the uncut workload and one run of it take, in seconds: the instants are spread over these."""
    with LocalServer() as server:
        workload, began = Workload(0), time.monotonic()
        workload.run(server)
        whole = time.monotonic() - began
        assert set(workload.told.run_states.values()) == {"SUCCEEDED"}
        check(server, workload)
        began = time.monotonic()
        run_again(server.client("glue"))
        return {"workload": whole, "run": time.monotonic() - began}


@pytest.fixture(scope="session")
def fates():
    """How the runs ended whose workers were killed."""
    return collections.Counter()


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


@contextlib.contextmanager
def after(seconds, act):
    """Calls act() at that instant, whatever is going on then; at the latest when the block has ended."""
    timer = threading.Timer(seconds, act)
    timer.start()
    try:
        yield
    finally:
        timer.join()


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS, 2))
def test_a_killed_server_loses_nothing(seed, durations):
    chance = random.Random(seed)
    with LocalServer() as server:
        workload = Workload(seed)
        with contextlib.suppress(*Cut), after(chance.uniform(0, durations["workload"]), server.kill):
            workload.run(server)
        server.start()
        check(server, workload)


class WorkloadWithKills(Workload):
    """Kills the engine's workers once in every run, at a random instant of it."""

    def __init__(self, seed, server, run_duration_s):
        super().__init__(seed)
        self.server, self.run_duration_s = server, run_duration_s

    def run_job(self, glue):
        with after(self.chance.uniform(0, self.run_duration_s), self.kill_workers):
            super().run_job(glue)

    def kill_workers(self):
        for process in engine_workers(self.server):
            os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("seed", range(FIRST_SEED + 1, FIRST_SEED + SEEDS, 2))
def test_a_killed_worker_fails_its_run_honestly_and_a_rerun_completes(seed, durations, fates):
    with LocalServer() as server:
        workload = WorkloadWithKills(seed, server, durations["run"])
        workload.run(server)
        fates.update(workload.told.run_states.values())
        check(server, workload)


def test_the_kills_of_workers_hit_some_runs_and_missed_others(fates):
    """Else the instants prove nothing. (Runs after the two above.)"""
    assert set(fates) == {"SUCCEEDED", "FAILED"}
