"""The patterns of the models, as src/wire runs them, against Python's reading of the originals."""

import pathlib
import random
import re
import sys

import pytest

from codec import ROOT, Codec

sys.path.insert(0, str(ROOT / "tools/apigen"))
import classes  # noqa: E402
import model as apigen_model  # noqa: E402
from patterns import expression  # noqa: E402

DATA = pathlib.Path(__import__("botocore").__file__).parent / "data"
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"

# Texts near the edges of what the models' patterns take.
TEXTS = [
    "", "a", "A", "z9", "_", "-", "a-b", "a_b", "a.b", "a,b", "a/b", "@", "a b", "\t", "\n", "\r", "a\nb", "\x00", "\x7f", "é", "日本",
    "𝄞", "\ufffe", "3", "2", "3.9", "39", "auto", "a.b.c", "Sun:9", "Mon:23", "Mon:24", "123456789012", "12x",
    "s3://bucket/key", "s3://b", "s3://bucket-", "s3://bucket/a\nb", "S3://bucket", "role", "a:b", "*", "..", "^", "]",
    "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/a-b_c@d", "arn:aws:iam::123456789012:role/a^b",
    "arn:aws:iam::123456789012:role/a[b", "arn:aws-cn:iam::1234:role/a", "alias/a-b", "alias/a^b",
    "arn:aws:kms:us-east-1:123456789012:key/a-b/c", "arn:aws:kms:us-east-1:123456789012:alias/a`b",
    "01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdeg",
    "arn:aws:sso::123456789012:application/ssoins-0123456789abcd-./apl-0123456789abcdef",
    "arn:aws:sso:::instance/ins-0123456789abcdef", "arn:aws:sso:::instance/ins-0123456789abcde/",
    "arn:aws:s3:us-east-1:123456789012:accesspoint/a", "arn:aws:ec2:a", "x" * 128, "x" * 129,
]


def patterns():
    found = {}
    for service in ("athena", "glue", "s3", "sts"):
        model = apigen_model.Model(DATA, ROOT / "models", service)
        for name in sorted(classes.Selection(model).simple):
            if (pattern := model.shapes[name].get("pattern")) and expression(pattern):
                found.setdefault(pattern, f"{service}.{name}")
    return [pytest.param(pattern, id=name) for pattern, name in found.items()]


def fits(pattern, text):
    """As Java reads it: \\w is ASCII, and no dot is an end of a line."""
    pattern = pattern.replace(SURROGATES, "\U00010000-\U0010ffff")
    return re.fullmatch(pattern, text, re.ASCII) is not None


def changed(chance, text):
    letters = list(text)
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(letters) + 1)
        letters[place:place + chance.randint(0, 1)] = chance.choice("aZ09-_./:@[]\\^`*+=, \té𝄞")
    return "".join(letters)


@pytest.fixture(scope="module")
def codec():
    running = Codec()
    yield running
    running.close()


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_takes_what_the_model_takes(codec, pattern):
    chance = random.Random(pattern)
    good = [text for text in TEXTS if fits(pattern, text)]
    values = TEXTS + [changed(chance, chance.choice(good or TEXTS)) for _ in range(300)]
    expected = [fits(pattern, value) for value in values]
    assert True in expected and False in expected, "the samples say nothing of this pattern"
    answers = codec.ask(do="match", expression=expression(pattern), values=values)
    assert [v for v, is_, should in zip(values, answers, expected) if is_ != should] == []


@pytest.mark.parametrize("pattern, translated", [
    (r"[a-zA-Z0-9-.]", r"[a-zA-Z0-9\-.]"),
    (r"[@\-_/]", r"[@\-_/]"),
    (r"[\w-_]", r"[\w\-_]"),
    (r"[_.-]", r"[_.\-]"),
    (r"[^-a]", r"[^\-a]"),
    (r"a-_b", "a-_b"),
    (r"[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]", r"[\x{0020}-\x{D7FF}\x{10000}-\x{10FFFF}]"),
    (r"\p{L}", ""),
])
def test_a_hyphen_makes_a_range_between_two_characters_only(pattern, translated):
    assert expression(pattern) == translated


@pytest.mark.parametrize("pattern", ["[a", "[a-z&&[^b]]", "[a[b]]"])
def test_what_is_not_understood_is_not_guessed(pattern):
    with pytest.raises(apigen_model.ModelError):
        expression(pattern)
