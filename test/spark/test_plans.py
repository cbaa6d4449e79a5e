"""Plans made at random give in Dovetail what they give in Spark (plan_generator.py): the same program of PySpark's data frames at two doors of
Spark Connect, Dovetail's and a real one's; schemas, rows - in their order where one is promised - and how they fail."""

import concurrent.futures
import os
import re

import pytest

from known_differences import is_known_of_plans
from plan_generator import PlanMaker, Step
from programs import Program, spark_url, without_words
from random_queries import shrunk

SEEDS = range(int(os.environ.get("DOVETAIL_QUERY_SEEDS", "200")))

# What Spark Connect alone fails with, where Spark without it has no plans' ids.
FOUND = ["(lambda a: a.withColumnRenamed('id', 'x').select(a['id']))(spark.range(2))", "(lambda a, b: a.select(b['id']))(spark.range(2), spark.range(2))", "(lambda a, b: a.join(b, a['id'] == b['nope']))(spark.range(2), spark.range(2))", "(lambda a: a.drop(a['nope']))(spark.range(2))"]


@pytest.fixture(scope="module")
def ours(server):
    """As conftest.py's, but what it uses is not told: docs/compatibility/ is the same with other seeds."""
    program = Program(spark_url(server))
    yield program
    program.end()


@pytest.fixture(scope="module")
def judge():
    program = Program("connect")
    yield program
    program.end()


@pytest.fixture(scope="module")
def judged(judge):
    """What the judge says of each plan; it goes ahead while we are asked."""
    with concurrent.futures.ThreadPoolExecutor(1) as ahead:
        answers = {seed: ahead.submit(outcome, judge, PlanMaker(seed).plan()) for seed in SEEDS}
        yield answers
        ahead.shutdown(cancel_futures=True)


def outcome(program, plan):
    answer = without_words(program.answer(str(plan)))
    value = answer.get("value")
    if not isinstance(value, dict):
        return answer
    rows = [re.sub(r"-0\.0\b", "0.0", row) for row in value["rows"]]
    return value["schema"], rows if isinstance(plan, Step) and plan.ordered() else sorted(rows)


@pytest.mark.parametrize("plan", FOUND)
def test_a_plan_gives_what_spark_connect_gives(ours, judge, plan):
    assert outcome(ours, plan) == outcome(judge, plan)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_made_at_random_gives_what_spark_gives(ours, judge, judged, seed):
    def differ(plan, mine, spark):
        return mine != spark and not is_known_of_plans(str(plan))

    plan = PlanMaker(seed).plan()
    if differ(plan, outcome(ours, plan), judged[seed].result()):
        least = shrunk(plan, lambda smaller: differ(smaller, outcome(ours, smaller), outcome(judge, smaller)))
        assert outcome(ours, least) == outcome(judge, least), str(least)
