"""DropNullFields: fields in which no row has a value are gone. What counts as none beside NULL, the node says."""

import pytest

TYPED = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [
    {"FromPath": [name], "FromType": "string", "ToKey": name, "ToType": kind} for name, kind in [("id", "string"), ("t", "string"), ("n", "int"), ("d", "double")]]}}


def drop(boxes=(), texts=()):
    node = {"Name": "Dense", "Inputs": ["typed"]}
    if boxes:
        node["NullCheckBoxList"] = {box: True for box in boxes}
    if texts:
        node["NullTextList"] = [{"Value": value, "Datatype": {"Id": kind, "Label": kind.upper()}} for value, kind in texts]
    return {"DropNullFields": node}


def columns_of(job, node, *lines):
    job.create({"source": job.source(), "typed": TYPED, "node": node, "target": job.target(Inputs=["node"])})
    job.land("1.csv", "id,t,n,d", *lines)
    run = job.succeed()
    rows = job.rows()
    assert len(rows) == (len(lines) if rows else 0)
    return list(rows[0]) if rows else run


def test_a_field_of_nulls_only_is_dropped(job):
    assert columns_of(job, drop(), "1,,x,x", "2,a,x,1.5") == ["id", "t", "d"]


def test_other_values_count_when_the_boxes_say_so(job):
    lines = ["1, null ,-1,-1", "2,,x,-1"]
    assert columns_of(job, drop(["IsEmpty", "IsNullString", "IsNegOne"]), *lines) == ["id"]


def test_without_the_boxes_they_are_values(job):
    assert columns_of(job, drop(), "1,null,-1,-1", "2,,x,-1") == ["id", "t", "n", "d"]


def test_one_value_keeps_the_field(job):
    assert columns_of(job, drop(["IsEmpty", "IsNullString", "IsNegOne"]), "1,,-1,0", "2,x,-1,-1") == ["id", "t", "d"]


def test_values_of_ones_own(job):
    assert columns_of(job, drop(texts=[("N/A", "string"), ("0", "integer"), ("9.5", "double")]), "1,N/A,0,9.5", "2,N/A,,0") == ["id"]


def test_rows_without_any_value_write_nothing(job):
    columns_of(job, drop(["IsEmpty"]), ",,x,x")
    assert job.keys() == []


def test_what_was_asked_leaves_nothing_behind(job):
    columns_of(job, drop(), "1,,x,x")
    assert len(job.keys("")) == 2  # the file that was read and the one that was written


def test_a_datatype_that_is_not_known_is_refused(job):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="the Datatype date is not supported"):
        job.create({"source": job.source(), "typed": TYPED, "node": drop(texts=[("x", "date")]), "target": job.target(Inputs=["node"])})


def test_to_fill_missing_values_is_refused_by_name(job):
    node = {"FillMissingValues": {"Name": "Fill", "Inputs": ["source"], "ImputedPath": "a"}}
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="FillMissingValues is not supported"):
        job.create({"source": job.source(), "node": node, "target": job.target(Inputs=["node"])})
