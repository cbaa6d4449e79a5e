#include "plan/program.h"

#include <gtest/gtest.h>

#include "plan/builders.h"
#include "plan/printer.h"
#include "plan/program.pb.h"

namespace plan {
namespace {

Relation source(std::int64_t id) {
  return read("csv", "a int", {}, id);
}

void pin(Program& program, std::int64_t id) {
  program.add_inputs()->set_plan_id(id);
}

Program valid() {
  Program program;
  pin(program, 1);
  *program.add_relations() = source(1);
  *program.add_writes() = write(shared(1), "parquet", "s3://b/a/");
  *program.add_writes() = write(shared(1), "parquet", "s3://b/b/");
  return program;
}

std::string refused(const Program& program) {
  const auto result = validate(program);
  return result.ok() ? "valid" : result.error().message;
}

TEST(Program, a_valid_program_is_accepted) {
  EXPECT_EQ(refused(valid()), "valid");
}

TEST(Program, a_use_of_what_is_not_there_is_refused) {
  Program program = valid();
  *program.add_writes() = write(shared(9), "parquet", "s3://b/c/");
  EXPECT_EQ(refused(program), "The shared relation \"9\" is used but stands nowhere before.");
}

TEST(Program, a_use_before_its_relation_is_refused) {
  Program program = valid();
  *program.mutable_relations(0) = with_plan_id(limit(shared(2), 1), 3);
  *program.add_relations() = source(1);
  EXPECT_EQ(refused(program), "The shared relation \"2\" is used but stands nowhere before.");
}

TEST(Program, a_plan_id_on_two_reads_is_refused) {
  Program program = valid();
  *program.add_writes() = write(read("csv", "b int", {}, 1), "parquet", "s3://b/c/");
  EXPECT_EQ(refused(program), "The plan id 1 stands on two reads.");
}

// As in a data frame that is joined with itself.
TEST(Program, a_read_may_stand_at_several_places) {
  Program program = valid();
  *program.add_writes() = write(source(1), "parquet", "s3://b/c/");
  EXPECT_EQ(refused(program), "valid");
}

Program nested(int levels, Relation (*around)(Relation)) {
  Relation relation = project(std::nullopt, {});
  for (int i = 1; i < levels; ++i) relation = around(std::move(relation));
  Program program;
  *program.add_writes() = write(std::move(relation), "parquet", "s3://b/a/");
  return program;
}

TEST(Program, relations_nest_to_a_bound_and_no_deeper) {
  const auto around = [](Relation inner) { return limit(std::move(inner), 1); };
  EXPECT_EQ(refused(nested(kMaxNesting, around)), "valid");
  EXPECT_EQ(refused(nested(kMaxNesting + 1, around)),
            "The plan nests more than 1000 relations and expressions in each other.");
  EXPECT_NE(refused(nested(5 * kMaxNesting, around)), "valid");
}

Program nested_sum(int levels) {
  Expression sum = literal(1);
  for (int i = 2; i < levels; ++i) sum = call("+", {std::move(sum), literal(1)});
  Program program;
  *program.add_writes() = write(project(std::nullopt, {std::move(sum)}), "parquet", "s3://b/a/");
  return program;
}

// The literal is a message of its own inside the innermost expression, and the relation stands around all.
TEST(Program, expressions_nest_to_the_same_bound) {
  EXPECT_EQ(refused(nested_sum(kMaxNesting - 1)), "valid");
  EXPECT_EQ(refused(nested_sum(kMaxNesting)),
            "The plan nests more than 1000 relations and expressions in each other.");
}

TEST(Program, reads_and_pinned_inputs_belong_together_one_to_one) {
  Program program = valid();
  program.clear_inputs();
  EXPECT_EQ(refused(program), "The read 1 has no pinned input.");
  program = valid();
  pin(program, 1);
  EXPECT_EQ(refused(program), "The read 1 has more than one pinned input.");
  program = valid();
  pin(program, 2);
  EXPECT_EQ(refused(program), "No relation reads the pinned input 2.");
}

TEST(Program, partition_values_are_as_many_as_partition_columns) {
  Program program = valid();
  program.mutable_inputs(0)->add_partition_columns("day");
  program.mutable_inputs(0)->add_objects()->set_uri("s3://b/k");
  EXPECT_EQ(refused(program),
            "The object s3://b/k has 0 partition values; its input has 1 partition columns.");
}

TEST(Program, a_write_of_nothing_and_a_nameless_shared_relation_are_refused) {
  Program program = valid();
  program.add_writes();
  EXPECT_EQ(refused(program), "A write has no relation to write.");
  program = valid();
  *program.add_relations() = limit(shared(1), 1);
  EXPECT_EQ(refused(program), "A shared relation has no plan id.");
}

}  // namespace
}  // namespace plan
