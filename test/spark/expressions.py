"""Expressions that are written once and said twice: as Spark SQL, and as the messages of a Spark Connect plan."""

import decimal
import os
import pathlib

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def _load(name: str):
    folder = pathlib.Path(os.environ.get("DOVETAIL_DEPS", pathlib.Path.home() / ".cache/dovetail/deps"))
    files = descriptor_pb2.FileDescriptorSet.FromString((folder / "connect/spark_connect.fds").read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


Relation = _load("spark.connect.Relation")

INFIX = {"+", "-", "*", "/", "%", "div", "=", "==", "!=", "<", "<=", ">", ">=", "<=>", "and", "or", "||", "like"}


class Expression:
    """SQL text, and what fills the plan's message with the same meaning."""

    def __init__(self, sql: str, fill):
        self.sql, self.fill = sql, fill


def column(name: str) -> Expression:
    def fill(message):
        message.unresolved_attribute.unparsed_identifier = name

    return Expression(name, fill)


def literal(value) -> Expression:
    if isinstance(value, Expression):
        return value
    kind = {bool: "boolean", int: "integer", float: "double", str: "string"}.get(type(value))

    def fill(message):
        if value is None:
            message.literal.null.null.SetInParent()
        elif isinstance(value, decimal.Decimal):
            message.literal.decimal.value = str(value)
        else:
            setattr(message.literal, kind, value)

    if value is None:
        return Expression("NULL", fill)
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace("'", "\\'")
        return Expression(f"'{quoted}'", fill)
    suffix = {float: "D", decimal.Decimal: "BD"}.get(type(value), "")
    return Expression(f"{value}{suffix}", fill)


def call(name: str, *values) -> Expression:
    arguments = [literal(value) for value in values]
    texts = [argument.sql for argument in arguments]

    def fill(message):
        message.unresolved_function.function_name = name
        for argument in arguments:
            argument.fill(message.unresolved_function.arguments.add())

    if name in INFIX and len(texts) == 2:
        sql = f"({texts[0]} {name} {texts[1]})"
    elif name in INFIX or name == "not":
        sql = f"({name} {texts[0]})"
    elif name == "in":
        sql = f"({texts[0]} in ({', '.join(texts[1:])}))"
    elif name == "between":
        sql = f"({texts[0]} between {texts[1]} and {texts[2]})"
    elif name == "when":
        branches = "".join(f" when {texts[i]} then {texts[i + 1]}" for i in range(0, len(texts) - 1, 2))
        sql = f"case{branches}{f' else {texts[-1]}' if len(texts) % 2 else ''} end"
    else:
        sql = f"{name}({', '.join(texts)})"
    return Expression(sql, fill)


def cast(value, to: str) -> Expression:
    value = literal(value)

    def fill(message):
        value.fill(message.cast.expr)
        message.cast.type_str = to

    return Expression(f"cast({value.sql} as {to})", fill)


def projection(names: list[str], types: list[str], expressions: list[Expression]) -> bytes:
    """The expressions over a CSV file of texts, whose columns are first cast to the types."""
    relation = Relation()
    inner = relation.project.input
    read = inner.project.input
    read.common.plan_id = 1
    source = read.read.data_source
    source.format = "csv"
    source.schema = ", ".join(f"{name} string" for name in names)
    source.options.update({"escape": '"', "multiLine": "true", "nullValue": NULL})
    for name, to in zip(names, types):
        alias = inner.project.expressions.add().alias
        alias.name.append(name)
        (column(name) if to == "string" else cast(column(name), to)).fill(alias.expr)
    for number, expression in enumerate(expressions):
        alias = relation.project.expressions.add().alias
        alias.name.append(f"v{number}")
        expression.fill(alias.expr)
    return relation.SerializeToString()


NULL = "<null>"


def csv_of(rows) -> bytes:
    def field(value):
        return '"' + (NULL if value is None else value).replace('"', '""') + '"'

    return "".join(",".join(field(value) for value in row) + "\n" for row in rows).encode()
