"""Spigot: a sample of the rows that flow through it, written as lines of JSON beside the job's target."""

import json

import pytest

ROWS = [f"{number},x{number}" for number in range(1000)]


@pytest.fixture
def sample(job):
    """Runs a job of 1,000 rows with a Spigot between source and target; returns the sample's rows."""
    def run(after=True, **settings):
        spigot = {"Spigot": {"Name": "Look", "Inputs": ["source"], "Path": f"s3://{job.bucket}/look/"} | settings}
        job.create({"source": job.source(), "spigot": spigot, "target": job.target(Inputs=["spigot" if after else "source"])})
        job.land("1.csv", "id,name", *ROWS)
        job.succeed()
        bodies = [job.s3.get_object(Bucket=job.bucket, Key=key)["Body"].read() for key in job.keys("look/")]
        return [json.loads(line) for body in bodies for line in body.splitlines()]
    return run


def ids(rows):
    return sorted(int(row["id"]) for row in rows)


def test_all_rows_flow_on_and_the_first_are_written(job, sample):
    assert ids(sample(Topk=3)) == [0, 1, 2]
    assert ids(job.rows()) == list(range(1000))


def test_without_settings_the_sample_is_all_rows(sample):
    assert sample() == [{"id": str(number), "name": f"x{number}"} for number in range(1000)]


def test_each_row_is_taken_with_the_probability(job, sample):
    taken = ids(sample(Prob=0.5))
    assert 350 < len(taken) < 650, "nine standard deviations to either side"
    assert len(set(taken)) == len(taken)
    assert ids(job.rows()) == list(range(1000))


def test_a_probability_of_nothing_takes_nothing(job, sample):
    assert sample(Prob=0.0) == []
    assert ids(job.rows()) == list(range(1000))


def test_the_first_are_those_of_the_chance(sample):
    assert len(sample(Prob=0.5, Topk=20)) == 20


def test_it_writes_when_nothing_follows_it(job, sample):
    assert len(sample(after=False, Topk=2)) == 2
    assert ids(job.rows()) == list(range(1000))


def test_a_path_that_is_none_is_refused(job):
    spigot = {"Spigot": {"Name": "Look", "Inputs": ["source"], "Path": "look"}}
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="look"):
        job.create({"source": job.source(), "spigot": spigot, "target": job.target(Inputs=["spigot"])})
