"""Helpers of the Athena specifications."""

import base64
import json
import time

import botocore.exceptions
import pytest

LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")


class Query:
    """One execution that has ended."""

    def __init__(self, athena, execution):
        self.athena = athena
        self.execution = execution
        self.id = execution["QueryExecutionId"]
        self.state = execution["Status"]["State"]
        self.reason = execution["Status"].get("StateChangeReason")
        self.scanned = execution["Statistics"].get("DataScannedInBytes")

    @property
    def result_set(self):
        return self.athena.get_query_results(QueryExecutionId=self.id)["ResultSet"]

    @property
    def rows(self):
        """The rows as lists of texts, None for NULL, without the labels."""
        assert self.state == "SUCCEEDED", self.reason
        pages = self.athena.get_paginator("get_query_results").paginate(QueryExecutionId=self.id)
        rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
        return rows[1:]


def wait_for(athena, id, states=ENDED, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        execution = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]
        if execution["Status"]["State"] in states:
            return execution
        time.sleep(0.01)
    raise AssertionError(f"query {id} is still {execution['Status']['State']}")


def refusal(call):
    """Code and message of the error that a call must end in."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def storage(location, columns, serde=LAZY_SIMPLE):
    parameters = {"field.delim": ","} if serde == LAZY_SIMPLE else {"separatorChar": ",", "quoteChar": '"'}
    return {"Location": location, "Columns": [{"Name": n, "Type": t} for n, t in columns.items()],
            "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
            "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": parameters}}


def presto_view(sql, columns, schema, catalog="awsdatacatalog"):
    """The text of a view as Athena keeps it in Glue's catalog."""
    definition = {"originalSql": sql, "catalog": catalog, "schema": schema, "columns": [{"name": n, "type": t} for n, t in columns.items()]}
    return f"/* Presto View: {base64.b64encode(json.dumps(definition).encode()).decode()} */"


# id, customer, amount, ordered; one of the six without a customer.
ORDERS = """1,ann,10.50,2024-01-31
2,bob,7.25,2024-02-01
3,ann,0.25,2024-02-29
4,cid,100.00,2024-03-01
5,bob,2.00,2024-03-02
6,\\N,1.00,2024-03-03
"""
