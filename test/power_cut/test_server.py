"""The orders pipeline on a whole server: after a power cut at any instant nothing is lost, nothing is doubled, and no run lies."""

import os
import pathlib
import random
import sys

import pytest
import rebuild
import whole_server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "crash"))

from workload import Workload, check  # noqa: E402


@pytest.fixture(scope="module")
def workload():
    return Workload(1)


@pytest.fixture(scope="module")
def made(workload, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    made = whole_server.record_server(workload.run, folder, folder.with_suffix(".log"))
    assert list(workload.told.run_states.values()) == ["SUCCEEDED", "SUCCEEDED"]
    return made


def check_cuts(cuts, made, workload, scratch):
    known = [cut for cut in cuts if cut.request_id in workload.history]
    whole_server.check_after(made, known, lambda server, cut: check(server, workload, workload.history[cut.request_id]), scratch)


def says_something_new(workload):
    """Whether a cut is at an answer that told the client more than the one before it did."""
    history = list(workload.history.items())
    new = {name for (name, told), (_, before) in zip(history[1:], history) if told != before}
    return lambda cut: cut.request_id in new


def test_the_engine_is_recorded_too(made):
    started = {os.path.basename(record.path) for record in made.records if record.kind is rebuild.Kind.START}
    assert {"dovetail", "dovetail-engine"} <= started


@pytest.mark.parametrize("lucky", [False, True], ids=["synced_only", "with_luck"])
def test_at_every_answer_what_it_says_is_on_the_disk(made, workload, tmp_path, lucky):
    cuts = whole_server.cuts_at_answers(made, lucky)
    check_cuts(whole_server.sample(cuts, random.Random(1), says_something_new(workload)), made, workload, tmp_path)


def test_between_answers_a_torn_write_does_no_harm(made, workload, tmp_path):
    chance = random.Random(2)
    cuts = whole_server.cuts_between_answers(made, chance)
    check_cuts(whole_server.sample(cuts, chance), made, workload, tmp_path)
