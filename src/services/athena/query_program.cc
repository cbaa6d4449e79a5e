#include "services/athena/query_program.h"

#include <boost/json.hpp>

#include "plan/builders.h"
#include "plan/program.pb.h"

namespace services::athena {
namespace {

std::string describe(const std::vector<sql::OutputColumn>& columns) {
  boost::json::array array;
  for (const sql::OutputColumn& column : columns) {
    array.push_back({{"label", column.label}, {"type", sql::to_string(column.type)}});
  }
  return boost::json::serialize(array);
}

}  // namespace

plan::Program make_program(sql::Query& query, std::vector<plan::PinnedInput> inputs,
                           const std::string& output_location) {
  plan::Program program;
  for (plan::PinnedInput& input : inputs) *program.add_inputs() = std::move(input);
  *program.add_writes() = plan::write(
      std::move(*query.root), "dovetail.athena_result", output_location,
      {.mode = plan::WriteOperation::SAVE_MODE_OVERWRITE, .options = {{"columns", describe(query.columns)}}});
  return program;
}

}  // namespace services::athena
