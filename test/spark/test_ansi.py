"""Spark's ANSI mode (https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html), as a session asks for it: the same expressions on a Spark
in that mode and on Dovetail's door (ansi_frames.py says which)."""

import pytest

from ansi_frames import FAILURES, VALUES
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


def test_the_mode_is_the_sessions_own_and_can_be_left(mine, ours):
    assert "error" in mine.answer("spark.sql('select 1 / 0').collect()")
    assert "None" in str(ours.answer("spark.sql('select 1 / 0')")["value"])
    mine.answer("spark.conf.unset('spark.sql.ansi.enabled')")
    assert "None" in str(mine.answer("spark.sql('select 1 / 0')")["value"])
    mine.answer(ON)


@pytest.mark.parametrize("function", ("conv('zz', 36, 10)", "parse_url('http://x', 'HOST')"))
def test_what_the_mode_changes_otherwise_is_refused_by_name(mine, function):
    answer = mine.answer(f"spark.sql({f'select {function}'!r}).collect()")
    assert answer["condition"] == "UNSUPPORTED_FEATURE"
    assert function.split("(")[0] in answer["message"]
