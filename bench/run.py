#!/usr/bin/env python3
"""Every benchmark, or those named: bench/run.py [orders_job] [idle_server] ... (their modules here); fails when one misses a bound that it is held to."""

import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import side_by_side  # noqa: E402

ALL = ["idle_server", "orders_job", "lineitem_job", "tpch_queries", "partitions", "spark_tpch", "spark_client", "spark_sessions", "spark_memory"]


def main(names: list[str]) -> int:
    reports = []
    for name in names:
        reports.append(importlib.import_module(name).main())
        print(reports[-1], end="\n\n", flush=True)
    return any(side_by_side.MISSED in report for report in reports)


if __name__ == "__main__":  # a benchmark's processes read this file anew
    sys.exit(main(sys.argv[1:] or ALL))
