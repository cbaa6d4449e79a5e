"""Documents, paths and calls of the JSON functions at random, the same for a seed."""

import json
import random

MOST_LEVELS = 4
STEPS = [".a", ".b", ".c", '."a"', ".*", "..a", "..b", "[*]", "[0]", "[1]", "[last]", "[0 to 1]", "[1 to last]", "[0, last]", "[last - 1]", "[1.5]",
         ".type()", ".size()", ".double()", ".ceiling()", ".floor()", ".abs()", ".keyvalue()"]
VALUES = ["$", "$", "$", "$x", "$j", "(1)", "(2)", "(0)", "1.5", '"a"', '"ab"', "null", "true", "1e0"]
COMPARISONS = ["==", "<>", "!=", "<", ">", "<=", ">="]
VARIABLES = ["1", "'a'", "1.5", "true", "null", "cast(2 as bigint)", "1e0"]
JSON_VARIABLES = ["'[1,{\"a\":2}]'", "'3'", "'{\"b\":\"a\"}'", "'{'", "cast(null as varchar)"]
ENDS = ["unknown on error", "returning varchar", "returning double", "returning bigint", "returning decimal(10,2)", "returning boolean", "with unconditional wrapper", "with conditional wrapper",
        "with wrapper empty array on empty", "with conditional wrapper empty object on error", "omit quotes"]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class JsonGenerator:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def expression(self) -> str:
        end = self.random.choice(ENDS)
        function = "json_exists" if end.startswith("unknown") else "json_value" if end.startswith("returning") else "json_query"
        mode = self.random.choice(["lax", "lax", "strict"])
        passing = f'passing {self.random.choice(VARIABLES)} as "x", {self.random.choice(JSON_VARIABLES)} format json as "j"'
        return f"{function}({quoted(json.dumps(self.document()))}, {quoted(f'{mode} {self.path()}')} {passing} {end})"

    def document(self, level=0):
        kind = self.random.randrange(9 if level < MOST_LEVELS else 6)
        if kind < 6:
            return self.random.choice([None, True, False, 0, 1, -1, 2, 7, 2147483647, 99999999999, 0.5, -1.5, 2.0, 1e10, "", "a", "ab", "b", "2.5", "x y"])
        if kind == 6:
            return {self.random.choice("abcd"): self.document(level + 1) for _ in range(self.random.randrange(4))}
        return [self.document(level + 1) for _ in range(self.random.randrange(4))]

    def path(self, level=0, filtered=False) -> str:
        terms = [self.random.choice(["", "", "", "", "-", "+"]) + self.accessor(level, filtered)]
        while level < MOST_LEVELS and self.random.random() < 0.2:
            terms += [self.random.choice("+-*/%"), self.accessor(level, filtered)]
        return " ".join(terms)

    def accessor(self, level: int, filtered: bool) -> str:
        base = self.random.choice(VALUES + ["@"] * 6 * filtered)
        if level < MOST_LEVELS and self.random.random() < 0.1:
            base = f"({self.path(level + 1, filtered)})"
        return base + "".join(self.step(level, filtered) for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])))

    def step(self, level: int, filtered: bool) -> str:
        if level >= MOST_LEVELS or self.random.random() < 0.7:
            return self.random.choice(STEPS)
        return f" ? ({self.condition(level + 1)})" if self.random.random() < 0.8 else f"[{self.path(level + 1, filtered)}]"

    def condition(self, level: int) -> str:
        kind = self.random.randrange(12)
        path = self.path(level + 1, True)
        if kind < 6 or level >= MOST_LEVELS:
            return f"{path} {self.random.choice(COMPARISONS)} {self.path(level + 1, True)}"
        if kind < 8:
            return f"exists({path})" if kind == 6 else f'{path} starts with {self.random.choice(["$x", chr(34) + "a" + chr(34)])}'
        inner = self.condition(level + 1)
        return [f"!({inner})", f"({inner}) is unknown", f"({inner})", f"{inner} {self.random.choice(['&&', '||'])} {self.condition(level + 1)}"][kind - 8]
