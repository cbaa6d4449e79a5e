"""Spark's ANSI mode (https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html), as a session asks for it: the same expressions on a Spark
in that mode and on Dovetail's door (ansi_frames.py says which)."""

import pytest

from ansi_frames import FAILURES, VALUES, WORDS
from programs import Program, spark_url, without_order, without_words

ON = "spark.conf.set('spark.sql.ansi.enabled', 'true')"


def in_ansi_mode(remote):
    program = Program(remote)
    assert "error" not in program.answer(ON)
    return program


@pytest.fixture(scope="module")
def mine(server):
    program = in_ansi_mode(spark_url(server))
    yield program
    program.end()


@pytest.fixture(scope="module")
def spark():
    program = in_ansi_mode("local")
    yield program
    program.end()


@pytest.mark.parametrize("expression", VALUES)
def test_what_fits_is_what_it_is_on_spark(mine, spark, expression):
    here, there = (without_order(program.answer(expression), expression) for program in (mine, spark))
    assert "value" in there, there
    assert here == there


@pytest.mark.parametrize("expression", FAILURES)
def test_what_does_not_fit_fails_in_sparks_class(mine, spark, expression):
    there = without_words(spark.answer(expression))
    assert "error" in there
    assert without_words(mine.answer(expression)) == there


@pytest.mark.parametrize("expression", WORDS)
def test_what_does_not_fit_fails_in_sparks_words(mine, spark, expression):
    here, there = mine.answer(expression), spark.answer(expression)
    assert "error" in there
    assert without_words(here) == without_words(there)
    assert here["message"] == there["message"]


# Java says where in the text it stopped, which is not known here.
@pytest.mark.parametrize("function, tolerant", (("to_date", "try_to_date"), ("to_timestamp", "try_to_timestamp"), ("unix_timestamp", "try_to_timestamp")))
def test_a_text_that_cannot_be_read_is_told_with_the_function_that_tolerates_it(mine, function, tolerant):
    assert mine.answer(f"""spark.sql("select {function}('nope', 'yyyy')").collect()""")["message"].startswith(
        f"[CANNOT_PARSE_TIMESTAMP] Text 'nope' could not be parsed. Use `{tolerant}` to tolerate invalid input string and return NULL instead.")


def test_the_mode_is_the_sessions_own_and_can_be_left(mine, ours):
    assert "error" in mine.answer("spark.sql('select 1 / 0').collect()")
    assert "None" in str(ours.answer("spark.sql('select 1 / 0')")["value"])
    mine.answer("spark.conf.unset('spark.sql.ansi.enabled')")
    assert "None" in str(mine.answer("spark.sql('select 1 / 0')")["value"])
    mine.answer(ON)
