Feature: Reading and writing files
  A write appears as a whole or not at all, in Spark's layout, and every other program finds it.

  Background:
    Given a session of Maria's
    And a bucket

  Scenario: A frame comes back as it was written
    When Maria runs
      """
      frame = spark.createDataFrame([(1, "Ada", None), (2, "Bo", 2.5)], "id int, name string, score double")
      frame.write.parquet("s3://{bucket}/people")
      spark.read.parquet("s3://{bucket}/people").orderBy("id").show()
      """
    Then it prints
      """
      +---+----+-----+
      | id|name|score|
      +---+----+-----+
      |  1| Ada| NULL|
      |  2|  Bo|  2.5|
      +---+----+-----+
      """

  Scenario: A folder that is there is not written into
    When Maria runs
      """
      spark.range(3).write.parquet("s3://{bucket}/numbers")
      spark.range(3).write.parquet("s3://{bucket}/numbers")
      """
    Then it fails with PATH_ALREADY_EXISTS

  Scenario: A write that fails leaves what was there
    When Maria runs
      """
      spark.range(3).write.parquet("s3://{bucket}/numbers")
      try:
          spark.range(9).selectExpr("cast(raise_error('no') as int) as id").write.mode("overwrite").parquet("s3://{bucket}/numbers")
      except Exception as error:
          print(error.getCondition())
      print(spark.read.parquet("s3://{bucket}/numbers").count())
      """
    Then it prints
      """
      USER_RAISED_EXCEPTION
      3
      """

  Scenario: Partitions are folders, and become columns again
    When Maria runs
      """
      spark.range(4).selectExpr("id", "id % 2 as odd").write.partitionBy("odd").json("s3://{bucket}/numbers")
      spark.read.json("s3://{bucket}/numbers").where("odd = 1").orderBy("id").show()
      """
    Then it prints
      """
      +---+---+
      | id|odd|
      +---+---+
      |  1|  1|
      |  3|  1|
      +---+---+
      """
    And the bucket holds files in numbers/odd=0/, numbers/odd=1/

  Scenario: The number of partitions is the number of files
    When Maria runs
      """
      spark.range(100).repartition(4).write.csv("s3://{bucket}/four")
      spark.range(100).coalesce(1).write.csv("s3://{bucket}/one")
      """
    Then the bucket holds 4 files in four/
    And the bucket holds 1 file in one/

  Scenario: A saved table is a table of the Data Catalog
    Given a database
    When Maria runs
      """
      spark.range(3).write.option("path", "s3://{bucket}/numbers").saveAsTable("{database}.numbers")
      """
    Then Athena answers select sum(id) from {database}.numbers with 3
