#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/lower/relation.h"

namespace google::protobuf {
class Message;
}
namespace spark::connect {
class Expression_UnresolvedFunction;
class Relation;
}  // namespace spark::connect

namespace engine {

// What is known of the file that a row was read from. A Read that is asked gives two columns that it leaves
// out of its output: the struct `_metadata`, which is found by its name as others are that were left out, and
// one that input_file_name() and its like take. To Spark the latter is what a task reads at that moment, so
// it ends where rows change their tasks: input_file_name() is '' above a sort, a limit or an aggregate.
inline constexpr const char* kInputFile = "\x01file";  // no user's name can be the same

Type type_of_input_file();
bool is_of_file(const OutputColumn& column);

// What the expressions of one operator ask of the files below it.
struct FilesAsked {
  bool by_metadata = false;
  bool by_function = false;
  bool known = false;  // rows below are those of the files that are read there

  // `wanted`, with the columns that these expressions need.
  Wanted added_to(Wanted wanted) const;
  // The columns that expressions see, and those of the files among what the input has left out.
  Columns visible(Columns columns, const Lowered& input) const;
};

// A column of a file with the id that tells it.
OutputColumn as_file_column(OutputColumn column);
// What input_file_name() and its like take of a row of the input; NULL: it comes from no file.
Tree input_file_tree(const Lowered& input);

// Those columns alone.
Wanted files_among(const Wanted& wanted);

// Refuses, in Spark's words, calls above several files (MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION), and by
// name those above what does not pass a row's file on although Spark's does.
// `below` is null where there is no relation.
base::Result<FilesAsked> files_asked(const std::vector<const google::protobuf::Message*>& expressions,
                                     const spark::connect::Relation* below);

template <typename... Lists>
base::Result<FilesAsked> files_asked_by(const spark::connect::Relation* below, const Lists&... lists) {
  std::vector<const google::protobuf::Message*> messages;
  const auto add = [&](const auto& list) {
    for (const auto& expression : list) messages.push_back(&expression);
  };
  (add(lists), ...);
  return files_asked(messages, below);
}

// The value of such a call for a row's file; nothing: it is that of no file. Refused where the operator has
// not asked.
base::Result<std::optional<Typed>> input_file_value(
    const spark::connect::Expression_UnresolvedFunction& function, const Columns& columns);

// Of an aggregate over such a call: it may not hang on one.
base::Error aggregates_file(const std::string& call);

}  // namespace engine
