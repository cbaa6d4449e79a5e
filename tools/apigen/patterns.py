"""The regular expressions of AWS's models (Java's) in the form that src/wire/constraints.cc runs: over code points."""

import re

# Java names all code points above U+FFFF by the surrogates that UTF-16 writes them with.
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"
SUPPLEMENTARY = r"\x{10000}-\x{10FFFF}"

# Nothing to check, however it is spelt.
ANYTHING = frozenset([".*", r"[\s\S]*"])


def expression(pattern: str) -> str:
    """Empty: the pattern needs properties of characters that the checker has not, so that it is not checked."""
    if pattern in ANYTHING or r"\p{" in pattern:
        return ""
    pattern = pattern.replace(SURROGATES, SUPPLEMENTARY)
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", r"\\x{\1}", pattern)
    # A hyphen behind a class or before the end of a set stands for itself.
    return pattern.replace(r"\w-", r"\w\-").replace("-_", r"\-_").replace("_.-", r"_.\-")
