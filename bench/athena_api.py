"""Athena through its API, as a contender: timed from start-query-execution to SUCCEEDED."""

from __future__ import annotations

import time

import side_by_side
from localserver import LocalServer


class Athena:
    """Queries on a running server, waited for in steps of 2 ms."""

    def __init__(self, server: LocalServer, database: str):
        self.athena, self.database = server.client("athena"), database
        server.client("s3").create_bucket(Bucket="results")

    def run(self, sql: str) -> str:
        id = self.athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": self.database},
                                               ResultConfiguration={"OutputLocation": "s3://results/"})["QueryExecutionId"]
        while (status := self.athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"])["State"] in ("QUEUED", "RUNNING"):
            time.sleep(0.002)
        if status["State"] != "SUCCEEDED":
            raise SystemExit(f"the query ended {status['State']}: {status['StateChangeReason']}\n{sql}")
        return id

    def timed(self, sql: str) -> float:
        return side_by_side.timed(self.run, sql)

    def rows(self, sql: str) -> list[list[str]]:
        pages = self.athena.get_paginator("get_query_results").paginate(QueryExecutionId=self.run(sql))
        return [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]][1:]
