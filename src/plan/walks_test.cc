#include "plan/walks.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "plan/builders.h"

namespace plan {
namespace {

const std::vector<Column> kKeys = {
    {"year", "int", ""}, {"country", "string", ""}, {"day", "date", ""}, {"month", "tinyint", ""}};

Relation table() {
  return read("parquet", "a int, year int, country string, day date, month tinyint", {}, 7);
}

std::string conditions_of(const Relation& relation) {
  static const char* const kOperators[] = {"==", "!=", "<", "<=", ">", ">=", "in", "is null", "is not null"};
  std::string out;
  for (const PartitionCondition& condition : PartitionDemands(relation).of(7, kKeys))
    out += fmt::format("{} {} {};", condition.column, kOperators[static_cast<int>(condition.op)],
                       fmt::join(condition.values, ","));
  return out;
}

std::string conditions_of(Expression condition) {
  return conditions_of(filter(table(), std::move(condition)));
}

TEST(Walks, columns_used_are_found_at_any_depth) {
  const Relation relation = project(filter(table(), call(">", {column("a"), literal(1)})),
                                    {alias(call("upper", {call("trim", {column("country")})}), "c")});
  EXPECT_EQ(columns_used(relation), (std::set<std::string>{"a", "country"}));
}

TEST(Walks, conjuncts_of_nested_ands_come_from_left_to_right) {
  const Expression all =
      call("and", {call("and", {column("a"), column("b")}), call("or", {column("c"), column("d")})});
  const auto found = conjuncts(all);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0]->unresolved_attribute().unparsed_identifier(), "a");
  EXPECT_EQ(found[2]->unresolved_function().function_name(), "or");
}

TEST(PartitionDemands, comparisons_with_constants_of_the_keys_type) {
  EXPECT_EQ(conditions_of(call("==", {column("year"), literal(2024)})), "year == 2024;");
  EXPECT_EQ(conditions_of(call("!=", {column("country"), literal("de")})), "country != de;");
  EXPECT_EQ(conditions_of(call(">=", {column("day"), date_literal(20000)})), "day >= 2024-10-04;");
  EXPECT_EQ(conditions_of(call("<", {column("YEAR"), literal(std::int64_t{2024})})), "year < 2024;");
}

TEST(PartitionDemands, a_constant_on_the_left_turns_the_comparison_round) {
  EXPECT_EQ(conditions_of(call("<", {literal(2020), column("year")})), "year > 2020;");
}

TEST(PartitionDemands, in_and_null_tests_and_their_negations) {
  EXPECT_EQ(conditions_of(call("in", {column("country"), literal("de"), literal("fr")})),
            "country in de,fr;");
  EXPECT_EQ(conditions_of(call("isnull", {column("country")})), "country is null ;");
  EXPECT_EQ(conditions_of(call("not", {call("isnull", {column("country")})})), "country is not null ;");
  EXPECT_EQ(conditions_of(call("not", {call("==", {column("year"), literal(1)})})), "year != 1;");
}

TEST(PartitionDemands, filters_in_a_row_and_below_an_alias_all_count) {
  const Relation relation = filter(with_alias(filter(table(), call("==", {column("year"), literal(1)})), "t"),
                                   call("==", {column("country"), literal("de")}));
  EXPECT_EQ(conditions_of(project(relation, {column("a")})), "year == 1;country == de;");
}

TEST(PartitionDemands, what_might_lose_rows_is_left_out) {
  // A string key and a number are compared as numbers: '01' equals 1.
  EXPECT_EQ(conditions_of(call("==", {column("country"), literal(1)})), "");
  EXPECT_EQ(conditions_of(call("==", {column("year"), literal("2024")})), "");
  EXPECT_EQ(conditions_of(call("==", {column("year"), null_literal("int")})), "");
  EXPECT_EQ(conditions_of(call("in", {column("country"), literal("de"), column("a")})), "");
  EXPECT_EQ(conditions_of(call("or", {call("==", {column("year"), literal(1)}), column("a")})), "");
  EXPECT_EQ(conditions_of(call("not", {call("in", {column("year"), literal(1)})})), "");
  EXPECT_EQ(conditions_of(call("==", {cast(column("year"), "string"), literal("2024")})), "");
  EXPECT_EQ(conditions_of(call("==", {column("a"), literal(1)})), "");
}

TEST(PartitionDemands, a_key_cast_to_a_wider_integer_is_the_key) {
  const auto month = [] { return cast(column("month"), "int", CastMode::Ansi); };
  EXPECT_EQ(conditions_of(call("==", {month(), literal(5)})), "month == 5;");
  EXPECT_EQ(conditions_of(call("in", {cast(month(), "bigint"), literal(std::int64_t{5}), literal(6)})),
            "month in 5,6;");
  EXPECT_EQ(
      conditions_of(filter(project(table(), {alias(month(), "m")}), call(">", {column("m"), literal(1)}))),
      "month > 1;");
  EXPECT_EQ(conditions_of(call("==", {cast(column("year"), "smallint"), literal(5)})), "");
  EXPECT_EQ(conditions_of(call("==", {cast(column("month"), "double"), literal(5)})), "");
}

TEST(PartitionDemands, a_number_that_no_key_equals_is_left_out) {
  EXPECT_EQ(conditions_of(call("==", {column("month"), literal(128)})), "");
  EXPECT_EQ(conditions_of(call(">=", {column("month"), literal(-128)})), "month >= -128;");
  EXPECT_EQ(conditions_of(call("<", {column("year"), literal(std::int64_t{1} << 31)})), "");
}

TEST(PartitionDemands, a_column_that_names_its_relation_may_be_anothers) {
  Expression year = column("year");
  year.mutable_unresolved_attribute()->set_plan_id(9);
  EXPECT_EQ(conditions_of(call("==", {std::move(year), literal(1)})), "");
}

TEST(PartitionDemands, they_are_found_through_joins_and_under_other_names) {
  const Relation renamed = project(table(), {alias(column("year"), "y"), alias(column("country"), "a b")});
  const Relation other = read("csv", "id int", {}, 8);
  const Relation joined = inner_join(renamed, other, call("==", {column("y"), literal(1)}));
  EXPECT_EQ(conditions_of(filter(joined, call("==", {column("`a b`"), literal("de")}))),
            "year == 1;country == de;");
}

TEST(PartitionDemands, filters_above_other_relations_say_nothing_of_the_read) {
  const Expression condition = call("==", {column("year"), literal(1)});
  EXPECT_EQ(conditions_of(filter(project(table(), {alias(column("a"), "year")}), condition)), "");
  EXPECT_EQ(conditions_of(filter(limit(table(), 5), condition)), "");
  const Expression counted = alias(over(call("count", {column("a")}), {}, {}), "n");
  EXPECT_EQ(conditions_of(filter(project(table(), {column("year"), counted}), condition)), "")
      << "the window counts the rows of all partitions";
  EXPECT_EQ(conditions_of(filter(join(read("csv", "id int", {}, 8), table(),
                                      spark::connect::Join::JOIN_TYPE_LEFT_OUTER, std::nullopt),
                                 condition)),
            "");
}

TEST(PartitionDemands, a_read_that_stands_twice_in_a_plan_is_asked_for_all) {
  const Relation once = filter(table(), call("==", {column("year"), literal(1)}));
  EXPECT_EQ(conditions_of(union_all(once, table())), "");
}

}  // namespace
}  // namespace plan
