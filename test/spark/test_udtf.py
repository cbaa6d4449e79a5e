"""Functions of cogrouped frames, and table functions in Python, on Dovetail's Spark Connect door: they get and give what they do on Spark
(udtf_frames.py says what is asked)."""

import pytest

from programs import without_order, without_words
from udtf_frames import CALLS, COGROUPS, FAILURES


@pytest.mark.parametrize("expression", COGROUPS + CALLS)
def test_rows_of_a_function_are_those_of_spark(ours, theirs, expression):
    mine, spark = (without_order(program.answer(expression), expression) for program in (ours, theirs))
    assert "value" in spark, spark
    assert mine == spark


@pytest.mark.parametrize("expression", FAILURES)
def test_a_function_that_is_wrong_fails_in_sparks_class(ours, theirs, expression):
    mine, spark = (without_words(program.answer(expression)) for program in (ours, theirs))
    assert "error" in spark or spark["value"] == "'fails'"
    assert mine == spark
