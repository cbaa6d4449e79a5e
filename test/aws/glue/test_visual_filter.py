"""Filter: the rows for which a condition is true, as the lambda that Glue Studio makes of the node would find them."""

import pytest

ROWS = ["i,d,t,day,ok", "1,1.5,apple,2024-01-01,true", "20,20.5,banana,2024-02-01,false", "x,NaN,10,x,x", "3,-1,9,2024-03-01,true"]
TYPES = {"i": "int", "d": "double", "t": "string", "day": "date", "ok": "boolean"}


def column(*path):
    return {"Type": "COLUMNEXTRACTED", "Value": list(path)}


def constant(value):
    return {"Type": "CONSTANT", "Value": [value]}


def test(operation, *values, negated=False):
    return {"Operation": operation, "Negated": negated, "Values": list(values)}


test.__test__ = False


def create(job, filters, operator):
    typed = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [
        {"FromPath": [name], "FromType": "string", "ToKey": name, "ToType": kind} for name, kind in TYPES.items()]}}
    node = {"Filter": {"Name": "Some", "Inputs": ["typed"], "LogicalOperator": operator, "Filters": list(filters)}}
    return job.create({"source": job.source(), "typed": typed, "node": node, "target": job.target(Inputs=["node"])})


def kept(job, *filters, operator="AND"):
    """The texts (column t) of the rows that are kept. The third row has NULL for i, day and ok, and NaN for d."""
    create(job, filters, operator).land("1.csv", *ROWS)
    job.succeed()
    return [row["t"] for row in job.rows()]


@pytest.mark.parametrize("filter, texts", [
    (test("EQ", column("i"), constant("20")), ["banana"]),
    (test("LT", column("i"), constant("20")), ["apple", "9"]),
    (test("LTE", column("i"), constant("20")), ["apple", "banana", "9"]),
    (test("GT", column("i"), constant("1.5")), ["banana", "9"]),
    (test("GTE", column("d"), constant("1.5")), ["apple", "banana"]),
    (test("LT", constant("1"), column("i")), ["banana", "9"]),
    (test("GT", column("day"), constant("2024-01-31")), ["banana", "9"]),
    (test("EQ", column("ok"), constant("true")), ["apple", "9"]),
    (test("GT", column("d"), column("i")), ["apple", "banana"])])
def test_comparisons_by_the_type_of_the_column(job, filter, texts):
    assert kept(job, filter) == texts


def test_texts_are_compared_as_texts(job):
    assert kept(job, test("LT", column("t"), constant("9"))) == ["10"]


@pytest.mark.parametrize("pattern, texts", [("b", ["banana"]), ("an", []), (".*an", ["banana"]), ("a|1", ["apple", "10"]), ("(?i)APP", ["apple"]), (r"(?P<n>.)\w(?P=n)|\d(?!0)", ["9"])])
def test_a_regex_matches_from_the_start(job, pattern, texts):
    assert kept(job, test("REGEX", column("t"), constant(pattern))) == texts


def test_null_and_what_is_not_null(job):
    assert kept(job, test("ISNULL", column("i"))) == ["10"]


def test_a_negated_equality_keeps_what_is_missing_as_none_is_not_20(job):
    assert kept(job, test("EQ", column("i"), constant("20"), negated=True)) == ["apple", "10", "9"]


@pytest.mark.parametrize("filter", [
    test("GT", column("i"), constant("3"), negated=True), test("LTE", column("i"), column("i"), negated=True), test("GT", column("d"), column("i"), negated=True)])
def test_a_negated_ordering_does_not_keep_what_is_missing(job, filter):
    assert "10" not in kept(job, filter)


@pytest.mark.parametrize("name, texts", [("i", ["apple", "banana", "10", "9"]), ("d", ["apple", "banana", "9"])])
def test_none_is_equal_to_none_and_a_nan_is_not_equal_to_itself(job, name, texts):
    assert kept(job, test("EQ", column(name), column(name))) == texts


def test_all_filters_of_an_and(job):
    assert kept(job, test("GT", column("i"), constant("1")), test("ISNULL", column("ok"), negated=True), test("REGEX", column("t"), constant("b"), negated=True)) == ["9"]


def test_any_filter_of_an_or(job):
    assert kept(job, test("EQ", column("i"), constant("1")), test("REGEX", column("t"), constant("9")), operator="OR") == ["apple", "9"]


def test_a_missing_value_ends_an_or_when_it_is_ordered_first(job):
    null, regex = test("LT", column("i"), constant("2")), test("REGEX", column("t"), constant("1"))
    assert kept(job, null, regex, operator="OR") == ["apple"]


def test_a_missing_value_that_is_not_equal_does_not_end_an_or(job):
    null, regex = test("EQ", column("i"), constant("1")), test("REGEX", column("t"), constant("1"))
    assert kept(job, null, regex, operator="OR") == ["apple", "10"]


def test_a_missing_value_that_comes_last_does_not_matter_to_an_or(job):
    null, regex = test("LT", column("i"), constant("2")), test("REGEX", column("t"), constant("1"))
    assert kept(job, regex, null, operator="OR") == ["apple", "10"]


@pytest.mark.parametrize("filter, message", [
    (test("EQ", column("i"), constant("many")), "the constant 'many' is no int"),
    (test("EQ", column("i"), column("t")), "'i' is int and 't' is string, which are not compared"),
    (test("REGEX", column("i"), constant("1")), "'i' is int, and REGEX takes a string"),
    (test("EQ", column("nothing"), constant("1")), "there is no column 'nothing'; the input has: i, d, t, day, ok"),
    (test("EQ", column("day"), constant("someday")), "the constant 'someday' is no date")])
def test_what_cannot_be_compared_fails_the_run(job, filter, message):
    create(job, [filter], "AND").land("1.csv", *ROWS)
    run = job.run()
    assert run["JobRunState"] == "FAILED" and message in run["ErrorMessage"], run


@pytest.mark.parametrize("filters, message", [
    ([], "there must be one at least"),
    ([test("EQ", column("i"))], "EQ takes 2 values, not 1"),
    ([test("REGEX", column("t"), constant("a(b"))], r"The pattern 'a\(b' is none of Python's: missing \), unterminated subpattern at position 1\.")])
def test_a_condition_that_means_nothing_is_refused_when_the_job_is_made(job, filters, message):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=f"Filter node 'Some'.*{message}"):
        create(job, filters, "AND")
