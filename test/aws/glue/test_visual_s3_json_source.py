"""S3JsonSource: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-json-home.html"""

import bz2
import gzip
import json

import pytest


def source(job, **changes):
    return {"S3JsonSource": {"Name": "Landing", "Paths": [f"s3://{job.bucket}/landing/"], "Recurse": True} | changes}


def put(job, key, body):
    job.s3.put_object(Bucket=job.bucket, Key=f"landing/{key}", Body=body if isinstance(body, bytes) else body.encode())


def run(job, **changes):
    job.create({"source": source(job, **changes), "target": job.target()})
    return job.run()


def rows(job, **changes):
    done = run(job, **changes)
    assert done["JobRunState"] == "SUCCEEDED", done["ErrorMessage"]
    return job.rows()


def failure(job, **changes):
    done = run(job, **changes)
    assert done["JobRunState"] == "FAILED" and job.keys() == []
    return done["ErrorMessage"]


def lines(*values):
    return "".join(json.dumps(value) + "\n" for value in values)


def test_lines_become_rows_with_the_columns_of_all(job):
    put(job, "1.json", lines({"b": 1, "a": "x"}, {"a": "y", "c": 2.5}))
    put(job, "2.json", lines({"a": None, "d": True}))
    assert sorted(rows(job), key=str) == [
        {"b": 1, "a": "x", "c": None, "d": None}, {"b": None, "a": "y", "c": 2.5, "d": None}, {"b": None, "a": None, "c": None, "d": True}]


def test_nested_values_are_structs_and_arrays(job):
    put(job, "1.json", lines({"s": {"x": 1, "y": [{"z": "a"}, {}]}}, {"s": {"w": 1.5}, "l": [[1], []]}))
    assert rows(job) == [{"s": {"x": 1, "y": [{"z": "a"}, {"z": None}], "w": None}, "l": None}, {"s": {"x": None, "y": None, "w": 1.5}, "l": [[1], []]}]


def test_types_are_merged(job):
    put(job, "1.json", lines({"n": 1, "m": 1, "t": 1}, {"n": 3_000_000_000, "m": 1.5, "t": "x"}, {"t": {"y": [1]}}))
    assert rows(job) == [{"n": 1, "m": 1.0, "t": "1"}, {"n": 3_000_000_000, "m": 1.5, "t": "x"}, {"n": None, "m": None, "t": '{"y": [1]}'}]


@pytest.mark.parametrize("ending, compress", [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_the_name_says_how_a_file_is_compressed(job, ending, compress):
    put(job, "1.json" + ending, compress(lines({"a": 1}).encode()))
    assert rows(job) == [{"a": 1}]


@pytest.mark.parametrize("kind, compress", [("gzip", gzip.compress), ("bzip2", bz2.compress)])
def test_the_member_says_it_of_files_of_any_name(job, kind, compress):
    put(job, "1.json", compress(lines({"a": 1}).encode()))
    assert rows(job, CompressionType=kind) == [{"a": 1}]


def test_records_of_several_lines(job):
    put(job, "1.json", json.dumps([{"a": 1}, {"a": 2}], indent=2))
    put(job, "2.json", json.dumps({"a": 3}, indent=2))
    assert sorted(row["a"] for row in rows(job, Multiline=True)) == [1, 2, 3]


def test_a_path_leads_to_the_records(job):
    put(job, "1.json", json.dumps({"count": 2, "data": {"people": [{"a": 1}, {"a": 2}]}}, indent=2))
    assert rows(job, Multiline=True, JsonPath="$.data.people[*]") == [{"a": 1}, {"a": 2}]


def test_a_bad_line_fails_the_run_and_is_named(job):
    put(job, "1.json", '{"a":1}\n{"a":\n')
    assert f"S3JsonSource node 'Landing' (source): s3://{job.bucket}/landing/1.json line 2: a value is expected at the end of the record" in failure(job)


def test_names_that_differ_in_case_alone_are_refused(job):
    put(job, "1.json", lines({"a": 1, "A": 2}))
    assert "The column `a` already exists" in failure(job)


def test_utf_16_is_not_read_as_utf_8(job):
    put(job, "1.json", lines({"a": 1}).encode("utf-16-le"))
    assert "1.json line 1: the text is UTF-16; only UTF-8 is read" in failure(job)


def test_a_bookmark_reads_each_file_once(job):
    put(job, "1.json", lines({"a": 1}))
    job.create({"source": source(job), "target": job.target()}, DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
    job.succeed()
    put(job, "2.json", lines({"a": 2}))
    job.succeed()
    assert sorted(row["a"] for row in job.rows()) == [1, 2]


def test_nothing_to_read_writes_nothing(job):
    assert rows(job) == []


@pytest.mark.parametrize("changes, message", [({"JsonPath": "$..a"}, "jsonPath = '\\$..a'"), ({"GroupFiles": "always"}, "GroupFiles: 'always'")])
def test_what_cannot_be_is_refused_by_name(job, changes, message):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=message):
        job.create({"source": source(job, **changes), "target": job.target()})
