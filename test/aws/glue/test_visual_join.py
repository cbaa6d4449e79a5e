"""Join, Union and Merge: what becomes of the rows of two inputs."""

import pytest


def sources(job, left, right):
    """Two files, and a source for each."""
    for name, lines in (("left", left), ("right", right)):
        job.land(f"{name}/1.csv", *lines)
    return {name: job.source(Name=name, Paths=[f"s3://{job.bucket}/landing/{name}/"]) for name in ("left", "right")}


def run(job, node, left, right):
    kind, = node
    node = {kind: {"Name": "Both", "Inputs": ["left", "right"]} | node[kind]}
    job.create(sources(job, left, right) | {"node": node, "target": job.target(Inputs=["node"])})
    return job.run()


def rows_of(job, node, left, right):
    outcome = run(job, node, left, right)
    assert outcome["JobRunState"] == "SUCCEEDED", outcome.get("ErrorMessage")
    return sorted((tuple(row.items()) for row in job.rows()), key=str)


def join(kind, left="id", right="key"):
    return {"Join": {"JoinType": kind, "Columns": [{"From": "left", "Keys": [[left]]}, {"From": "right", "Keys": [[right]]}]}}


PEOPLE = ["id,name", "1,Ann", "2,Bob", "2,Ben"]
ORDERS = ["key,sum", "2,20", "3,30"]
BEN, BOB = (("id", "2"), ("name", "Ben"), ("key", "2"), ("sum", "20")), (("id", "2"), ("name", "Bob"), ("key", "2"), ("sum", "20"))
ANN, THREE = (("id", "1"), ("name", "Ann"), ("key", None), ("sum", None)), (("id", None), ("name", None), ("key", "3"), ("sum", "30"))


@pytest.mark.parametrize("kind, rows", [
    ("equijoin", [BEN, BOB]), ("left", [ANN, BEN, BOB]), ("right", [BEN, BOB, THREE]), ("outer", [ANN, BEN, BOB, THREE]),
    ("leftsemi", [BEN[:2], BOB[:2]]), ("leftanti", [ANN[:2]])])
def test_joins_of_all_types(job, kind, rows):
    assert rows_of(job, join(kind), PEOPLE, ORDERS) == sorted(rows, key=str)


def test_a_join_by_several_keys(job):
    node = {"Join": {"JoinType": "equijoin", "Columns": [{"From": "right", "Keys": [["c"], ["d"]]}, {"From": "left", "Keys": [["a"], ["b"]]}]}}
    assert rows_of(job, node, ["a,b", "1,1", "1,2"], ["c,d,e", "1,2,x", "2,1,y"]) == [(("a", "1"), ("b", "2"), ("c", "1"), ("d", "2"), ("e", "x"))]


def test_an_equijoin_puts_a_dot_before_names_that_clash(job):
    assert rows_of(job, join("equijoin", right="id"), PEOPLE, ["id,sum", "1,10"]) == [(("id", "1"), ("name", "Ann"), (".id", "1"), ("sum", "10"))]


def test_other_joins_refuse_names_that_clash(job):
    outcome = run(job, join("left", right="id"), PEOPLE, ["id,sum", "1,10"])
    assert outcome["JobRunState"] == "FAILED" and "both inputs have the column id: rename them in one of the inputs" in outcome["ErrorMessage"]


def test_a_semi_join_does_not_mind_names_that_clash(job):
    assert rows_of(job, join("leftsemi", right="id"), PEOPLE, ["id,sum", "1,10", "1,11"]) == [(("id", "1"), ("name", "Ann"))]


def test_a_missing_key_fails_the_run(job):
    outcome = run(job, join("left", right="nothing"), PEOPLE, ORDERS)
    assert outcome["JobRunState"] == "FAILED" and "there is no column 'nothing'; the input has: key, sum" in outcome["ErrorMessage"]


def test_keys_of_what_is_no_input_are_refused_when_the_job_is_made(job):
    node = {"Join": {"Name": "Both", "Inputs": ["left", "right"], "JoinType": "left", "Columns": [{"From": "left", "Keys": [["id"]]}, {"From": "target", "Keys": [["key"]]}]}}
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="From must name each of the inputs, left and right, once"):
        job.create(sources(job, PEOPLE, ORDERS) | {"node": node, "target": job.target(Inputs=["node"])})


