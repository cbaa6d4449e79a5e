"""Athena through its API, as a contender: timed from start-query-execution to SUCCEEDED."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import side_by_side
from localserver import LocalServer


STEP_S = 0.005  # between two looks at a query


class Athena:
    """Queries on a running server, waited for in steps of 5 ms.

    The client signs GetQueryExecution once for each query; the same bytes are sent until it has ended. The server answers all of them, but
    making them anew would take a third of a core from what is measured: a client's work, which is on another machine or seldom.
    """

    def __init__(self, server: LocalServer, database: str):
        self.athena, self.database = server.client("athena"), database
        self.athena.meta.events.register("before-send.athena.GetQueryExecution", self._keep)
        self.connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc)
        self.look = None
        server.client("s3").create_bucket(Bucket="results")

    def _keep(self, request, **_) -> None:
        self.look = request

    def _status(self) -> dict:
        self.connection.request(self.look.method, urlsplit(self.look.url).path, self.look.body, dict(self.look.headers))
        return json.load(self.connection.getresponse())["QueryExecution"]["Status"]

    def run(self, sql: str) -> str:
        id = self.athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": self.database},
                                               ResultConfiguration={"OutputLocation": "s3://results/"})["QueryExecutionId"]
        self.connection.close()  # the server may have, if the last query was long ago
        status = self.athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
        while status["State"] in ("QUEUED", "RUNNING"):
            time.sleep(STEP_S)
            status = self._status()
        if status["State"] != "SUCCEEDED":
            raise SystemExit(f"the query ended {status['State']}: {status['StateChangeReason']}\n{sql}")
        return id

    def timed(self, sql: str) -> float:
        return side_by_side.timed(self.run, sql)

    def rows(self, sql: str) -> list[list[str]]:
        pages = self.athena.get_paginator("get_query_results").paginate(QueryExecutionId=self.run(sql))
        return [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]][1:]
