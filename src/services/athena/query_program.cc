#include "services/athena/query_program.h"

#include "plan/builders.h"
#include "plan/program.pb.h"

namespace services::athena {
namespace {

// The columns under the names that the reader sees, which may repeat; inside the plan they are unique.
plan::Relation labelled(plan::Relation root, const std::vector<sql::OutputColumn>& columns) {
  plan::Relation relation;
  auto& renamed = *relation.mutable_to_df();
  *renamed.mutable_input() = std::move(root);
  for (const sql::OutputColumn& column : columns) renamed.add_column_names(column.label);
  return relation;
}

}  // namespace

plan::Program make_program(sql::Query& query, std::vector<plan::PinnedInput> inputs,
                           const std::string& output_location) {
  plan::Program program;
  for (plan::PinnedInput& input : inputs) *program.add_inputs() = std::move(input);
  // The query's own id names the object: nothing stands there yet.
  *program.add_writes() = plan::write(labelled(std::move(*query.root), query.columns),
                                      "dovetail.athena_result", output_location, {});
  return program;
}

}  // namespace services::athena
