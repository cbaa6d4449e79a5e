#include <gmock/gmock.h>

#include "sql/query_test.h"

// JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_ARRAY and JSON_OBJECT.
namespace sql {
namespace {

using testing::HasSubstr;

class JsonFormTest : public QueryTest {
 protected:
  std::string error(std::string_view expression) { return error_of("select " + std::string(expression)); }
  std::string planned(std::string_view expression) { return plan_of("select " + std::string(expression)); }
};

TEST_F(JsonFormTest, EachGivesTheTypeThatItReturns) {
  EXPECT_EQ(type_of("json_exists('{}', 'lax $')"), "boolean");
  EXPECT_EQ(type_of("json_value('{}', 'lax $')"), "varchar");
  EXPECT_EQ(type_of("json_value('{}', 'lax $' returning decimal(4,1))"), "decimal(4,1)");
  EXPECT_EQ(type_of("json_query('{}', 'lax $' returning varchar(3))"), "varchar(3)");
  EXPECT_EQ(type_of("json_query(x'31', 'lax $' returning varbinary)"), "varbinary");
  EXPECT_EQ(type_of("json_array(1)"), "varchar");
  EXPECT_EQ(type_of("json_object('a' : 1, key 'b' value 2)"), "varchar");
}

TEST_F(JsonFormTest, TheyAreFunctionsOfTrinoInThePlan) {
  EXPECT_THAT(planned("json_exists('{}', 'strict $.a' true on error)"), HasSubstr("trino.json_exists("));
  EXPECT_THAT(planned("json_value('{}', 'lax $')"), HasSubstr("trino.json_value("));
  EXPECT_THAT(planned("json_object('a' : json_array(1))"), HasSubstr("trino.json_object("));
}

// The column behind the quote counts from the path's own.
TEST_F(JsonFormTest, ADamagedPathIsRefusedWithItsPlace) {
  EXPECT_EQ(error("json_value('[1]', '$[0]')"), "SYNTAX_ERROR: line 1:27: missing {'lax', 'strict'} at '$'");
  EXPECT_THAT(error("json_value('[1]', 'lax\n $.')"), HasSubstr("SYNTAX_ERROR: line 2:4: "));
}

TEST_F(JsonFormTest, OperandsOfAKnownTypeAreChecked) {
  EXPECT_EQ(error("json_value('[1]', 'lax \"a\" + 1')"),
            "INVALID_PATH: line 1:26: invalid operand types (varchar(1) and integer) in JSON path arithmetic "
            "binary expression: Cannot apply operator: varchar(1) + integer");
  EXPECT_THAT(error("json_value('[1]', 'lax $ ? (@ > true.abs())')"), HasSubstr("INVALID_PATH"));
}

TEST_F(JsonFormTest, AVariableHasAValueAndOneOnly) {
  EXPECT_EQ(
      error("json_value('[1]', 'lax $x' passing 5 as x)"),
      "INVALID_PATH: line 1:26: no value passed for parameter x. Try quoting \"x\" in the PASSING clause to "
      "match case");
  EXPECT_EQ(error("json_value('1', 'lax $x' passing 5 as x, 6 as X)"),
            "DUPLICATE_PARAMETER_NAME: line 1:54: X JSON path parameter is specified more than once");
}

TEST_F(JsonFormTest, WhatIsNotDoneYetIsNamed) {
  EXPECT_THAT(error("json_value('1', 'lax $x' passing date '2020-01-01' as \"x\")"),
              HasSubstr("a JSON path parameter of type date is not supported yet"));
  EXPECT_THAT(error("json_value('1' format json encoding utf8, 'lax $')"),
              HasSubstr("JSON in an encoding is not supported yet"));
}

TEST_F(JsonFormTest, AColumnMayBeNamedKey) {
  EXPECT_EQ(error("json_object(key key value value) from (values ('a', 1)) t(key, value)"), "no error");
  EXPECT_EQ(error("json_object(key : value) from (values ('a', 1)) t(key, value)"), "no error");
}

}  // namespace
}  // namespace sql
