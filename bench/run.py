#!/usr/bin/env python3
"""Every benchmark, or those named: bench/run.py [orders_job] [idle_server] ... (their modules here)"""

import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

for name in sys.argv[1:] or ["idle_server", "orders_job", "lineitem_job", "tpch_queries", "partitions"]:
    print(importlib.import_module(name).main(), end="\n\n", flush=True)
