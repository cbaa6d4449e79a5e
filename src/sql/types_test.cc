#include "sql/types.h"

#include <gtest/gtest.h>

namespace sql {
namespace {

std::string common(const Type& a, const Type& b) {
  const auto type = common_type(a, b);
  return type ? to_string(*type) : "none";
}

TEST(TypesTest, IntegersWidenToTheWiderOne) {
  EXPECT_EQ(common({TypeKind::Tinyint}, {TypeKind::Integer}), "integer");
  EXPECT_EQ(common({TypeKind::Integer}, {TypeKind::Bigint}), "bigint");
}

TEST(TypesTest, ADecimalKeepsTheDigitsOfBothSides) {
  EXPECT_EQ(common(decimal_type(10, 2), decimal_type(5, 4)), "decimal(12,4)");
  EXPECT_EQ(common(decimal_type(4, 1), {TypeKind::Integer}), "decimal(11,1)");
  EXPECT_EQ(common(decimal_type(38, 0), decimal_type(10, 10)), "decimal(38,10)");
}

TEST(TypesTest, FloatingTypesWin) {
  EXPECT_EQ(common({TypeKind::Bigint}, {TypeKind::Real}), "real");
  EXPECT_EQ(common(decimal_type(10, 2), {TypeKind::Double}), "double");
}

TEST(TypesTest, TextAndNumbersHaveNothingInCommon) {
  EXPECT_EQ(common(varchar_type(), {TypeKind::Integer}), "none");
  EXPECT_EQ(common(varchar_type(), {TypeKind::Date}), "none");
}

TEST(TypesTest, NullTakesAnyType) {
  EXPECT_EQ(common({TypeKind::Unknown}, varchar_type(3)), "varchar(3)");
}

TEST(TypesTest, VarcharsTakeTheLongerBound) {
  EXPECT_EQ(common(varchar_type(3), varchar_type(7)), "varchar(7)");
  EXPECT_EQ(common(varchar_type(3), varchar_type()), "varchar");
}

TEST(TypesTest, CatalogTypesAreHives) {
  EXPECT_EQ(to_string(*from_hive("string")), "varchar");
  EXPECT_EQ(to_string(*from_hive("float")), "real");
  EXPECT_EQ(to_string(*from_hive("decimal(10, 2)")), "decimal(10,2)");
  EXPECT_EQ(to_string(*from_hive("decimal")), "decimal(10,0)");
  EXPECT_EQ(to_string(*from_hive("timestamp")), "timestamp(3)");
  EXPECT_EQ(to_string(*from_hive("array<struct<a:int,B:map<string,double>>>")),
            "array(row(a integer, b map(varchar, double)))");
  EXPECT_EQ(to_string(*from_hive("array<char(3)>")), "array(char(3))");
  EXPECT_FALSE(from_hive("array<decimal(99,2)>"));  // one part that is not supported is enough
  EXPECT_FALSE(from_hive("decimal(99,2)"));
}

TEST(TypesTest, NestedTypesHaveInCommonWhatTheirPartsHave) {
  const Type integers = array_type({TypeKind::Integer});
  EXPECT_EQ(common(integers, array_type({TypeKind::Bigint})), "array(bigint)");
  EXPECT_EQ(common(array_type({}), integers), "array(integer)");  // of ARRAY[]
  EXPECT_EQ(common(row_type({{TypeKind::Integer}}, {"a"}), row_type({{TypeKind::Double}}, {"b"})),
            "row(double)");
  EXPECT_EQ(common(integers, map_type({TypeKind::Integer}, {TypeKind::Integer})), "none");
}

TEST(TypesTest, ACastNamesATypeOfTrino) {
  EXPECT_EQ(to_string(resolve_type({.name = "int"}).value()), "integer");
  EXPECT_EQ(to_string(resolve_type({.name = "decimal", .parameters = {5, 1}}).value()), "decimal(5,1)");
  EXPECT_EQ(resolve_type({.name = "string"}).error().message, "line 1:1: Unknown type: string");
  EXPECT_EQ(to_string(resolve_type({.name = "array", .parts = {{.name = "int"}}}).value()), "array(integer)");
  EXPECT_EQ(resolve_type({.name = "array"}).error().message, "line 1:1: array takes the types of its parts");
  EXPECT_EQ(resolve_type({.name = "decimal", .parameters = {5, 9}}).error().message,
            "line 1:1: DECIMAL scale must be in range [0, precision (5)]: 9");
}

}  // namespace
}  // namespace sql
