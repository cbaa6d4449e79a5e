#include "engine/functions/json_path_evaluation.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/functions/json_number.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

namespace path = plan::json_path;

base::Error structural(const std::string& message) {
  return path_failure("structural error: " + message);
}

constexpr std::size_t kLookedAtAsOne = 16;  // members of an object, in the search for a name

const JsonItem* member(const JsonItem::Object& object, std::string_view key) {
  const auto found = std::ranges::find(object, key, &JsonItem::Member::first);
  return found == object.end() ? nullptr : &found->second;
}

// How many items a copy of it is; long texts count for more than one.
std::size_t weight(const JsonItem& item) {
  constexpr std::size_t kBytesOfAnItem = 64;
  std::size_t sum = 1;
  if (const auto* text = item.as<std::string>()) sum += text->size() / kBytesOfAnItem;
  if (const auto* array = item.as<JsonItem::Array>()) {
    for (const JsonItem& element : *array) sum += weight(element);
  }
  if (const auto* object = item.as<JsonItem::Object>()) {
    for (const auto& [name, value] : *object) sum += weight(value) + name.size() / kBytesOfAnItem;
  }
  return sum;
}

base::Result<JsonItem> type_of(const JsonItem& item) {
  if (item.as<JsonItem::Missing>() != nullptr) return path_failure("the document is empty");
  return JsonItem{.value = std::string(json_type(item))};
}

}  // namespace

struct JsonPathEvaluation::StepVisitor {
  JsonPathEvaluation& self;
  const Context& context;
  const JsonSequence& items;

  base::Result<JsonSequence> operator()(const path::Member& step) const { return self.members(items, step); }
  base::Result<JsonSequence> operator()(const path::Descendants& step) const {
    JsonSequence found;
    for (const JsonItem* item : items) self.append_descendants(*item, step.key, found);
    return found;
  }
  base::Result<JsonSequence> operator()(const path::Elements& step) const {
    return self.elements(items, step, context);
  }
  base::Result<JsonSequence> operator()(const path::Filter& step) const {
    JsonSequence found;
    for (const JsonItem* item : self.unwrapped(items)) {
      if (self.truth(*step.condition, {.current = item, .last = context.last}) == true)
        self.append(found, *item);
    }
    return found;
  }
  base::Result<JsonSequence> operator()(path::Method step) const { return self.method(items, step); }
};

struct JsonPathEvaluation::Visitor {
  JsonPathEvaluation& self;
  const Context& context;

  base::Result<JsonSequence> operator()(const path::Null& null) const {
    return constant(&null, [] { return JsonItem{.value = JsonItem::Null()}; });
  }
  base::Result<JsonSequence> operator()(const bool& value) const {
    return constant(&value, [&] { return JsonItem{.value = value}; });
  }
  base::Result<JsonSequence> operator()(const path::Number& number) const {
    return constant(&number, [&] { return number_of(number); });
  }
  base::Result<JsonSequence> operator()(const std::string& text) const {
    return constant(&text, [&] { return JsonItem{.value = text}; });
  }
  base::Result<JsonSequence> operator()(path::Context) const { return JsonSequence{&self.document_}; }
  base::Result<JsonSequence> operator()(path::CurrentItem) const {
    if (context.current == nullptr) return path_failure("@ stands in no filter");
    return JsonSequence{context.current};
  }
  base::Result<JsonSequence> operator()(path::Last) const {
    if (!context.last) return path_failure("last stands in no array accessor");
    return one({.value = JsonItem::Integer{static_cast<std::int64_t>(*context.last)}});
  }
  base::Result<JsonSequence> operator()(const path::Variable& variable) const {
    const auto found = std::ranges::find(self.variables_, variable.name, &JsonVariable::name);
    if (found == self.variables_.end()) return path_failure("no value passed for parameter " + variable.name);
    return found->item ? JsonSequence{&*found->item} : JsonSequence();
  }
  base::Result<JsonSequence> operator()(const path::Sign& sign) const {
    return self.each(self.unwrapped(TRY(self.sequence(*sign.operand, context))),
                     sign.negative ? negated : unchanged);
  }
  base::Result<JsonSequence> operator()(const path::Arithmetic& node) const {
    const JsonSequence left = self.unwrapped(TRY(self.sequence(*node.left, context)));
    const JsonSequence right = self.unwrapped(TRY(self.sequence(*node.right, context)));
    if (left.size() != 1 || right.size() != 1)
      return path_failure("arithmetic binary expression requires singleton operands");
    return one(TRY(compute(node.op, *left[0], *right[0])));
  }
  base::Result<JsonSequence> operator()(const path::Access& node) const {
    JsonSequence items = TRY(self.sequence(*node.base, context));
    for (const path::Step& step : node.steps)
      items = TRY(std::visit(StepVisitor{self, context, items}, step));
    return items;
  }

