"""Job definitions: https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html and its neighbours."""

import json

import botocore.exceptions
import pytest


def error_of(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def test_a_job_is_kept_as_it_was_given_with_the_defaults_of_its_version(job, glue, name):
    job.create(Description="orders", DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
    kept = glue.get_job(JobName=name)["Job"]
    assert (kept["Name"], kept["Role"], kept["Description"]) == (name, "glue", "orders")
    assert kept["CodeGenConfigurationNodes"] == {"source": job.source(), "target": job.target()}
    assert kept["DefaultArguments"] == {"--job-bookmark-option": "job-bookmark-enable"}
    assert (kept["Timeout"], kept["MaxRetries"], kept["ExecutionProperty"]) == (2880, 0, {"MaxConcurrentRuns": 1})
    assert (kept["MaxCapacity"], kept["AllocatedCapacity"], kept["JobMode"]) == (2.0, 2, "VISUAL")
    assert kept["CreatedOn"] == kept["LastModifiedOn"]


def test_since_version_5_a_run_may_take_eight_hours(job, glue, name):
    job.create(GlueVersion="5.0")
    assert glue.get_job(JobName=name)["Job"]["Timeout"] == 480


def test_a_job_of_that_name_exists_already(job):
    job.create()
    assert error_of(job.create)["Code"] == "AlreadyExistsException"


def test_update_replaces_the_whole_definition(job, glue, name):
    job.create(Description="first", Timeout=5)
    glue.update_job(JobName=name, JobUpdate={"Role": "other", "Command": {"Name": "glueetl", "ScriptLocation": "s3://b/x.py"}})
    kept = glue.get_job(JobName=name)["Job"]
    assert kept["Role"] == "other" and "Description" not in kept and "CodeGenConfigurationNodes" not in kept
    assert kept["Timeout"] == 480


def test_update_of_an_absent_job(glue, name):
    update = {"Role": "glue", "Command": {"Name": "glueetl"}}
    assert error_of(glue.update_job, JobName=name, JobUpdate=update)["Code"] == "EntityNotFoundException"


def test_delete_succeeds_for_a_job_that_is_not_there(job, glue, name):
    job.create()
    for _ in range(2):
        assert glue.delete_job(JobName=name)["JobName"] == name
    assert error_of(glue.get_job, JobName=name)["Code"] == "EntityNotFoundException"


def test_lists_come_in_pages_and_by_tags(fresh_server):
    glue = fresh_server().client("glue")
    for number in range(5):
        glue.create_job(Name=f"job-{number}", Role="glue", Command={"Name": "pythonshell"}, Tags={"parity": str(number % 2)})
    first = glue.list_jobs(MaxResults=3)
    second = glue.list_jobs(MaxResults=3, NextToken=first["NextToken"])
    assert first["JobNames"] + second["JobNames"] == [f"job-{number}" for number in range(5)]
    assert "NextToken" not in second
    assert glue.list_jobs(Tags={"parity": "1"})["JobNames"] == ["job-1", "job-3"]
    assert [job["Name"] for job in glue.get_jobs(MaxResults=2)["Jobs"]] == ["job-0", "job-1"]
    batch = glue.batch_get_jobs(JobNames=["job-4", "none"])
    assert ([job["Name"] for job in batch["Jobs"]], batch["JobsNotFound"]) == (["job-4"], ["none"])


def test_a_script_can_be_defined_but_not_run_yet(glue, name):
    glue.create_job(Name=name, Role="glue", Command={"Name": "glueetl", "ScriptLocation": "s3://b/orders.py"})
    error = error_of(glue.start_job_run, JobName=name)
    assert error["Code"] == "InvalidInputException" and "scripts are not run yet" in error["Message"]


@pytest.mark.parametrize("changes", [
    {"Command": {"Name": "spark"}}, {"GlueVersion": "7.0"}, {"WorkerType": "G.3X"}, {"NumberOfWorkers": 0}, {"MaxCapacity": 4.0},
    {"Timeout": 20_000}, {"ExecutionProperty": {"MaxConcurrentRuns": 0}}, {"SecurityConfiguration": "mine"},
    {"DefaultArguments": {"--encryption-type": "sse-s3"}}])
def test_what_cannot_be_is_refused(job, changes):
    assert error_of(job.create, **changes)["Code"] in ("InvalidInputException", "ValidationException")


def test_a_node_of_a_kind_that_does_not_run_is_refused_by_its_name(job):
    nodes = {"source": job.source(), "fill": {"FillMissingValues": {"Name": "Fill", "Inputs": ["source"], "ImputedPath": "a"}}, "target": job.target()}
    error = error_of(job.create, nodes=nodes)
    assert error["Code"] == "InvalidInputException" and "FillMissingValues" in error["Message"]


def test_a_member_that_is_not_supported_is_refused_by_its_name(job):
    nodes = {"source": job.source(AdditionalOptions={"EnableSamplePath": True}), "target": job.target()}
    error = error_of(job.create, nodes=nodes)
    assert error["Code"] == "InvalidInputException" and "EnableSamplePath" in error["Message"]


def test_the_aws_cli_makes_the_job(aws, job, name):
    nodes = json.dumps({"source": job.source(), "target": job.target()})
    made = aws("glue", "create-job", "--name", name, "--role", "glue", "--command", "Name=glueetl", "--code-gen-configuration-nodes", nodes)
    assert name in made.stdout
    job.land("1.csv", "a,b", "1,2")
    job.succeed()
