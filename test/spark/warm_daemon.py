"""What forks the Python workers of the Spark that judges (spark.python.daemon.module): they find here, once, what each would import again."""

import concurrent.futures.thread  # noqa: F401
import gc
import zipimport

import pandas  # noqa: F401
import pyarrow.pandas_compat  # noqa: F401
from pyspark import daemon, worker  # noqa: F401
from pyspark.sql.pandas import serializers, types  # noqa: F401

if __name__ == "__main__":
    # For every query a worker would read the directory of pyspark.zip again, eighteen times: most of its time.
    zipimport.zipimporter.invalidate_caches = lambda self: None
    gc.freeze()  # a collection would write to, and so copy, every page of these
    daemon.manager()
