"""Bookmarks: https://docs.aws.amazon.com/glue/latest/dg/monitor-continuations.html"""

import json

import botocore.exceptions
import pytest

ENABLE = {"DefaultArguments": {"--job-bookmark-option": "job-bookmark-enable"}}
PAUSE = {"--job-bookmark-option": "job-bookmark-pause"}


def bookmark(job):
    return job.glue.get_job_bookmark(JobName=job.name)["JobBookmarkEntry"]


def values(job):
    return sorted(row["a"] for row in job.rows())


def test_each_file_is_read_once(job):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    job.succeed()
    job.succeed()
    job.land("2.csv", "a", "2")
    job.succeed()
    assert values(job) == ["1", "2"]


def test_without_it_everything_is_read_every_time(job):
    job.create()
    job.land("1.csv", "a", "1")
    job.succeed()
    job.succeed()
    assert values(job) == ["1", "1"]


def test_an_upload_that_ends_after_a_run_is_read_by_the_next_whatever_its_name(job, s3):
    job.create(**ENABLE)
    upload = s3.create_multipart_upload(Bucket=job.bucket, Key="landing/0.csv")["UploadId"]
    part = s3.upload_part(Bucket=job.bucket, Key="landing/0.csv", UploadId=upload, PartNumber=1, Body=b"a\n0\n")
    job.land("1.csv", "a", "1")
    job.succeed()
    s3.complete_multipart_upload(Bucket=job.bucket, Key="landing/0.csv", UploadId=upload,
                                 MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    job.succeed()
    assert values(job) == ["0", "1"]


def test_a_rewritten_object_is_read_again(job):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    job.succeed()
    job.land("1.csv", "a", "one")
    job.succeed()
    assert values(job) == ["1", "one"]


def test_a_failed_run_does_not_move_it(job):
    job.create(**ENABLE)
    job.land("1.csv", "a,b", '1,"')
    assert job.run()["JobRunState"] == "FAILED"
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        bookmark(job)
    assert caught.value.response["Error"]["Code"] == "EntityNotFoundException"


def test_it_is_shown_in_glues_shape(job):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    first, second = job.succeed(), job.succeed()
    entry = bookmark(job)
    assert (entry["JobName"], entry["Version"], entry["Run"], entry["Attempt"]) == (job.name, 2, 2, 0)
    assert (entry["RunId"], entry["PreviousRunId"]) == (second["Id"], first["Id"])
    state = json.loads(entry["JobBookmark"])
    assert (state["job_name"], state["run_id"], state["run_number"]) == (job.name, second["Id"], 2)
    assert "timestamp" in state["states"]["Landing_node"]


def test_reset_reads_everything_again(job, glue):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    job.succeed()
    entry = glue.reset_job_bookmark(JobName=job.name)["JobBookmarkEntry"]
    assert (entry["JobName"], entry["Version"]) == (job.name, 0)
    job.succeed()
    assert values(job) == ["1", "1"]


def test_reset_to_a_run_reads_what_came_after_it_again(job, glue):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    first = job.succeed()
    job.land("2.csv", "a", "2")
    job.succeed()
    assert glue.reset_job_bookmark(JobName=job.name, RunId=first["Id"])["JobBookmarkEntry"]["Version"] == 3
    job.succeed()
    assert values(job) == ["1", "2", "2"]


def test_a_pause_reads_what_is_new_and_stays(job):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    job.succeed()
    job.land("2.csv", "a", "2")
    job.succeed(Arguments=PAUSE)
    job.succeed(Arguments=PAUSE)
    assert bookmark(job)["Version"] == 1
    assert values(job) == ["1", "2", "2"]


def test_a_pause_between_two_runs_reads_what_came_between_them(job):
    job.create(**ENABLE)
    runs = []
    for number in "123":
        job.land(f"{number}.csv", "a", number)
        runs.append(job.succeed()["Id"])
    job.succeed(Arguments=PAUSE | {"--job-bookmark-from": runs[0], "--job-bookmark-to": runs[1]})
    assert values(job) == ["1", "2", "2", "3"]


def test_it_goes_with_its_job(job, glue):
    job.create(**ENABLE)
    job.land("1.csv", "a", "1")
    job.succeed()
    glue.delete_job(JobName=job.name)
    job.create(**ENABLE)
    job.succeed()
    assert values(job) == ["1", "1"]
