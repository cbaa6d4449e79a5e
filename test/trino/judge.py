"""A real Trino in a Java of its own: the same engine that Athena is (https://docs.aws.amazon.com/athena/latest/ug/engine-versions-reference-0003.html).

    judge = Judge()
    judge.ask("select array[1.5, 2]")   # Answer(types=["array(decimal(2,1))"], rows=[["[1.5, 2.0]"]])
    judge.ask("select 1 / 0")           # raises Refusal: DIVISION_BY_ZERO: Division by zero
"""

import dataclasses
import math
import os
import pathlib


class Refusal(Exception):
    """What a query fails with, as Athena puts it: CODE: message."""


@dataclasses.dataclass
class Answer:
    types: list[str]
    rows: list[list[str | None]]


class Judge:
    def __init__(self):
        import pyspark
        from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway

        jars = pathlib.Path(os.environ["DOVETAIL_DEPS"], "trino").glob("*.jar")
        bridge, = (pathlib.Path(pyspark.__file__).parent / "jars").glob("py4j*.jar")
        # Nothing is compiled well for a handful of rows: that would take most of the time.
        port = launch_gateway(classpath=os.pathsep.join(map(str, jars)), jarpath=str(bridge), die_on_exit=True,
                              javaopts=["-XX:TieredStopAtLevel=1", "-Xmx1g"])
        self.gateway = JavaGateway(gateway_parameters=GatewayParameters(port=port, auto_convert=True))
        trino = self.gateway.jvm.io.trino
        self.runner = trino.testing.LocalQueryRunner.create(self.session("memory", "default"))
        factory = trino.plugin.memory.MemoryPlugin().getConnectorFactories().iterator().next()
        self.runner.createCatalog("memory", factory, {})

    def session(self, catalog: str, schema: str):
        trino = self.gateway.jvm.io.trino
        builder = trino.testing.TestingSession.testSessionBuilder().setCatalog(catalog).setSchema(schema)
        return builder.setTimeZoneKey(trino.spi.type.TimeZoneKey.UTC_KEY).build()

    def add_tpch(self):
        """The catalog tpch: https://trino.io/docs/435/connector/tpch.html"""
        plugin = self.gateway.jvm.io.trino.plugin.tpch.TpchPlugin()
        settings = {"tpch.column-naming": "STANDARD", "tpch.double-type-mapping": "DECIMAL"}
        self.runner.createCatalog("tpch", plugin.getConnectorFactories().iterator().next(), settings)

    def rows_as_text(self, table: str) -> tuple[dict[str, str], str]:
        """A table's columns with their types, and its rows as lines with a | between the values: in few cells, for each is a call to Java."""
        columns = {name: of for name, of, *_ in self.ask(f"describe {table}").rows}
        line = " || '|' || ".join(f"cast({name} as varchar)" for name in columns)
        first = next(iter(columns))
        cells = self.ask(f"select array_join(array_agg({line}), chr(10)) from {table} group by {first} / 1000").rows
        return columns, "\n".join(cell for cell, in cells) + "\n"

    def close(self):
        self.runner.close()
        self.gateway.shutdown()

    def ask(self, sql: str, catalog: str = "memory", schema: str = "default") -> Answer:
        from py4j.protocol import Py4JJavaError

        try:
            result = self.runner.execute(self.session(catalog, schema), sql)
        except Py4JJavaError as error:
            raise Refusal(reason(error.java_exception)) from None
        types = list(result.getTypes())
        rows = [[text(value, of) for value, of in zip(row.getFields(), types)] for row in result.getMaterializedRows()]
        return Answer([of.getDisplayName() for of in types], rows)


def reason(exception) -> str:
    from py4j.protocol import Py4JError

    if exception.getClass().getSimpleName() == "ParsingException":
        return f"SYNTAX_ERROR: {exception.getMessage()}"
    try:
        code = exception.getErrorCode().getName()
    except Py4JError:  # an exception of Java's own, that Trino has not given a code
        code = "GENERIC_INTERNAL_ERROR"
    return f"{code}: {exception.getMessage()}"


def text(value, of) -> str | None:
    """A value as Athena shows it; what the outermost shows for NULL is None."""
    return None if value is None else part(value, of)


def part(value, of) -> str:
    if value is None:
        return "null"
    base, inner = of.getBaseName(), list(of.getTypeParameters())
    if base == "array":
        return f"[{', '.join(part(item, inner[0]) for item in value)}]"
    if base == "map":
        # Not items(): a key that has become Python's finds no Long and no Float in the map of Java's.
        entries = ((entry.getKey(), entry.getValue()) for entry in value.entrySet())
        return f"{{{', '.join(sorted(f'{part(key, inner[0])}={part(item, inner[1])}' for key, item in entries))}}}"
    if base == "row":
        names = [field.getName().orElse(f"field{i}") for i, field in enumerate(of.getFields())]
        return f"{{{', '.join(f'{name}={part(item, one)}' for name, item, one in zip(names, value, inner))}}}"
    if base == "boolean":
        return str(value).lower()
    if base in ("double", "real"):
        return java_number(value)
    if base == "varbinary":
        return value.getBytes().hex(" ")
    return str(value)


def java_number(value: float) -> str:
    """As Java prints it: the shortest digits that read back the same, 1.0, 1.0E7."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "-Infinity" if value < 0 else "Infinity"
    sign, digits, exponent = decimal_parts(value)
    if digits == "0":
        return f"{sign}0.0"
    if -3 <= exponent < 7:
        padded = "0" * max(0, -exponent) + digits + "0" * max(0, exponent + 1 - len(digits))
        point = max(exponent, 0) + 1
        return f"{sign}{padded[:point]}.{padded[point:] or '0'}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def decimal_parts(value: float) -> tuple[str, str, int]:
    """1250.0 is ("", "125", 3): 1.25 times ten to the third."""
    mantissa, _, exponent = f"{value!r}".replace("e+", "e").partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    leading = len(whole + fraction) - len(digits)
    return sign, digits.rstrip("0") or "0", len(whole) - leading - 1 + int(exponent or 0)