  // Made once, however many items a filter asks about.
  template <typename Make>
  base::Result<JsonSequence> constant(const void* node, Make make) const {
    const JsonItem*& item = self.constants_[node];
    if (item == nullptr) item = &self.keep(make());
    return JsonSequence{item};
  }
  base::Result<JsonSequence> one(JsonItem item) const { return JsonSequence{&self.keep(std::move(item))}; }
};

base::Result<JsonSequence> JsonPathEvaluation::sequence(const path::Expression& expression,
                                                        const Context& context) {
  return std::visit(Visitor{*this, context}, expression.node);
}

base::Result<JsonSequence> JsonPathEvaluation::each(const JsonSequence& items,
                                                    base::Result<JsonItem> (*make)(const JsonItem& item)) {
  JsonSequence made;
  for (const JsonItem* item : items) append(made, keep(TRY(make(*item))));
  return made;
}

base::Result<JsonSequence> JsonPathEvaluation::members(const JsonSequence& items, const path::Member& step) {
  JsonSequence found;
  for (const JsonItem* item : unwrapped(items)) {
    const auto* object = item->as<JsonItem::Object>();
    if (object == nullptr && path_.lax) continue;
    if (object == nullptr) return wrong_item("OBJECT", *item);
    if (!step.key) {
      for (const auto& [name, value] : *object) append(found, value);
      continue;
    }
    count(1 + object->size() / kLookedAtAsOne);
    const JsonItem* value = member(*object, *step.key);
    if (value != nullptr)
      append(found, *value);
    else if (!path_.lax)
      return structural(fmt::format("missing member '{}' in JSON object", *step.key));
  }
  return found;
}

// An object before what stands in it. The document's nesting bounds the recursion.
void JsonPathEvaluation::append_descendants(const JsonItem& item, std::string_view key, JsonSequence& out) {
  if (const auto* object = item.as<JsonItem::Object>()) {
    count(object->size() / kLookedAtAsOne);
    if (const JsonItem* value = member(*object, key)) append(out, *value);
    for (const auto& [name, value] : *object) append_descendants(value, key, out);
  } else if (const auto* array = item.as<JsonItem::Array>()) {
    for (const JsonItem& element : *array) append_descendants(element, key, out);
  }
  count(1);
}

base::Result<JsonSequence> JsonPathEvaluation::elements(const JsonSequence& items, const path::Elements& step,
                                                        const Context& context) {
  JsonSequence found;
  for (const JsonItem* item : items) {
    JsonSequence elements;
    if (const auto* array = item->as<JsonItem::Array>()) {
      for (const JsonItem& element : *array) append(elements, element);
    } else if (path_.lax) {
      append(elements, *item);
    } else {
      return wrong_item("ARRAY", *item);
    }
    if (step.ranges.empty()) found.insert(found.end(), elements.begin(), elements.end());
    if (elements.empty() && !step.ranges.empty() && !path_.lax)
      return structural("invalid array subscript for empty array");
    if (elements.empty()) continue;
    const Context inside{.current = context.current, .last = elements.size() - 1};
    for (const path::Elements::Range& range : step.ranges) TRY(append_range(elements, range, inside, found));
  }
  return found;
}

