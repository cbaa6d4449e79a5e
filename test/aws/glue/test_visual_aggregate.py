"""Aggregate: groups of rows and what the functions make of their values, as Spark's functions of these names do."""

import math

import pytest

ROWS = ["k,i,d", "a,1,1.5", "a,2,2.5", "a,2,9", "a,,", "b,7,"]
TYPES = {"k": "string", "i": "int", "d": "double"}
TYPED = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [
    {"FromPath": [name], "FromType": "string", "ToKey": name, "ToType": kind} for name, kind in TYPES.items()]}}


def aggregate(*calls, groups=()):
    return {"Aggregate": {"Name": "Sums", "Inputs": ["typed"], "Groups": [[group] for group in groups],
                          "Aggs": [{"AggFunc": function, "Column": [column]} for function, column in calls]}}


def run(job, node, rows=ROWS):
    job.create({"source": job.source(), "typed": TYPED, "node": node, "target": job.target(Inputs=["node"])})
    job.land("1.csv", *rows)
    return job.run()


def rows_of(job, node, rows=ROWS):
    outcome = run(job, node, rows)
    assert outcome["JobRunState"] == "SUCCEEDED", outcome.get("ErrorMessage")
    return sorted(job.rows(), key=str)


def test_a_row_for_each_group(job):
    node = aggregate(("sum", "i"), ("avg", "d"), ("count", "d"), ("countDistinct", "i"), ("sumDistinct", "i"), groups=["k"])
    assert rows_of(job, node) == [
        {"k": "a", "sum(i)": 5, "avg(d)": 13 / 3, "count(d)": 3, "count(DISTINCT i)": 2, "sum(DISTINCT i)": 3},
        {"k": "b", "sum(i)": 7, "avg(d)": None, "count(d)": 0, "count(DISTINCT i)": 1, "sum(DISTINCT i)": 7}]


def test_one_row_without_groups(job):
    assert rows_of(job, aggregate(("min", "k"), ("max", "i"), ("first", "i"), ("last", "d"))) == [{"min(k)": "a", "max(i)": 7, "first(i)": 1, "last(d)": None}]


# What a Spark 4 gives for the values 1.5, 2.5 and 9.
@pytest.mark.parametrize("function, value", [
    ("stddev_samp", 4.0722639076235385), ("stddev_pop", 3.3249895572100003), ("var_samp", 16.583333333333332), ("var_pop", 11.055555555555555),
    ("skewness", 0.6594396096645883), ("kurtosis", -1.5000000000000016)])
def test_moments(job, function, value):
    (row,) = rows_of(job, aggregate((function, "d")))
    assert math.isclose(row[f"{function}(d)"], value, rel_tol=1e-12)


@pytest.mark.parametrize("function", ["stddev_samp", "var_samp", "skewness", "kurtosis"])
def test_one_value_has_no_spread(job, function):
    assert rows_of(job, aggregate((function, "i")), ["k,i,d", "a,1,1"]) == [{f"{function}(i)": None}]


def test_a_sum_of_what_is_no_number_fails_the_run(job):
    TEXT = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [{"FromPath": ["i"], "FromType": "string", "ToKey": "day", "ToType": "date"}]}}
    job.create({"source": job.source(), "typed": TEXT, "node": aggregate(("sum", "day")), "target": job.target(Inputs=["node"])})
    job.land("1.csv", *ROWS)
    run = job.run()
    assert run["JobRunState"] == "FAILED" and "sum(day): the column is date and no number" in run["ErrorMessage"]


def test_a_missing_column_fails_the_run(job):
    outcome = run(job, aggregate(("sum", "nothing")))
    assert outcome["JobRunState"] == "FAILED" and "there is no column 'nothing'; the input has: k, i, d" in outcome["ErrorMessage"]
