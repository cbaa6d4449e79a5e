"""What the Athena specifications share: a database with tables over CSV, and queries run to their end."""

import pytest
from athena_help import LAZY_SIMPLE, ORDERS, Query, storage, wait_for


@pytest.fixture
def database(glue, name):
    database = name.replace("-", "_")
    glue.create_database(DatabaseInput={"Name": database})
    return database


@pytest.fixture
def start(athena, bucket, database):
    """Starts a query in the test's database and gives its id: start("select 1")."""

    def start_query(text, **members):
        request = {"QueryString": text, "QueryExecutionContext": {"Database": database},
                   "ResultConfiguration": {"OutputLocation": f"s3://{bucket}/results/"}}
        return athena.start_query_execution(**request | members)["QueryExecutionId"]

    return start_query


@pytest.fixture
def query(athena, start):
    """Runs a query to its end: query("select 1").rows == [["1"]]"""
    return lambda text, **members: Query(athena, wait_for(athena, start(text, **members)))


@pytest.fixture
def csv_table(glue, s3, bucket, database):
    """Makes a table over CSV text: csv_table("t", {"id": "int"}, "1\\n2\\n")."""

    def make(table, columns, text=None, serde=LAZY_SIMPLE, parameters=None, partition_keys=None):
        location = f"s3://{bucket}/{table}/"
        if text is not None:
            s3.put_object(Bucket=bucket, Key=f"{table}/data.csv", Body=text.encode())
        glue.create_table(DatabaseName=database, TableInput={
            "Name": table, "TableType": "EXTERNAL_TABLE", "Parameters": parameters or {},
            "PartitionKeys": [{"Name": n, "Type": t} for n, t in (partition_keys or {}).items()],
            "StorageDescriptor": storage(location, columns, serde)})
        return table

    return make


@pytest.fixture
def orders(csv_table):
    """Six small orders, one of them without a customer."""
    columns = {"id": "int", "customer": "string", "amount": "decimal(10,2)", "ordered": "date"}
    return csv_table("orders", columns, ORDERS)