base::Result<void> JsonPathEvaluation::append_range(const JsonSequence& items,
                                                    const path::Elements::Range& range,
                                                    const Context& context, JsonSequence& out) {
  const std::int64_t from = TRY(index(*range.from, context));
  const std::int64_t to = range.to ? TRY(index(*range.to, context)) : from;
  const auto size = static_cast<std::int64_t>(items.size());
  const bool inside = from >= 0 && from <= to && to < size;
  if (!path_.lax && !inside)
    return structural(fmt::format("invalid array subscript: [{}, {}] for array of size {}", from, to, size));
  for (std::int64_t i = std::max<std::int64_t>(from, 0); i <= std::min(to, size - 1); ++i)
    append(out, *items[static_cast<std::size_t>(i)]);
  return {};
}

base::Result<std::int64_t> JsonPathEvaluation::index(const path::Expression& expression,
                                                     const Context& context) {
  const JsonSequence items = TRY(sequence(expression, context));
  if (items.size() != 1) return path_failure("array subscript value must be singleton numeric");
  return as_array_index(*items[0]);
}

base::Result<JsonSequence> JsonPathEvaluation::method(const JsonSequence& items, path::Method method) {
  switch (method) {
    case path::Method::Type:
      return each(items, type_of);
    case path::Method::Size:
      return sizes(items);
    case path::Method::Double:
      return each(unwrapped(items), as_double);
    case path::Method::Ceiling:
      return each(unwrapped(items), ceiling);
    case path::Method::Floor:
      return each(unwrapped(items), floored);
    case path::Method::Abs:
      return each(unwrapped(items), absolute);
    case path::Method::KeyValue:
      return key_values(unwrapped(items));
  }
  return path_failure("unknown method");
}

base::Result<JsonSequence> JsonPathEvaluation::sizes(const JsonSequence& items) {
  JsonSequence made;
  for (const JsonItem* item : items) {
    const auto* array = item->as<JsonItem::Array>();
    if (array == nullptr && !path_.lax) return wrong_item("ARRAY", *item);
    const std::size_t size = array == nullptr ? 1 : array->size();
    append(made, keep({.value = JsonItem::Integer{static_cast<std::int64_t>(size)}}));
  }
  return made;
}

base::Result<JsonSequence> JsonPathEvaluation::key_values(const JsonSequence& items) {
  JsonSequence made;
  for (const JsonItem* item : items) {
    const auto* object = item->as<JsonItem::Object>();
    if (object == nullptr) return wrong_item("OBJECT", *item);
    for (const auto& [name, value] : *object) {
      count(weight(value) + name.size());
      JsonItem::Object pair;
      pair.emplace_back("name", JsonItem{.value = name});
      pair.emplace_back("value", value);
      pair.emplace_back("id", JsonItem{.value = JsonItem::Integer{objects_}});
      append(made, keep({.value = std::move(pair)}));
    }
    ++objects_;
  }
  return made;
}

JsonSequence JsonPathEvaluation::unwrapped(JsonSequence items) {
  const auto is_array = [](const JsonItem* item) { return item->as<JsonItem::Array>() != nullptr; };
  if (!path_.lax || std::ranges::none_of(items, is_array)) return items;
  JsonSequence elements;
  for (const JsonItem* item : items) {
    if (const auto* array = item->as<JsonItem::Array>()) {
      for (const JsonItem& element : *array) append(elements, element);
    } else {
      elements.push_back(item);
    }
  }
  return elements;
}

void JsonPathEvaluation::append(JsonSequence& sequence, const JsonItem& item) {
  count(1);
  sequence.push_back(&item);
}

void JsonPathEvaluation::count(std::size_t items) {
  items_ += items;
  if (items_ > kMostItems)
    raise(base::refusal("NOT_SUPPORTED", 400,
                        fmt::format("NOT_SUPPORTED: a JSON path that meets more than {} items", kMostItems)));
}

const JsonItem& JsonPathEvaluation::keep(JsonItem item) {
  count(1);
  item.of_document = false;
  return made_.emplace_back(std::move(item));
}

}  // namespace engine
