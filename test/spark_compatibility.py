"""docs/compatibility/spark.md: what of Spark Connect's protocol passing tests have used, and got Spark's answer for."""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "spark"))

TITLES = {"Relation": "Relations", "Expression": "Expressions", "Command": "Commands", "AnalyzePlanRequest": "Analyses", "Catalog": "The catalog"}


def protocol() -> dict[str, list[str]]:
    """The choices of each kind that PySpark's protocol has."""
    from pyspark.sql.connect.proto import base_pb2, catalog_pb2, commands_pb2, expressions_pb2, relations_pb2

    from protocol_use import CHOICES

    messages = {"Relation": relations_pb2, "Expression": expressions_pb2, "Command": commands_pb2, "Catalog": catalog_pb2, "AnalyzePlanRequest": base_pb2}
    return {name: [field.name for field in getattr(module, name).DESCRIPTOR.oneofs_by_name[CHOICES[name]].fields] for name, module in messages.items()}


def functions() -> list[str]:
    from pyspark.sql import functions

    return sorted(set(functions.__all__))


def judged_in_sql() -> set[str]:
    """Functions in the texts that test/spark gives to both."""
    texts = "".join((HERE / "spark" / name).read_text() for name in ("cases.py", "queries.py", "collection_frames.py", "frames.py"))
    return set(re.findall(r"(\w+)\(", texts))


def render(tested: set[str]) -> str:
    lines = ["# Spark Connect", "", "Written by `test/run.py --write-compatibility` from a run of all tests; do not edit.", "",
             "A part *works* where a passing test has used it and found what Spark gives. What is *open* is refused by name (`UNSUPPORTED_FEATURE`), or has no test."]
    for kind, names in protocol().items():
        lines += table(TITLES[kind], {name: f"{kind}.{name}" in tested for name in names})
    used = {part.removeprefix("Function.") for part in tested if part.startswith("Function.")} | judged_in_sql()
    lines += table("Functions of `pyspark.sql.functions`", {name: name in used for name in functions()})
    return "\n".join(lines) + "\n"


def table(title: str, works: dict[str, bool]) -> list[str]:
    open_ones = [name for name, one in works.items() if not one]
    return ["", f"## {title}", "", f"{len(works) - len(open_ones)} of {len(works)} work.", "", "| work | open |", "| --- | --- |",
            f"| {', '.join(name for name, one in works.items() if one) or '-'} | {', '.join(open_ones) or '-'} |"]
