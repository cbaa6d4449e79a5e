"""OpenCSVSerde's grammar, judged by opencsv itself: the library that Hive's SerDe is made of and Trino's reader copies, oddities included."""

import os
import pathlib
import random

import pytest

COLUMNS = 5
LINES = int(os.environ.get("DOVETAIL_QUERY_SEEDS", "1500"))
PIECES = ["a", "bc", "1", " ", "  ", ",", ",", '"', '"', '"', '""', '","', '",', ',"', "\\\\", '\\\\"', "\\", "ä", "雪", "😀", "\u2003", "\u00a0", "\t"]


@pytest.fixture(scope="module")
def opencsv():
    """What opencsv 2.3 makes of a line, as OpenCSVSerde asks it."""
    import pyspark
    from py4j.java_gateway import GatewayParameters, JavaGateway, launch_gateway

    jars = pathlib.Path(pyspark.__file__).parent / "jars"
    library, = jars.glob("opencsv-2.3.jar")
    bridge, = jars.glob("py4j*.jar")
    gateway = JavaGateway(gateway_parameters=GatewayParameters(port=launch_gateway(
        classpath=str(library), jarpath=str(bridge), die_on_exit=True, javaopts=["-XX:TieredStopAtLevel=1"])))

    def fields(line):
        reader = gateway.jvm.au.com.bytecode.opencsv.CSVReader(gateway.jvm.java.io.StringReader(line), ",", '"', "\\")
        return (list(reader.readNext() or []) + [None] * COLUMNS)[:COLUMNS]

    yield fields
    gateway.shutdown()


def test_lines_are_cut_as_opencsv_cuts_them(opencsv, ours):
    chance = random.Random(1)
    lines = ["".join(chance.choices(PIECES, k=chance.randint(0, 12))) for _ in range(LINES)]
    columns = {f"c{n}": "string" for n in range(COLUMNS)}
    ours.add_file("lines", columns, "\n".join(lines) + "\n", serde="org.apache.hadoop.hive.serde2.OpenCSVSerde")
    given = ours.ask("select * from lines").rows
    assert len(given) == len(lines)
    wrong = [(line, cells, wanted) for line, cells in zip(lines, given) if cells != (wanted := opencsv(line))]
    assert not wrong, wrong[:5]
