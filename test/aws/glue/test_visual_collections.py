"""SplitFields, Route and SelectFromCollection: nodes that give several frames, and the node that picks one of them."""

import pytest


def pick(index, of="node"):
    return {"SelectFromCollection": {"Name": f"Pick{index}", "Inputs": [of], "Index": index}}


def run(job, node, *lines, frames=2):
    """The rows of each frame, by its index."""
    nodes = {"source": job.source(), "node": node}
    for index in range(frames):
        nodes |= {f"pick{index}": pick(index),
                  f"target{index}": job.target(Name=f"Target{index}", Inputs=[f"pick{index}"], Path=f"s3://{job.bucket}/{index}/")}
    job.create(nodes)
    job.land("1.csv", *lines)
    job.succeed()
    return [job.rows(f"{index}/") for index in range(frames)]


def split(*paths):
    return {"SplitFields": {"Name": "Split", "Inputs": ["source"], "Paths": [[path] for path in paths]}}


def group(name, *patterns, operator="AND"):
    return {"GroupName": name, "LogicalOperator": operator, "Filters": [{"Operation": "REGEX", "Values": [
        {"Type": "COLUMNEXTRACTED", "Value": ["a"]}, {"Type": "CONSTANT", "Value": [pattern]}]} for pattern in patterns]}


def route(*groups):
    return {"Route": {"Name": "Route", "Inputs": ["source"], "GroupFiltersList": list(groups)}}


def test_split_fields_gives_the_chosen_and_the_others(job):
    assert run(job, split("b"), "a,b,c", "1,2,3") == [[{"b": "2"}], [{"a": "1", "c": "3"}]]


def test_a_row_goes_to_every_group_that_it_fits_and_else_to_the_default(job):
    groups = route(group("ones", "1"), group("twos", ".*2"))
    assert run(job, groups, "a", "1", "12", "32", "4", frames=3) == [[{"a": "1"}, {"a": "12"}], [{"a": "12"}, {"a": "32"}], [{"a": "4"}]]


def test_the_groups_of_an_or(job):
    assert run(job, route(group("some", "1", "2", operator="OR")), "a", "1", "2", "3") == [[{"a": "1"}, {"a": "2"}], [{"a": "3"}]]


def test_one_frame_may_go_several_ways_and_others_nowhere(job):
    job.create({"source": job.source(), "node": route(group("ones", "1")), "pick": pick(0), "again": pick(0),
                "target": job.target(Inputs=["pick"]), "other": job.target(Name="Other", Inputs=["again"], Path=f"s3://{job.bucket}/other/"),
                "third": job.target(Name="Third", Inputs=["pick"], Path=f"s3://{job.bucket}/third/")})
    job.land("1.csv", "a", "1", "2")
    job.succeed()
    assert job.rows() == job.rows("other/") == job.rows("third/") == [{"a": "1"}]


def refused(job, message, **nodes):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=message):
        job.create({"source": job.source()} | nodes)


def test_a_collection_needs_a_node_that_picks(job):
    refused(job, "its input is the SplitFields node 'Split' .node., a collection: a SelectFromCollection node between them",
            node=split("a"), target=job.target(Inputs=["node"]))


def test_one_frame_is_no_collection(job):
    refused(job, "its input is the S3CsvSource node 'Landing' .source., which is one frame", pick=pick(0, of="source"), target=job.target(Inputs=["pick"]))


def test_an_index_that_the_collection_does_not_have_is_refused(job):
    refused(job, "Index 2: its input, the SplitFields node 'Split' .node., has the frames 0 to 1", node=split("a"), pick=pick(2), target=job.target(Inputs=["pick"]))


def test_two_groups_of_one_name_are_refused(job):
    refused(job, "two groups are named 'g'", node=route(group("g", "1"), group("g", "2")), pick=pick(0), target=job.target(Inputs=["pick"]))
