"""Paths over documents, both made at random (json_generator.py), find what Trino finds."""

import os

import pytest
from json_generator import JsonGenerator
from judge import Refusal

SEEDS = range(int(os.environ.get("DOVETAIL_QUERY_SEEDS", "200")) // 10)
EXPRESSIONS_OF_A_SEED = 20


def answer(engine, expression: str):
    """The value, or the code of the error."""
    try:
        return engine.ask(f"select {expression}").rows
    except Refusal as refusal:
        return str(refusal).partition(":")[0]


def answers(engine, expressions: list[str]) -> list:
    """All in one query, unless one is refused."""
    try:
        return [[[cell]] for cell in engine.ask(f"select {', '.join(expressions)}").rows[0]]
    except Refusal:
        return [answer(engine, expression) for expression in expressions]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_path_made_at_random_finds_what_trino_finds(trino, ours, seed):
    generator = JsonGenerator(seed)
    expressions = [generator.expression() for _ in range(EXPRESSIONS_OF_A_SEED)]
    assert dict(zip(expressions, answers(ours, expressions))) == dict(zip(expressions, answers(trino, expressions)))
