#!/usr/bin/env python3
"""Every benchmark, or those named: bench/run.py [orders_job] [idle_server] ... (their modules here); fails when one misses a bound that it is held to."""

import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import side_by_side  # noqa: E402

reports = []
for name in sys.argv[1:] or ["idle_server", "orders_job", "lineitem_job", "tpch_queries", "partitions"]:
    reports.append(importlib.import_module(name).main())
    print(reports[-1], end="\n\n", flush=True)
sys.exit(any(side_by_side.MISSED in report for report in reports))
