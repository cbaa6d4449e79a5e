Feature: Functions that users write in Python
  They run in a process of their own, and what happens to it happens to their query alone.

  Background:
    Given a session of Maria's

  Scenario: A function sees its row
    When Maria runs
      """
      double = F.udf(lambda n: n * 2, "long")
      spark.range(3).select(double("id").alias("twice")).show()
      """
    Then it prints
      """
      +-----+
      |twice|
      +-----+
      |    0|
      |    2|
      |    4|
      +-----+
      """

  Scenario: What a function raises reaches its user with the traceback
    When Maria runs
      """
      spark.range(3).select(F.udf(lambda n: 1 // n, "long")("id")).collect()
      """
    Then it fails with ZeroDivisionError: integer division or modulo by zero

  Scenario: A function that ends its process fails its query, and no other
    When Maria runs
      """
      def leave(n):
          import os
          os._exit(1)
      try:
          spark.range(3).select(F.udf(leave, "long")("id")).collect()
      except Exception as error:
          print("failed")
      print(spark.range(5).count())
      """
    Then it prints
      """
      failed
      5
      """

  Scenario: A function cannot read what the server keeps
    When Maria runs
      """
      def look(folder):
          import os
          return os.path.exists(folder)
      print(spark.range(1).select(F.udf(look, "boolean")(F.lit("{data}"))).first()[0])
      """
    Then it prints
      """
      False
      """
