"""SelectFields, DropFields and RenameField: which columns a node lets through, and under what names."""

import pyarrow
import pytest

import test_visual_s3_parquet_source as parquet


def node(kind, **fields):
    return {kind: {"Name": "Fields", "Inputs": ["source"]} | fields}


def run_with(job, node, *lines):
    job.create({"source": job.source(), "node": node, "target": job.target(Inputs=["node"])})
    job.land("1.csv", *lines)
    run = job.run()
    return run, job.rows()


def rows_of(job, node):
    run, rows = run_with(job, node, "id,name,city", "1,Ann,Bern", "2,Bob,")
    assert run["JobRunState"] == "SUCCEEDED", run.get("ErrorMessage")
    return [list(row.items()) for row in rows]  # the order of the columns counts


def error_of(job, node):
    run, rows = run_with(job, node, "id,name", "1,Ann")
    assert (run["JobRunState"], rows) == ("FAILED", [])
    return run["ErrorMessage"]


def test_selected_fields_come_in_the_order_of_the_paths(job):
    assert rows_of(job, node("SelectFields", Paths=[["city"], ["id"]])) == [[("city", "Bern"), ("id", "1")], [("city", ""), ("id", "2")]]


def test_a_selected_field_that_is_missing_is_passed_over(job):
    assert rows_of(job, node("SelectFields", Paths=[["id"], ["nothing"]])) == [[("id", "1")], [("id", "2")]]


def test_a_selection_of_nothing_fails_the_run(job):
    assert error_of(job, node("SelectFields", Paths=[["nothing"]])) == (
        "SelectFields node 'Fields' (node): none of the Paths is a field; the input has: id, name")


def test_dropped_fields_are_gone_and_missing_ones_passed_over(job):
    assert rows_of(job, node("DropFields", Paths=[["name"], ["nothing"]])) == [[("id", "1"), ("city", "Bern")], [("id", "2"), ("city", "")]]


def test_to_drop_every_field_fails_the_run(job):
    assert "every field is dropped" in error_of(job, node("DropFields", Paths=[["id"], ["name"]]))


def test_a_renamed_field_stays_in_its_place(job):
    assert rows_of(job, node("RenameField", SourcePath=["name"], TargetPath=["First name"])) == [
        [("id", "1"), ("First name", "Ann"), ("city", "Bern")], [("id", "2"), ("First name", "Bob"), ("city", "")]]


def test_to_rename_what_is_missing_fails_the_run(job):
    assert "there is no field 'nothing'; there are: id, name" in error_of(job, node("RenameField", SourcePath=["nothing"], TargetPath=["x"]))


def test_to_rename_to_a_name_that_is_taken_fails_the_run(job):
    assert "there is a field 'name' already" in error_of(job, node("RenameField", SourcePath=["id"], TargetPath=["Name"]))


@pytest.mark.parametrize("bad, message", [
    (node("SelectFields", Paths=[]), "Paths: no field is selected"),
    (node("DropFields", Paths=[["a", ""]]), "'a.' is no path to a field"),
    (node("RenameField", SourcePath=["a"], TargetPath=["b", "a"]), "to move 'a' is not supported")])
def test_a_path_that_is_none_is_refused_when_the_job_is_made(job, bad, message):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=message):
        job.create({"source": job.source(), "node": bad, "target": job.target(Inputs=["node"])})


def test_a_mapping_of_a_structs_children_leaves_null_what_is_null(job):
    parquet.put(job, "1.parquet", {"id": [1, 2], "s": pyarrow.array([{"a": 5, "b": 6}, None])})
    children = [{"ToKey": "x", "FromPath": ["a"], "FromType": "long", "ToType": "long"}]
    job.create({"source": parquet.source(job), "mapped": {"ApplyMapping": {"Name": "Mapped", "Inputs": ["source"], "Mapping": [
        {"ToKey": "id", "FromPath": ["id"], "FromType": "long", "ToType": "long"},
        {"ToKey": "s", "FromPath": ["s"], "FromType": "struct", "ToType": "struct", "Children": children}]}}, "target": job.target(Inputs=["mapped"])})
    job.succeed()
    assert job.rows() == [{"id": 1, "s": {"x": 5}}, {"id": 2, "s": None}]
