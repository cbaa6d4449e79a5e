"""Job runs: https://docs.aws.amazon.com/glue/latest/dg/job-run-statuses.html"""

import re

import botocore.exceptions
import pytest
from visual_job import VisualJob


def error_of(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def test_a_run_says_what_it_did(job):
    job.create(Timeout=60)
    job.land("1.csv", "a,b", "1,x", "2,y")
    run = job.succeed()
    assert re.fullmatch("jr_[0-9a-f]{64}", run["Id"])
    assert (run["JobName"], run["Attempt"], run["GlueVersion"], run["JobMode"]) == (job.name, 0, "4.0", "VISUAL")
    assert (run["WorkerType"], run["NumberOfWorkers"], run["MaxCapacity"], run["Timeout"]) == ("G.1X", 2, 2.0, 60)
    assert run["StartedOn"] <= run["CompletedOn"] == run["LastModifiedOn"]
    assert 0 < run["DPUSeconds"] < 60
    assert run["StateDetail"] == "2 rows read, 2 rows written"
    assert job.rows() == [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]


def test_arguments_of_the_run_go_before_defaults_and_fixed_ones_before_both(job):
    job.create(DefaultArguments={"--day": "default", "--place": "default", "--kind": "default"}, NonOverridableArguments={"--kind": "fixed"})
    job.land("1.csv", "a", "1")
    run = job.succeed(Arguments={"--place": "run", "--kind": "run"})
    assert run["Arguments"] == {"--day": "default", "--place": "run", "--kind": "fixed"}


def test_a_run_may_have_other_workers_than_its_job(job):
    job.create()
    job.land("1.csv", "a", "1")
    run = job.succeed(WorkerType="G.2X", NumberOfWorkers=3, Timeout=7)
    assert (run["WorkerType"], run["NumberOfWorkers"], run["MaxCapacity"], run["Timeout"]) == ("G.2X", 3, 6.0, 7)


@pytest.mark.parametrize("capacity, dpu", [({"MaxCapacity": 5.0}, 5.0), ({"AllocatedCapacity": 4}, 4.0)])
def test_a_run_may_have_dpus_in_place_of_its_jobs_workers(job, capacity, dpu):
    job.create()
    job.land("1.csv", "a", "1")
    assert job.succeed(**capacity)["MaxCapacity"] == dpu


def test_capacity_and_time_have_the_same_bounds_for_a_run_as_for_a_job(job):
    job.create()
    for arguments in ({"MaxCapacity": 5.0, "WorkerType": "G.1X", "NumberOfWorkers": 2}, {"MaxCapacity": 1e300}, {"Timeout": 10081},
                      {"Timeout": 2**31 - 1}):
        assert error_of(job.start, **arguments)["Code"] == "InvalidInputException"


def test_a_next_token_that_was_never_given_is_refused(job, glue):
    job.create()
    for token in ("!", "bm90IGEgbnVtYmVy"):
        error = error_of(glue.get_job_runs, JobName=job.name, NextToken=token)
        assert error["Code"] == "InvalidInputException" and "NextToken" in error["Message"]


def test_runs_are_listed_newest_first_in_pages(job, glue):
    job.create()
    runs = [job.succeed()["Id"] for _ in range(3)]
    first = glue.get_job_runs(JobName=job.name, MaxResults=2)
    second = glue.get_job_runs(JobName=job.name, NextToken=first["NextToken"])
    assert [run["Id"] for run in first["JobRuns"] + second["JobRuns"]] == runs[::-1]


def test_absent_jobs_and_runs(job, glue):
    assert error_of(job.start)["Code"] == "EntityNotFoundException"
    assert error_of(glue.get_job_runs, JobName=job.name)["Code"] == "EntityNotFoundException"
    job.create()
    assert error_of(job.get, run_id="jr_0")["Code"] == "EntityNotFoundException"


@pytest.mark.parametrize("arguments", [{"--conf": "spark.sql.ansi.enabled=true"}, {"--encryption-type": "sse-s3"},
                                       {"--job-bookmark-option": "yes"}, {"--job-bookmark-from": "jr_1"}])
def test_arguments_that_cannot_be_honoured_are_refused(job, arguments):
    job.create()
    assert error_of(job.start, Arguments=arguments)["Code"] == "InvalidInputException"


def test_a_failed_run_says_why_and_leaves_nothing(job):
    job.create(MaxRetries=1)
    job.land("1.csv", "a,b", '1,"x')
    first = job.run()
    assert first["JobRunState"] == "FAILED"
    assert f"s3://{job.bucket}/landing/1.csv" in first["ErrorMessage"] and "line 2" in first["ErrorMessage"]
    second = job.wait(first["Id"] + "_attempt_1")
    assert (second["JobRunState"], second["Attempt"], second["PreviousRunId"]) == ("FAILED", 1, first["Id"])
    assert job.keys() == []


def test_a_failed_run_can_be_started_again(job):
    job.create()
    job.land("1.csv", "a,b", '1,"x')
    failed = job.run(Arguments={"--day": "monday"})
    job.land("1.csv", "a,b", "1,x")
    again = job.succeed(JobRunId=failed["Id"])
    assert (again["PreviousRunId"], again["Attempt"], again["Arguments"]) == (failed["Id"], 1, {"--day": "monday"})


def test_more_runs_than_allowed_and_a_stop(job, glue):
    """A big enough input to catch the run under way."""
    job.create()
    job.land("big.csv", "a,b", *(f"{number},{'x' * 200}" for number in range(200_000)))
    run = job.start()
    error = error_of(job.start)
    assert (error["Code"], error["Message"]) == ("ConcurrentRunsExceededException", f"Concurrent runs exceeded for {job.name}")
    answer = glue.batch_stop_job_run(JobName=job.name, JobRunIds=[run, "jr_none"])
    assert answer["SuccessfulSubmissions"] == [{"JobName": job.name, "JobRunId": run}]
    assert answer["Errors"][0]["ErrorDetail"]["ErrorCode"] == "EntityNotFoundException"
    assert job.wait(run)["JobRunState"] == "STOPPED"
    assert job.keys() == []
    again = glue.batch_stop_job_run(JobName=job.name, JobRunIds=[run])
    assert again["Errors"][0]["ErrorDetail"]["ErrorCode"] == "InvalidInputException"


def test_a_kill_in_the_middle_of_a_run_is_told_honestly_after_the_restart(fresh_server, tmp_path):
    server = fresh_server(data=tmp_path / "data")
    s3, glue = server.client("s3"), server.client("glue")
    s3.create_bucket(Bucket="killed")
    job = VisualJob(s3, glue, "killed", "killed").create()
    job.land("big.csv", "a,b", *(f"{number},{'x' * 200}" for number in range(200_000)))
    run = job.start()
    job.wait(run, "RUNNING")
    server.kill()

    server = fresh_server(data=tmp_path / "data")
    job = VisualJob(server.client("s3"), server.client("glue"), "killed", "killed")
    ended = job.wait(run)
    assert ended["JobRunState"] == "FAILED" and "server ended while the run was under way" in ended["ErrorMessage"]
    assert job.keys() == []
    job.succeed()
    assert len(job.rows()) == 200_000
