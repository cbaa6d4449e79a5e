"""The regular expressions of AWS's models (Java's) in the form that src/wire/constraints.cc runs: over code points."""

import re

from model import ModelError

# Java names all code points above U+FFFF by the surrogates that UTF-16 writes them with.
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"
SUPPLEMENTARY = r"\x{10000}-\x{10FFFF}"

# Nothing to check, however it is spelt.
ANYTHING = frozenset([".*", r"[\s\S]*"])

# What one character of a pattern can be written as, and which of these stand for many characters.
TOKEN = re.compile(r"\\u[0-9A-Fa-f]{4}|\\x\{[0-9A-Fa-f]+\}|\\.|.", re.DOTALL)
CLASS_ESCAPES = frozenset([r"\w", r"\W", r"\d", r"\D", r"\s", r"\S"])


def expression(pattern: str) -> str:
    """Empty: the pattern needs properties of characters that the checker has not, so that it is not checked."""
    if pattern in ANYTHING or r"\p{" in pattern:
        return ""
    tokens = TOKEN.findall(pattern.replace(SURROGATES, SUPPLEMENTARY))
    translated = []
    while tokens:
        token = tokens.pop(0)
        translated.append(character_set(tokens, pattern) if token == "[" else code_point(token))
    return "".join(translated)


def code_point(token: str) -> str:
    return rf"\x{{{token[2:]}}}" if token.startswith(r"\u") else token


def character_set(tokens: list[str], pattern: str) -> str:
    """Takes the tokens up to the closing bracket. A hyphen between two characters makes a range, and any other hyphen
    stands for itself: it is escaped, for the engines do not agree on which those are."""
    members = ["[^" if tokens and tokens[0] == "^" else "["]
    if members == ["[^"]:
        tokens.pop(0)
    while tokens and tokens[0] != "]":
        if len(tokens) > 2 and tokens[1] == "-" and tokens[2] != "]" and not CLASS_ESCAPES & {tokens[0], tokens[2]}:
            members.append(f"{literal(tokens[0], pattern)}-{literal(tokens[2], pattern)}")
            del tokens[:3]
        else:
            members.append(literal(tokens.pop(0), pattern))
    if not tokens:
        raise ModelError(f"a set without an end in {pattern}")
    tokens.pop(0)
    return "".join(members) + "]"


def literal(token: str, pattern: str) -> str:
    if token in ("[", "&"):  # Java's unions and intersections of sets; a lone & would be itself, and nobody uses one
        raise ModelError(f"{token} within a set in {pattern}")
    return r"\-" if token == "-" else code_point(token)
