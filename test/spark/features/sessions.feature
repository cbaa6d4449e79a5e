Feature: A session of PySpark's
  What docs/spark.md promises of sessions: they are apart, settings hold for one of them, and the end of one ends no other.

  Background:
    Given a session of Maria's

  Scenario: Temporary views belong to their session
    Given a session of Ian's
    When Maria runs
      """
      spark.range(3).createOrReplaceTempView("numbers")
      """
    And Ian runs
      """
      spark.table("numbers").count()
      """
    Then it fails with TABLE_OR_VIEW_NOT_FOUND

  Scenario: Global temporary views are everybody's
    Given a session of Ian's
    When Maria runs
      """
      spark.range(3).createOrReplaceGlobalTempView("everybody")
      """
    And Ian runs
      """
      print(spark.table("global_temp.everybody").count())
      """
    Then it prints
      """
      3
      """

  Scenario: A setting holds for its session
    Given a session of Ian's
    When Maria runs
      """
      spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
      """
    And Ian runs
      """
      print(spark.conf.get("spark.sql.session.timeZone"))
      """
    Then it prints
      """
      UTC
      """

  Scenario: ANSI mode is off, as in a job of Glue's
    When Maria runs
      """
      print(spark.sql("select cast('five' as int) as n").first().n)
      """
    Then it prints
      """
      None
      """

  Scenario: ANSI mode can be set
    When Maria runs
      """
      spark.conf.set("spark.sql.ansi.enabled", "true")
      spark.sql("select cast('five' as int)").collect()
      """
    Then it fails with CAST_INVALID_INPUT

  Scenario: A clone has what its session had, and goes its own way
    When Maria runs
      """
      spark.range(3).createOrReplaceTempView("numbers")
      clone = spark.cloneSession()
      clone.sql("create or replace temporary view numbers as select 1 as id")
      print(clone.table("numbers").count(), spark.table("numbers").count())
      """
    Then it prints
      """
      1 3
      """

  Scenario: A session that has ended answers nothing more, and the others do
    Given a session of Ian's
    When Maria runs
      """
      spark.stop()
      """
    And Ian runs
      """
      print(spark.range(5).count())
      """
    Then it prints
      """
      5
      """
