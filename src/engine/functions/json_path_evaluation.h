#pragma once

#include <deque>
#include <unordered_map>

#include "base/result.h"
#include "engine/functions/json_item.h"
#include "plan/json_path.h"

namespace engine {

struct JsonVariable {
  std::string name;
  std::optional<JsonItem> item;  // nothing: an empty sequence
};

// Of a document, of a path's constants, or made by the evaluation.
using JsonSequence = std::vector<const JsonItem*>;

// What a path finds in one document (https://trino.io/docs/435/functions/json.html#json-path-semantics). What
// it gives lives as long as the evaluation, the document and the variables. Fails with PATH_EVALUATION_ERROR;
// raises NOT_SUPPORTED where a path finds more than kMostItems on its way, for a short one may ask for any
// number of them. One thread.
class JsonPathEvaluation {
 public:
  static constexpr std::size_t kMostItems = 2'000'000;

  JsonPathEvaluation(const plan::json_path::Path& path, const JsonItem& document,
                     const std::vector<JsonVariable>& variables)
      : path_(path), document_(document), variables_(variables) {}

  base::Result<JsonSequence> run() { return sequence(*path_.root, {}); }

 private:
  // What @ and last stand for.
  struct Context {
    const JsonItem* current = nullptr;
    std::optional<std::size_t> last = {};
  };
  struct Visitor;
  struct StepVisitor;
  struct PredicateVisitor;
  using Truth = std::optional<bool>;  // nothing: unknown

  base::Result<JsonSequence> sequence(const plan::json_path::Expression& expression, const Context& context);
  base::Result<JsonSequence> each(const JsonSequence& items,
                                  base::Result<JsonItem> (*make)(const JsonItem& item));
  base::Result<JsonSequence> elements(const JsonSequence& items, const plan::json_path::Elements& step,
                                      const Context& context);
  base::Result<void> append_range(const JsonSequence& items, const plan::json_path::Elements::Range& range,
                                  const Context& context, JsonSequence& out);
  base::Result<std::int64_t> index(const plan::json_path::Expression& expression, const Context& context);
  base::Result<JsonSequence> members(const JsonSequence& items, const plan::json_path::Member& step);
  void append_descendants(const JsonItem& item, std::string_view key, JsonSequence& out);
  base::Result<JsonSequence> method(const JsonSequence& items, plan::json_path::Method method);
  base::Result<JsonSequence> sizes(const JsonSequence& items);
  base::Result<JsonSequence> key_values(const JsonSequence& items);

  // json_path_predicate.cc
  Truth truth(const plan::json_path::Predicate& predicate, const Context& context);
  Truth compare_all(const plan::json_path::Compare& node, const Context& context);
  Truth starts_with(const plan::json_path::StartsWith& node, const Context& context);

  JsonSequence unwrapped(JsonSequence items);  // in lax mode, the elements of arrays
  void append(JsonSequence& sequence, const JsonItem& item);
  void count(std::size_t items);
  const JsonItem& keep(JsonItem item);

  const plan::json_path::Path& path_;
  const JsonItem& document_;
  const std::vector<JsonVariable>& variables_;
  std::deque<JsonItem> made_;
  std::unordered_map<const void*, const JsonItem*> constants_;  // by their nodes of the path
  std::size_t items_ = 0;
  std::int64_t objects_ = 0;  // that keyvalue() took apart: each has a number
};

}  // namespace engine
