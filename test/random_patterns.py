"""Regular expressions and texts at random, of what Java's syntax and Joni's share: of a seed always the same ones."""

import random

LETTERS = ["a", "b", "c", "é", "1", "_", " ", "-"]
SETS = [".", "\\w", "\\W", "\\d", "\\s", "\\S", "[ab]", "[^a]", "[a-c]", "[^\\w]", "[a-c&&[^b]]", "[\\d_é]", "\\p{L}", "\\P{Lu}", "[^\\s]"]
PLACES = ["^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z"]
COUNTS = ["*", "+", "?", "{2}", "{0,1}", "{1,2}", "{2,}"]
TEXTS = ["a", "b", "c", "A", "B", "é", "É", "1", "_", " ", "-", "\n", "\r\n", "ab", "aa"]


class PatternMaker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.groups = 0

    def pattern(self) -> str:
        self.groups = 0
        flags = self.random.choice(["", "", "", "", "(?i)", "(?m)", "(?s)", "(?im)"])
        return flags + self.alternatives(3)

    def text(self) -> str:
        return "".join(self.random.choice(TEXTS) for _ in range(self.random.randint(0, 8)))

    def alternatives(self, depth: int) -> str:
        return "|".join(self.sequence(depth) for _ in range(self.random.choice([1, 1, 1, 2, 3])))

    def sequence(self, depth: int) -> str:
        """Never empty: Joni fails on some groups of nothing that are repeated."""
        return "".join(self.part(depth) for _ in range(self.random.choice([1, 1, 2, 2, 3])))

    def part(self, depth: int) -> str:
        kind = self.random.random()
        if kind < 0.12:
            return self.random.choice(PLACES)
        if kind < 0.22 and depth > 0:
            return f"({self.random.choice(['?=', '?!'])}{self.alternatives(depth - 1)})"
        if kind < 0.27:
            return f"({self.random.choice(['?<=', '?<!'])}{self.behind()})"
        if kind < 0.31 and self.groups:
            return f"\\{self.random.randint(1, self.groups)}"
        return self.atom(depth) + self.count()

    def atom(self, depth: int) -> str:
        kind = self.random.random()
        if kind < 0.4 or depth == 0:
            return self.random.choice(LETTERS)
        if kind < 0.6:
            return self.random.choice(SETS)
        if kind < 0.8:
            inner = self.alternatives(depth - 1)
            self.groups += 1  # it may be referred to behind itself
            return f"({inner})"
        return f"({self.random.choice(['?:', '?:', '?>', '?i:'])}{self.alternatives(depth - 1)})"

    def behind(self) -> str:
        return "|".join("".join(self.random.choice(LETTERS + SETS) for _ in range(self.random.randint(1, 2))) for _ in range(self.random.randint(1, 2)))

    def count(self) -> str:
        if self.random.random() < 0.6:
            return ""
        return self.random.choice(COUNTS) + self.random.choice(["", "", "", "?", "+"])
