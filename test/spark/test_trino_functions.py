"""A plan that holds a function of Trino's, which Athena's queries do: our engine runs it, and a Spark cluster refuses it by its name."""

import subprocess
import sys

import pytest
from pyspark.errors import AnalysisException
from pyspark.sql.connect.functions.builtin import _invoke_function, lit
from pyspark.sql.connect.session import SparkSession

CLUSTER = """
from pyspark.sql import SparkSession
settings = {"spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin", "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": "0", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
builder = SparkSession.builder.master("local[1]")
for name, value in settings.items():
    builder.config(name, value)
service = getattr(builder.getOrCreate()._jvm, "org.apache.spark.sql.connect.service.SparkConnectService$")
print(getattr(service, "MODULE$").localPort(), flush=True)
input()
"""


@pytest.fixture
def cluster():
    """A real Spark behind its own Spark Connect, by its URL."""
    process = subprocess.Popen([sys.executable, "-c", CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    yield f"sc://127.0.0.1:{int(process.stdout.readline())}"
    process.communicate("\n")


def host_of(url):
    spark = SparkSession.builder.remote(url).create()
    try:
        return spark.range(1).select(_invoke_function("trino.url_extract_host", lit("http://example.com/a"))).collect()
    finally:
        spark.stop()


def test_a_spark_cluster_refuses_a_function_that_it_lacks_by_name(server, cluster):
    assert [row[0] for row in host_of(server.spark_url)] == ["example.com"]
    with pytest.raises(AnalysisException) as refused:
        host_of(cluster)
    assert refused.value.getCondition() == "UNRESOLVED_ROUTINE" and "trino.url_extract_host" in str(refused.value)
