#include "services/athena/query_program.h"

#include "plan/builders.h"
#include "plan/program.pb.h"

namespace services::athena {

plan::Program make_program(sql::Query& query, std::vector<plan::PinnedInput> inputs,
                           const std::string& output_location) {
  plan::Program program;
  for (plan::PinnedInput& input : inputs) *program.add_inputs() = std::move(input);
  // The query's own id names the object: nothing stands there yet, and its columns carry the labels.
  *program.add_writes() = plan::write(std::move(*query.root), "dovetail.athena_result", output_location, {});
  return program;
}

}  // namespace services::athena
