Feature: Errors
  They are Spark's: the class, the condition, the words, and a suggestion where there is one.

  Background:
    Given a session of Maria's

  Scenario Outline: What is wrong has Spark's name
    When Maria runs
      """
      spark.sql("<query>").collect()
      """
    Then it fails with <condition>

    Examples:
      | query                               | condition                           |
      | select nmae from values ('a') t(name) | UNRESOLVED_COLUMN.WITH_SUGGESTION |
      | select * from nowhere               | TABLE_OR_VIEW_NOT_FOUND             |
      | select frobnicate(1)                | UNRESOLVED_ROUTINE                  |
      | selekt 1                            | PARSE_SYNTAX_ERROR                  |
      | select id, count(*) from range(3)   | MISSING_GROUP_BY                    |
      | select array(1) + 1                 | DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES |

  Scenario: A name that is nearly right is suggested
    When Maria runs
      """
      spark.sql("select nmae from values ('a') t(name)").collect()
      """
    Then it fails with Did you mean one of the following? [`name`]
