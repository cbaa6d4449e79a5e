"""Records a whole server under a client, and restarts servers on the disks that power cuts leave."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import itertools
import os
import pathlib
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterable

import recording
from rebuild import Kind, Record, Recording

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from localserver import LocalServer  # noqa: E402

# How many cuts of each kind a test makes; "all" for every one.
CUTS = os.environ.get("DOVETAIL_POWER_CUTS", "40")
LUCKS = 5 if CUTS == "all" else 1
RECORDS_A_CUT = 1 if CUTS == "all" else 8  # between answers
RESTARTS_AT_ONCE = 2


@dataclasses.dataclass(frozen=True)
class Cut:
    """The power fails before the record at `position` happens. The client has had the answer `request_id`, and no later one."""

    position: int
    request_id: str
    seed: int | None = None  # None: nothing survives but what was synced


def record_server(drive: Callable[[LocalServer], None], folder: pathlib.Path, log: pathlib.Path) -> Recording:
    """Runs a server on an empty folder under the recorder, drives it, and stops it as a user does."""
    with LocalServer(data=folder, environment=recording.environment(folder, log)) as server:
        drive(server)
        assert server.stop() == 0, server.log()
    made = Recording.read(log, folder)
    made.verify()
    return made


def request_id(answer: Record) -> str | None:
    """The request id in the head of an answer; None for what is not a head: the rest of a body, 100 Continue."""
    found = re.search(rb"\r\nx-amzn?-request-?id: (\S+)", answer.data, re.IGNORECASE)
    return found[1].decode() if found and answer.data.startswith(b"HTTP/1.1") else None


def cuts_at_answers(made: Recording, lucky: bool = False) -> list[Cut]:
    """A cut in the instant when an answer leaves: what it says must be on the disk already. Of answers between which nothing happened to
    the disk only the last is kept: it tells the most. With luck, some of what was not synced is there as well."""
    answers: list[tuple[int, str]] = []
    changed = True
    for record in made.records:
        if record.kind is not Kind.ANSWER:
            changed = True
        elif name := request_id(record):
            answers[len(answers) - (not changed):] = [(record.position, name)]
            changed = False
    seeds = range(LUCKS) if lucky else [None]
    return [Cut(position, name, seed) for position, name in answers for seed in seeds]


def cuts_between_answers(made: Recording, chance: random.Random) -> list[Cut]:
    """Cuts at some instants between every two answers, with some of what was not synced on the disk, the last of it torn."""
    answers = [(record.position, name) for record in made.answers() if (name := request_id(record))]
    cuts = []
    for (first, name), (second, _) in itertools.pairwise(answers):
        instants = range(first + 1, second)
        for position in chance.sample(instants, -(-len(instants) // RECORDS_A_CUT)):
            cuts.append(Cut(position, name, chance.getrandbits(32)))
    return cuts


def sample(cuts: list[Cut], chance: random.Random, keep: Callable[[Cut], bool] = lambda _: False) -> list[Cut]:
    """As many cuts as DOVETAIL_POWER_CUTS allows: all that `keep` names and a part of the others."""
    if CUTS == "all":
        return cuts
    kept = [cut for cut in cuts if keep(cut)]
    others = [cut for cut in cuts if not keep(cut)]
    return kept + chance.sample(others, min(len(others), max(0, int(CUTS) - len(kept))))


def check_after(made: Recording, cuts: Iterable[Cut], check: Callable[[LocalServer, Cut], None], scratch: pathlib.Path) -> None:
    """Rebuilds the disk of every cut, starts a server on it, and checks that. Fails with the cut's name, so that it can be repeated."""
    by_position: dict[int, list[Cut]] = {}
    for cut in cuts:
        by_position.setdefault(cut.position, []).append(cut)
    assert by_position, "there is something to check"
    room = concurrent.futures.ThreadPoolExecutor(RESTARTS_AT_ONCE)
    with room:
        waiting = []
        for position, disk in made.at(by_position):
            for cut in by_position[position]:
                folder = scratch / f"cut-{position}-{cut.seed}"
                folder.mkdir(parents=True)
                disk.write_to(folder, cut.seed)
                waiting.append(room.submit(restart_and_check, folder, cut, check))
                if len(waiting) > 4 * RESTARTS_AT_ONCE:  # rebuilt disks do not pile up
                    waiting.pop(0).result()
        for one in waiting:
            one.result()


def restart_and_check(folder: pathlib.Path, cut: Cut, check: Callable[[LocalServer, Cut], None]) -> None:
    server = LocalServer(data=folder)
    try:
        server.start()
        check(server, cut)
    except Exception as error:
        raise AssertionError(f"{cut}: {error}\nThe server's log:\n{server.log()}") from error
    finally:
        server.kill()
        server.__exit__()
    shutil.rmtree(folder)  # what fails is kept
