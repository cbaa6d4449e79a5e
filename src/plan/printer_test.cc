#include "plan/printer.h"

#include <gtest/gtest.h>

#include "plan/builders.h"
#include "plan/program.h"
#include "plan/program.pb.h"

namespace plan {
namespace {

Relation orders() {
  return read("csv", "id string, status string", {{"header", "true"}}, 1);
}

TEST(Printer, a_program_is_its_inputs_its_shared_relations_and_its_writes) {
  Program program;
  auto& input = *program.add_inputs();
  input.set_plan_id(1);
  auto& object = *input.add_objects();
  object.set_uri("s3://b/in/orders.csv");
  object.set_size(12);
  *program.add_relations() = orders();
  Relation cleaned = deduplicate(
      project(shared(1), {alias(cast(column("id"), "bigint", CastMode::Legacy), "id"), column("status")}),
      {"id"});
  *program.add_writes() = write(std::move(cleaned), "parquet", "s3://b/out/",
                                {.mode = WriteOperation::SAVE_MODE_OVERWRITE, .partition_by = {"status"}});
  EXPECT_EQ(to_text(program), R"(input {plan_id=1 objects=[{uri=s3://b/in/orders.csv size=12}]}
shared
  read #1 {data_source={format=csv schema='id string, status string' options={header=true}}}
write {source=parquet path=s3://b/out/ mode=OVERWRITE partitioning_columns=[status]}
  deduplicate {column_names=[id]}
    project {expressions=[legacy_cast(id as bigint) as id, status]}
      cached_remote_relation {relation_id=1}
)");
}

TEST(Printer, inputs_stand_below_what_uses_them) {
  const Relation query = limit(sort(aggregate(inner_join(orders(), with_alias(orders(), "o"),
                                                         call("==", {column("id"), column("o.id")})),
                                              {column("status")}, {alias(call("count", {literal(1)}), "n")}),
                                    {descending(column("n")), ascending(column("status"))}),
                               10);
  EXPECT_EQ(to_text(query), R"(limit {limit=10}
  sort {order=[n desc nulls last, status asc nulls first] is_global=true}
    aggregate {group_type=GROUPBY grouping_expressions=[status] aggregate_expressions=[count(1) as n]}
      join {join_condition=(id == o.id) join_type=INNER}
        read #1 {data_source={format=csv schema='id string, status string' options={header=true}}}
        subquery_alias {alias=o}
          read #1 {data_source={format=csv schema='id string, status string' options={header=true}}}
)");
}

TEST(Printer, every_literal_shows_its_type) {
  const auto text = [](const Expression& expression) { return to_text(expression); };
  EXPECT_EQ(text(literal(true)), "true");
  EXPECT_EQ(text(byte_literal(1)), "1Y");
  EXPECT_EQ(text(short_literal(1)), "1S");
  EXPECT_EQ(text(literal(1)), "1");
  EXPECT_EQ(text(literal(std::int64_t{1})), "1L");
  EXPECT_EQ(text(literal(1.5f)), "1.5F");
  EXPECT_EQ(text(literal(1.5)), "1.5D");
  EXPECT_EQ(text(decimal_literal("1.50", 3, 2)), "1.50BD(3,2)");
  EXPECT_EQ(text(literal("it's\n")), "'it''s\\x0a'");
  EXPECT_EQ(text(binary_literal("\x01\xff")), "X'01ff'");
  EXPECT_EQ(text(date_literal(20000)), "date '2024-10-04'");
  EXPECT_EQ(text(date_literal(-1)), "date '1969-12-31'");
  EXPECT_EQ(text(timestamp_literal(1'500'000)), "timestamp '1970-01-01 00:00:01.500000Z'");
  EXPECT_EQ(text(timestamp_ntz_literal(0)), "timestamp_ntz '1970-01-01 00:00:00.000000'");
  EXPECT_EQ(text(null_literal("decimal(10,2)")), "null:decimal(10,2)");
}

TEST(Printer, calls_and_stars) {
  EXPECT_EQ(to_text(call_distinct("count", {column("a")})), "count(distinct a)");
  EXPECT_EQ(to_text(call("and", {call("not", {column("a")}), column("`b c`")})), "(not(a) and `b c`)");
  EXPECT_EQ(to_text(star()), "*");
  EXPECT_EQ(to_text(cast(column("a"), "int", CastMode::Try)), "try_cast(a as int)");
}

TEST(Printer, what_it_does_not_know_is_shown_all_the_same) {
  Relation relation;
  relation.mutable_sample()->set_upper_bound(0.5);
  *relation.mutable_sample()->mutable_input() = orders();
  relation.mutable_common()->mutable_origin()->mutable_jvm_origin()->set_line(3);
  EXPECT_EQ(to_text(relation), R"(sample {origin={jvm_origin={line=3}}} {upper_bound=0.5}
  read #1 {data_source={format=csv schema='id string, status string' options={header=true}}}
)");
  EXPECT_EQ(to_text(Relation()), "empty relation\n");
}

}  // namespace
}  // namespace plan
