"""REGEX of Filter and Route is bool(re.match(pattern, text)), as Python has it: https://docs.python.org/3.11/library/re.html"""

import json
import re
import warnings

import pytest
from python_patterns import PATTERNS, TEXTS, at_random

GROUPS = 25  # of one Route


def refusal(pattern):
    """What Python says of the pattern; None: it takes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a later Python may read otherwise
        try:
            re.compile(pattern)
        except (re.error, OverflowError, ValueError) as error:
            return str(error)


def is_taken(pattern):
    return refusal(pattern) is None


def check(operation, name, value):
    return {"Operation": operation, "Values": [{"Type": "COLUMNEXTRACTED", "Value": [name]}, {"Type": "CONSTANT", "Value": [value]}]}


def create(job, pattern):
    node = {"Filter": {"Name": "Some", "Inputs": ["source"], "LogicalOperator": "AND", "Filters": [check("REGEX", "text", pattern)]}}
    return job.create({"source": job.source(), "node": node, "target": job.target(Inputs=["node"])})


def route(job, numbered):
    """Nodes that write the rows of these patterns which are in none of their groups: those whose text does not match."""
    first, last = numbered[0][0], numbered[-1][0]
    own = {"Name": f"Own{first}", "Inputs": ["source"], "LogicalOperator": "AND", "Filters": [check("GTE", "number", str(first)), check("LTE", "number", str(last))]}
    groups = [{"GroupName": str(number), "LogicalOperator": "AND", "Filters": [check("EQ", "number", str(number)), check("REGEX", "text", pattern)]}
              for number, pattern in numbered]
    return {f"own{first}": {"Filter": own},
            f"route{first}": {"Route": {"Name": f"Route{first}", "Inputs": [f"own{first}"], "GroupFiltersList": groups}},
            f"none{first}": {"SelectFromCollection": {"Name": f"None{first}", "Inputs": [f"route{first}"], "Index": len(groups)}},
            f"target{first}": job.target(Name=f"Target{first}", Inputs=[f"none{first}"], Path=f"s3://{job.bucket}/curated/{first}/")}


def without_match(job, patterns, texts):
    """The pairs of a pattern and a text that it does not match."""
    rows = [{"number": number, "text": text} for number in range(len(patterns)) for text in texts]
    job.s3.put_object(Bucket=job.bucket, Key="landing/1.json", Body="".join(json.dumps(row) + "\n" for row in rows).encode())
    nodes = {"source": {"S3JsonSource": {"Name": "Landing", "Paths": [f"s3://{job.bucket}/landing/"], "Recurse": True}}}
    numbered = list(enumerate(patterns))
    for first in range(0, len(numbered), GROUPS):
        nodes |= route(job, numbered[first:first + GROUPS])
    job.create(nodes)
    job.succeed()
    return {(patterns[row["number"]], row["text"]) for row in job.rows()}


def expect_pythons_matches(job, patterns, texts):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = {(pattern, text) for pattern in patterns for text in texts if not re.match(pattern, text)}
    found = without_match(job, patterns, texts)
    assert not sorted(found - expected)[:10], "Python matches these"
    assert not sorted(expected - found)[:10], "Python does not match these"


def told(job, pattern):
    """What CreateJob says of the pattern."""
    try:
        create(job, pattern)
    except job.glue.exceptions.InvalidInputException as error:
        return error.response["Error"]["Message"]
    job.glue.delete_job(JobName=job.name)


def test_patterns_match_what_python_matches(job):
    expect_pythons_matches(job, [pattern for pattern in PATTERNS if is_taken(pattern)], TEXTS)


def test_patterns_at_random_match_what_python_matches(job):
    expect_pythons_matches(job, [pattern for pattern in at_random(20261128, 600) if is_taken(pattern)], TEXTS[:45])


def test_what_python_refuses_is_refused_in_its_words_when_the_job_is_made(job):
    for pattern in filter(refusal, PATTERNS):
        assert f"The pattern '{pattern}' is none of Python's: {refusal(pattern)}." in str(told(job, pattern))


def test_no_pattern_at_random_is_taken_that_python_refuses(job):
    refused = [pattern for pattern in at_random(20261129, 300) if not is_taken(pattern)]
    assert [pattern for pattern in refused if "is none of Python's" not in str(told(job, pattern))] == []


@pytest.mark.parametrize("pattern, what", [
    (r"(a)(?<=\1)b", "a reference in a look-behind"), ("(?t)a", "the flag t"), ("a{65536}", "to repeat more than 65535 times")])
def test_what_is_not_supported_is_refused_by_name(job, pattern, what):
    assert is_taken(pattern) and f"The pattern '{pattern}' is not supported: {what}." in told(job, pattern)


def test_a_changed_job_is_checked_too(job):
    create(job, "a")
    nodes = job.glue.get_job(JobName=job.name)["Job"]["CodeGenConfigurationNodes"]
    nodes["node"]["Filter"]["Filters"][0]["Values"][1]["Value"] = ["a**"]
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="multiple repeat at position 2"):
        job.glue.update_job(JobName=job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": nodes})


def test_a_pattern_that_takes_too_long_fails_the_run(job):
    create(job, "(a+)+(?=x)").land("1.csv", "text", "a" * 64)
    run = job.run()
    assert run["JobRunState"] == "FAILED" and "it takes more than 10000000 steps" in run["ErrorMessage"], run
