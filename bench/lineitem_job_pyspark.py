"""The lineitem job as a PySpark script: python lineitem_job_pyspark.py CSV OUT SQL"""

import pathlib
import sys

from pyspark.sql import SparkSession

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import tpch_data  # noqa: E402

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.ansi.enabled", "false").config(
    "spark.sql.session.timeZone", "UTC").getOrCreate()
schema = tpch_data.COLUMNS["lineitem"]
spark.read.option("header", True).schema(schema).csv(sys.argv[1]).createOrReplaceTempView("lineitem")
spark.sql(sys.argv[3]).write.mode("overwrite").partitionBy("l_shipyear").parquet(sys.argv[2])
spark.stop()
