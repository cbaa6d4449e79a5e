"""The journal by itself: after a power cut at any instant it opens, and holds every number that it acknowledged."""

import itertools
import sqlite3
import subprocess

import pytest
import recording


@pytest.fixture
def record(folder, listener, tmp_path):
    """record(threads, count): a run of journal_writer from an empty folder on."""

    def run(threads: int, count: int):
        program = recording.built("power_cut_journal_writer")
        made = recording.record([program, folder, listener, threads, count], folder, tmp_path / "log")
        made.verify()
        return made

    return run


@pytest.fixture
def rebuilt(tmp_path):
    """rebuilt(disk, seed): a new folder with what a power cut leaves of the disk."""
    numbers = itertools.count()

    def build(disk, seed=None):
        target = tmp_path / f"rebuilt-{next(numbers)}"
        target.mkdir()
        disk.write_to(target, seed)
        return target

    return build


def opens(folder) -> bool:
    writer = recording.built("power_cut_journal_writer")
    return subprocess.run([writer, folder, "0", "0", "0"]).returncode == 0


def notes(folder) -> set[int]:
    with sqlite3.connect(folder / "journal.sqlite") as journal:
        return {number for (number,) in journal.execute("SELECT number FROM note")}


@pytest.mark.parametrize("threads", [1, 8])
def test_every_acknowledged_number_survives(record, rebuilt, threads):
    made = record(threads, 80)
    acknowledged = set()
    for answer, disk in made.at_every_answer():
        acknowledged.add(int(answer.data))
        for seed in (None, answer.position):
            assert acknowledged <= notes(rebuilt(disk, seed))
    assert len(acknowledged) == 80


def test_a_first_start_that_is_cut_short_anywhere_can_be_repeated(record, rebuilt):
    made = record(1, 1)
    for position in range(len(made.records) + 1):
        for seed in (None, 2 * position, 2 * position + 1):  # the sign of a seed counts for nothing
            assert opens(rebuilt(made.disk_at(position), seed)), f"cut at {position} with seed {seed}"


def test_checkpoints_lose_nothing(record, rebuilt):
    made = record(1, 2500)  # 5 MB: more than the WAL holds before it is copied back
    answers = made.answers()
    checkpoints = [entry for entry in made.records if entry.path.endswith("journal.sqlite") and entry.data]
    assert len(checkpoints) > 500, "the run is long enough for checkpoints"
    told = [entry.position for entry in checkpoints[100::300]]
    for position in told:
        acknowledged = {int(answer.data) for answer in answers if answer.position < position}
        for seed in (None, 1, 2, 3):
            folder = rebuilt(made.disk_at(position), seed)
            assert opens(folder)
            assert acknowledged <= notes(folder)