def test_a_frame_is_joined_with_itself(job):
    node = {"Join": {"Name": "Pairs", "Inputs": ["source", "source"], "JoinType": "equijoin", "Columns": [{"From": "source", "Keys": [["boss"]]}, {"From": "source", "Keys": [["id"]]}]}}
    job.create({"source": job.source(), "node": node, "target": job.target(Inputs=["node"])})
    job.land("1.csv", "id,boss", "1,2", "2,3")
    job.succeed()
    assert job.rows() == [{"id": "1", "boss": "2", ".id": "2", ".boss": "3"}]


@pytest.mark.parametrize("kind, rows", [("ALL", ["1", "1", "1", "2"]), ("DISTINCT", ["1", "2"])])
def test_a_union_takes_columns_by_their_places(job, kind, rows):
    assert rows_of(job, {"Union": {"UnionType": kind}}, ["a", "1", "1"], ["b", "2", "1"]) == [(("a", row),) for row in rows]


def test_a_union_of_other_shapes_fails_the_run(job):
    outcome = run(job, {"Union": {"UnionType": "ALL"}}, ["a,b", "1,1"], ["c", "2"])
    assert outcome["JobRunState"] == "FAILED" and "the inputs have 2 and 1 columns (a, b; c)" in outcome["ErrorMessage"]


def merge(source="left"):
    return {"Merge": {"Source": source, "PrimaryKeys": [["id"]]}}


def test_a_merge_overwrites_rows_of_equal_keys_adds_new_ones_and_keeps_duplicates(job):
    source, stage = ["id,v", "1,old", "2,old", "3,old", "3,old"], ["id,v", "2,new", "4,new", "4,new"]
    assert rows_of(job, merge(), source, stage) == [
        (("id", "1"), ("v", "old")), (("id", "2"), ("v", "new")), (("id", "3"), ("v", "old")), (("id", "3"), ("v", "old")),
        (("id", "4"), ("v", "new")), (("id", "4"), ("v", "new"))]


def test_the_source_of_a_merge_is_the_one_that_it_names(job):
    assert rows_of(job, merge("right"), ["id,v", "1,left"], ["id,v", "1,right"]) == [(("id", "1"), ("v", "left"))]


def test_a_merge_fills_columns_that_one_side_lacks_with_null(job):
    assert rows_of(job, merge(), ["id,a", "1,x"], ["id,b", "2,y"]) == [(("id", "1"), ("a", "x"), ("b", None)), (("id", "2"), ("a", None), ("b", "y"))]


# What is new is on one side only, as often with bookmarks: it must not be passed over.
@pytest.mark.parametrize("node, rows", [
    (join("equijoin"), []), (join("leftsemi"), []), (join("leftanti"), [(("id", "1"),)]), (join("right"), []),
    ({"Union": {"UnionType": "ALL"}}, [(("id", "1"),)]), ({"Union": {"UnionType": "DISTINCT"}}, [(("id", "1"),)]),
    (merge("left"), [(("id", "1"),)]), (merge("right"), [(("id", "1"),)])])
def test_an_input_with_nothing_to_read(job, node, rows):
    kind, = node
    job.create(sources(job, ["id", "1"], []) | {"node": {kind: {"Name": "Both", "Inputs": ["left", "right"]} | node[kind]}, "target": job.target(Inputs=["node"])})
    job.s3.delete_object(Bucket=job.bucket, Key="landing/right/1.csv")
    job.succeed()
    assert [tuple(row.items()) for row in job.rows()] == rows


@pytest.mark.parametrize("kind", ["left", "outer"])
def test_a_join_that_would_need_the_columns_of_nothing_fails_the_run(job, kind):
    job.create(sources(job, ["id", "1"], []) | {"node": {"Join": {"Name": "Both", "Inputs": ["left", "right"]} | join(kind)["Join"]}, "target": job.target(Inputs=["node"])},
               DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
    job.s3.delete_object(Bucket=job.bucket, Key="landing/right/1.csv")
    outcome = job.run()
    assert outcome["JobRunState"] == "FAILED" and "its input right has nothing to read" in outcome["ErrorMessage"]
    job.land("right/2.csv", "key,sum", "1,10")  # the rows of the other side are still to come
    job.succeed()
    assert job.rows() == [{"id": "1", "key": "1", "sum": "10"}]
