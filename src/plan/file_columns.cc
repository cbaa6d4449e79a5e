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
    for (const auto* identifier : {&expression.unresolved_attribute().unparsed_identifier(),
                                   &expression.unresolved_star().unparsed_target()})
      names = names || base::to_lower(*identifier).find(kFileMetadata) != std::string::npos;
  });
  return names;
}

std::string file_function_of(const google::protobuf::Message& message) {
  std::string called;
  for_each_expression(message, [&](const spark::connect::Expression& expression) {
    for (const auto* name :
         {&expression.unresolved_function().function_name(), &expression.call_function().function_name()})
      if (is_file_function(*name)) called = base::to_lower(*name);
  });
  return called;
}

bool asks_for_files(const google::protobuf::Message& message) {
  return !file_function_of(message).empty() || names_file_metadata(message);
}

}  // namespace plan
