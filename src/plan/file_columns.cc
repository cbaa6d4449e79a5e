#include "plan/file_columns.h"

#include <algorithm>

#include "base/text.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"

namespace plan {

bool is_file_function(std::string_view name) {
  constexpr std::string_view kFunctions[] = {"input_file_name", "input_file_block_start",
                                             "input_file_block_length"};
  return std::ranges::any_of(kFunctions, [&](auto known) { return base::iequals(known, name); });
}

// A name that has the word in it somewhere may be a field of the struct.
bool names_file_metadata(const google::protobuf::Message& message) {
  bool names = false;
  for_each_expression(message, [&](const spark::connect::Expression& expression) {
    const std::string name = base::to_lower(expression.unresolved_attribute().unparsed_identifier());
    names = names || name.find(kFileMetadata) != name.npos;
  });
  return names;
}

bool calls_file_function(const google::protobuf::Message& message) {
  bool calls = false;
  for_each_expression(message, [&](const spark::connect::Expression& expression) {
    calls = calls || is_file_function(expression.unresolved_function().function_name()) ||
            is_file_function(expression.call_function().function_name());
  });
  return calls;
}

bool asks_for_files(const google::protobuf::Message& message) {
  return calls_file_function(message) || names_file_metadata(message);
}

}  // namespace plan
