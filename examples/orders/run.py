#!/usr/bin/env python3
"""The orders pipeline: a CSV lands in S3, a Glue job makes partitioned Parquet of it, Athena counts it.

Starts a server with an empty data folder on a free port, drives it with the real aws cli and boto3, and stops it.
"""

import csv
import datetime
import json
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

from localserver import LocalServer  # noqa: E402

ORDERS = 68_883
STATUSES = ["ON_HOLD", "PAYMENT_REVIEW", "PROCESSING", "CLOSED", "SUSPECTED_FRAUD", "COMPLETE", "PENDING", "CANCELED",
            "PENDING_PAYMENT"]
NODES = HERE / "nodes.json"
COUNT_SQL = "select order_status, count(*) from orders group by order_status order by 2 desc"


def main() -> None:
    with LocalServer() as server:
        say(f"Dovetail answers at {server.endpoint}")
        land_orders(server, "orders.csv", range(1, ORDERS + 1))
        create_job(server)

        run_job(server, "The job reads what landed")
        expect(count_orders(server), ORDERS)
        run_job(server, "The same job again: its bookmark knows what it has read")
        expect(count_orders(server), ORDERS)

        land_orders(server, "one-more.csv", range(ORDERS + 1, ORDERS + 2))
        run_job(server, "Once more, for the one new order")
        expect(count_orders(server), ORDERS + 1)
    say("Done: nothing lost, nothing doubled.")


def land_orders(server: LocalServer, name: str, order_ids: range) -> None:
    path = server.scratch / name
    write_orders(path, order_ids)
    if name == "orders.csv":
        step(server, "s3", "mb", "s3://orders-lake")
    step(server, "s3", "cp", path, f"s3://orders-lake/landing/{name}", "--no-progress")


def write_orders(path: pathlib.Path, order_ids: range) -> None:
    """Orders of a fixed seed: the same file on every machine."""
    chance = random.Random(20130725)
    first_day = datetime.datetime(2013, 7, 25)
    with path.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["order_id", "order_last_updated", "customer_id", "order_status"])
        for order_id in order_ids:
            updated = first_day + datetime.timedelta(days=chance.randrange(364))
            rows.writerow([order_id, updated, chance.randrange(1, 12_436), chance.choice(STATUSES)])


def create_job(server: LocalServer) -> None:
    step(server, "glue", "create-database", "--database-input", json.dumps({"Name": "sales"}))
    step(server, "glue", "create-job", "--name", "orders-to-parquet",
         "--role", "arn:aws:iam::000000000000:role/glue",
         "--command", json.dumps({"Name": "glueetl", "PythonVersion": "3",
                                  "ScriptLocation": "s3://orders-lake/scripts/orders-to-parquet.py"}),
         "--glue-version", "4.0", "--worker-type", "G.1X", "--number-of-workers", "2", "--job-mode", "VISUAL",
         "--default-arguments", json.dumps({"--job-bookmark-option": "job-bookmark-enable"}),
         "--code-gen-configuration-nodes", NODES.as_uri())


def job_nodes() -> dict:
    """The visual job, exactly as Glue's API takes it."""
    return json.loads(NODES.read_text())


def run_job(server: LocalServer, why: str) -> None:
    say(why)
    run_id = step(server, "glue", "start-job-run", "--job-name", "orders-to-parquet")["JobRunId"]
    glue = server.client("glue")
    while True:
        run = glue.get_job_run(JobName="orders-to-parquet", RunId=run_id)["JobRun"]
        draw_progress(run)
        if run["JobRunState"] == "SUCCEEDED":
            return
        if run["JobRunState"] not in ("STARTING", "RUNNING", "WAITING"):
            sys.exit(f"\n{run['JobRunState']}: {run.get('ErrorMessage', '')}")
        time.sleep(0.02)


def draw_progress(run: dict) -> None:
    """A bar from the run's own StateDetail ("40 % done, ..."), redrawn in place on a terminal."""
    done = run["JobRunState"] == "SUCCEEDED"
    detail = run.get("StateDetail", "")
    share = 1.0 if done else float(detail.split(" %")[0]) / 100 if " %" in detail else 0.0
    bar = "█" * round(30 * share) + "░" * (30 - round(30 * share))
    if sys.stdout.isatty():
        print(f"\r    {bar} {run['JobRunState']:<9}", end="\n" if done else "", flush=True)
    elif done:
        print(f"    {bar} {run['JobRunState']}", flush=True)


def count_orders(server: LocalServer) -> int:
    query = step(server, "athena", "start-query-execution", "--query-string", COUNT_SQL,
                 "--query-execution-context", "Database=sales",
                 "--result-configuration", "OutputLocation=s3://orders-lake/athena/")["QueryExecutionId"]
    athena = server.client("athena")
    while True:
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
        if status["State"] not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.02)
    if status["State"] != "SUCCEEDED":
        sys.exit(f"{status['State']}: {status['StateChangeReason']}")
    result = step(server, "athena", "get-query-results", "--query-execution-id", query)
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for row in result["ResultSet"]["Rows"][1:]]
    for name, count in rows:
        print(f"    {name:<16} {int(count):>8,}")
    total = sum(int(count) for _, count in rows)
    print(f"    {'':-<25}\n    {'orders':<16} {total:>8,}")
    return total


def step(server: LocalServer, *arguments) -> dict:
    """Prints an aws command as a user would type it, runs it, and stops the demo where it fails."""
    say("$ aws " + " ".join(shorten(str(argument)) for argument in arguments))
    done = server.aws(*arguments, *([] if arguments[0] == "s3" else ["--output", "json"]), check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    return {} if arguments[0] == "s3" else json.loads(done.stdout or "{}")


def shorten(argument: str) -> str:
    quoted = f"'{argument}'" if any(c in argument for c in " {*") else argument
    return quoted if len(quoted) <= 90 else quoted[:86] + "...'"


def expect(counted: int, wanted: int) -> None:
    if counted != wanted:
        sys.exit(f"{counted:,} orders were counted, {wanted:,} landed")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
