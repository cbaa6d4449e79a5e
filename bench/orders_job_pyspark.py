"""The orders job as a PySpark script: python orders_job_pyspark.py CSV OUT"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.ansi.enabled", "false").config(
    "spark.sql.session.timeZone", "UTC").getOrCreate()
orders = spark.read.option("header", True).csv(sys.argv[1])
typed = orders.select(f.col("order_id").cast("int").alias("order_id"), f.col("order_last_updated").cast("timestamp").alias("order_last_updated"),
                      f.col("customer_id").cast("int").alias("customer_id"), "order_status")
typed.dropDuplicates(["order_id"]).write.mode("overwrite").partitionBy("order_status").parquet(sys.argv[2])
spark.stop()
