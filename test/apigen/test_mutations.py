"""Requests that are nearly right: bytes of good ones changed at random (fixed seed). Each gets an answer in the
service's protocol, whatever it holds; `make test-long` runs this under the sanitizers."""

import base64
import os
import random

import pytest

from codec import Codec, request_of
from test_round_trip import CHOICES, MODELS, OPERATIONS, sample_input

ROUNDS = 20 * int(os.environ.get("DOVETAIL_FUZZ_FACTOR", "1"))


@pytest.fixture(scope="module")
def codec():
    running = Codec()
    yield running
    running.close()


def mutated(chance, data):
    data = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data) + 1)
        change = chance.choice(("flip", "drop", "double", "insert"))
        if change == "insert" or place == len(data):
            data[place:place] = chance.choice((b'"', b"<", b"{", b"\x00", b"\xff", b"[]", b"-1e999", b"null", b"&", b"%", b"/"))
        elif change == "flip":
            data[place] ^= 1 << chance.randrange(8)
        elif change == "drop":
            del data[place : place + chance.randint(1, 8)]
        else:
            data[place:place] = data[place : place + chance.randint(1, 64)]
    return bytes(data)


@pytest.mark.parametrize("service, operation", OPERATIONS)
def test_a_damaged_request_gets_an_answer(codec, service, operation):
    chance = random.Random(f"{service}.{operation}")
    good = request_of(MODELS[service], operation, sample_input(service, operation, awkward=True))
    for _ in range(ROUNDS):
        bad = dict(good)
        bad["body"] = base64.b64encode(mutated(chance, base64.b64decode(good["body"]))).decode()
        if service == "s3":
            bad["path"] = "/" + mutated(chance, good["path"].encode()).decode("latin-1").lstrip("/")
            bad["query"] = mutated(chance, good["query"].encode()).decode("latin-1")
        answer = codec.ask(do="handle", service=service, request=bad)
        # No handler stands behind it: what decodes after all is not answered. 500 would be a fault of ours.
        assert 400 <= answer["status"] < 500 or answer["status"] == CHOICES[service]["unanswered_status"], bad
