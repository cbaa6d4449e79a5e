"""docs/compatibility/spark.md: of each part of Spark Connect's protocol, whether passing tests have used it and got Spark's answer, or a server
refuses it by name, or neither."""

import inspect
import pathlib
import re
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "spark"), str(HERE.parent / "tools")]

from protocol_use import CHOICES  # noqa: E402

TITLES = {"Relation": "Relations", "Expression": "Expressions", "Command": "Commands", "AnalyzePlanRequest": "Analyses", "Catalog": "The catalog"}


def messages() -> dict[str, type]:
    """Those with choices, as the newest PySpark has them."""
    from pyspark.sql.connect.proto import base_pb2, catalog_pb2, commands_pb2, expressions_pb2, relations_pb2

    modules = {"Relation": relations_pb2, "Expression": expressions_pb2, "Command": commands_pb2, "Catalog": catalog_pb2, "AnalyzePlanRequest": base_pb2}
    return {name: getattr(module, name) for name, module in modules.items()}


def fields(name: str, message: type) -> list:
    return [field for field in message.DESCRIPTOR.oneofs_by_name[CHOICES[name]].fields if field.message_type is not None]


def functions() -> dict[str, str]:
    """Of each function of PySpark that has one, the protocol's name: count_distinct() is count. lit(), col() and their like have none."""
    from pyspark.sql import functions
    from pyspark.sql.connect.functions import builtin

    sources = {name: inspect.getsource(getattr(builtin, name)) for name in sorted(set(functions.__all__)) if inspect.isfunction(getattr(builtin, name, None))}
    calls = {name: re.search(r'(?:_invoke_\w+|UnresolvedFunction)\(\s*"([^"]+)"', source) for name, source in sources.items()}
    return {name: calls[name][1] if calls[name] else name for name, source in sources.items() if calls[name] or "_invoke" in source}


class Asker:
    """Asks a server for each part by itself, with nothing in it: what it says shows whether it knows it."""

    def __init__(self, spark_url: str):
        import grpc
        from pyspark.sql.connect.proto import base_pb2, base_pb2_grpc, relations_pb2

        self.base, self.relations, self.failure = base_pb2, relations_pb2, grpc.RpcError
        self.server = base_pb2_grpc.SparkConnectServiceStub(grpc.insecure_channel(spark_url.removeprefix("sc://")))
        self.common = {"session_id": str(uuid.uuid4()), "user_context": base_pb2.UserContext(user_id="compatibility")}

    def refuses(self, name: str, field) -> bool:
        part = messages()[name]()
        getattr(part, field.name).SetInParent()
        told = self.told(name, part)
        names = (f"{name}.{field.name}", f"field {field.number} of spark.connect.{name}", f"call {field.name}", f"call field {field.number}",
                 f"command {field.name}", f"command field {field.number}", "this analysis of a plan")
        return told.startswith("[UNSUPPORTED_FEATURE]") and any(re.search(rf"{re.escape(one)}\b", told) for one in names)

    def refuses_function(self, name: str) -> bool:
        from pyspark.sql.connect.proto import expressions_pb2

        function = expressions_pb2.Expression(unresolved_function=expressions_pb2.Expression.UnresolvedFunction(function_name=name))
        return re.match(r"\[(UNSUPPORTED_FEATURE|UNRESOLVED_ROUTINE)", self.told("Expression", function)) is not None

    def told(self, name: str, part) -> str:
        try:
            self.ask(name, part)
        except self.failure as failure:
            if failure.code().name == "UNAVAILABLE":
                raise  # that is no answer
            return failure.details()
        return ""

    def ask(self, name: str, part) -> None:
        if name == "AnalyzePlanRequest":
            part.MergeFrom(self.base.AnalyzePlanRequest(**self.common))
            self.server.AnalyzePlan(part)
            return
        relation = self.relations.Relation
        row = relation(range=self.relations.Range(end=1, step=1))
        plans = {"Relation": lambda: self.base.Plan(root=part), "Catalog": lambda: self.base.Plan(root=relation(catalog=part)), "Command": lambda: self.base.Plan(command=part),
                 "Expression": lambda: self.base.Plan(root=relation(project=self.relations.Project(input=row, expressions=[part])))}
        list(self.server.ExecutePlan(self.base.ExecutePlanRequest(plan=plans[name](), **self.common)))


def judged_in_sql() -> set[str]:
    """Functions in the SQL that test/spark gives to both."""
    from cases import GROUPS
    from collection_frames import FRAMES as OF_COLLECTIONS
    from frames import FRAMES
    from queries import QUERIES

    texts = [expression.sql for group in GROUPS for expression in group.expressions] + QUERIES + FRAMES + OF_COLLECTIONS
    return {name.lower() for text in texts for name in re.findall(r"(\w+)\(", text)}


def render(tested: set[str]) -> str:
    """The page; `tested` holds parts that passing tests have used."""
    from localserver import LocalServer

    lines = ["# Spark Connect", "", "Written by `test/run.py --write-compatibility test/spark` from a run of its tests; do not edit.", "",
             "What *works* a passing test has used, beside a real Spark that gave the same. What is *refused* is refused by name (`UNSUPPORTED_FEATURE`). What is *open* is",
             "neither: there is code for it, and no such test."]
    with LocalServer() as server:
        asker = Asker(server.spark_url)
        for name, message in messages().items():
            refused = {field.name for field in fields(name, message) if asker.refuses(name, field)}
            lines += table(TITLES[name], {field.name: state(f"{name}.{field.name}" in tested, field.name in refused) for field in fields(name, message)})
        used = {part.removeprefix("Function.").lower() for part in tested if part.startswith("Function.")} | judged_in_sql()
        lines += table("Functions of `pyspark.sql.functions`", {name: state(called.lower() in used, asker.refuses_function(called)) for name, called in functions().items()})
    return "\n".join(lines) + "\n"


def state(used: bool, refused: bool) -> str:
    return "refused" if refused and not used else "works" if used else "open"


def table(title: str, states: dict[str, str]) -> list[str]:
    lines = ["", f"## {title}", "", f"{list(states.values()).count('works')} of {len(states)} work.", "", "| | |", "| --- | --- |"]
    for one in ("works", "open", "refused"):
        lines.append(f"| {one} | {', '.join(name for name, of in states.items() if of == one) or '-'} |")
    return lines
