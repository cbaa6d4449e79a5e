#include "wire/input_check.h"

#include <fmt/format.h>

#include <cctype>

#include "wire/constraints.h"
#include "wire/errors.h"

namespace wire {
namespace {

// An answer names this many; a document of a few megabytes can hold millions.
constexpr std::size_t kToldViolations = 100;

bool is_scalar(const Shape& shape) {
  return shape.kind != Kind::Structure && shape.kind != Kind::List && shape.kind != Kind::Map;
}

// What to do about a header that many send by habit (aws s3 cp --sse). Taking it would promise what is not
// done.
std::string_view advice_on(std::string_view header) {
  if (!header.starts_with("x-amz-server-side-encryption")) return {};
  return "; objects are stored without encryption of their own: leave it out";
}

}  // namespace

InputCheck::Step InputCheck::member(std::string_view name) {
  path_.push_back({std::string(name), PathStep::Kind::Member});
  return Step(*this);
}

InputCheck::Step InputCheck::element(std::size_t index) {
  path_.push_back({std::to_string(index + 1), PathStep::Kind::Element});
  return Step(*this);
}

InputCheck::Step InputCheck::entry(std::string_view key) {
  path_.push_back({std::string(key), PathStep::Kind::Entry});
  return Step(*this);
}

std::string InputCheck::model_path(std::string_view last) const {
  std::string path;
  const auto add = [&](std::string_view name, PathStep::Kind kind) {
    if (!path.empty()) path += '.';
    const std::size_t start = path.size();
    path += name;
    if (kind == PathStep::Kind::Member)
      path[start] = static_cast<char>(std::tolower(static_cast<unsigned char>(path[start])));
    else
      path += ".member";
  };
  for (const PathStep& step : path_) add(step.name, step.kind);
  if (!last.empty()) add(last, PathStep::Kind::Member);
  return path;
}

std::string InputCheck::plain_path(std::string_view last) const {
  std::string path;
  for (const PathStep& step : path_) path += step.name + ".";
  return path + std::string(last);
}

void InputCheck::violation(std::string_view value, std::string_view path, std::string_view rule) {
  violations_.push_back(fmt::format("Value {} at '{}' failed to satisfy constraint: {}", value, path, rule));
}

bool InputCheck::only_counted() {
  if (violations_.size() < kToldViolations) return false;
  ++further_violations_;
  return true;
}

void InputCheck::missing(std::string_view member) {
  if (!only_counted()) violation("null", model_path(member), "Member must not be null");
}

void InputCheck::unsupported(const Member& member) {
  const std::string_view name = member.location == Location::Body || member.location == Location::Payload
                                    ? member.name
                                    : member.wire_name;
  if (unsupported_) return;
  const bool header = member.location == Location::Header || member.location == Location::Headers;
  unsupported_ = {plain_path(name), std::string(header ? member.wire_name : std::string_view())};
}

void InputCheck::unsupported_header(std::string_view name) {
  if (!unsupported_) unsupported_ = {std::string(name), std::string(name)};
}

// The last one wins: an answer names one union.
void InputCheck::not_exactly_one(const Shape& shape) {
  union_fault_ = fmt::format("{}: exactly one member of {} must be set", plain_path(""), shape.name);
}

// Only of services whose answers list violations; the others' handlers check for themselves.
void InputCheck::decoded(const Shape& shape, const void* value) {
  if (info_.validation_code.empty()) return;
  for (const std::string& rule : broken_constraints(shape, value))
    if (!only_counted()) violation(fmt::format("'{}'", shown(shape, value)), model_path(), rule);
  check_contents(shape, value);
}

// AWS blames a list or a map as a whole for a single value in it, with all that is asked of such values.
void InputCheck::check_contents(const Shape& shape, const void* value) {
  const auto blame = [&](std::string_view whose, const Shape& contents) {
    if (only_counted()) return;
    violation(
        fmt::format("'{}'", shown(shape, value)), model_path(),
        fmt::format("{} must satisfy constraint: [{}]", whose, fmt::join(all_constraints(contents), ", ")));
  };
  if (shape.kind == Kind::List && is_scalar(*shape.element)) {
    for (std::size_t i = 0; i < shape.list->size(value); ++i)
      if (!broken_constraints(*shape.element, shape.list->at(value, i)).empty())
        return blame("Member", *shape.element);
  }
  if (shape.kind == Kind::Map) {
    bool keys_fit = true, values_fit = true;
    shape.map->for_each(value, [&](const std::string& key, const void* entry) {
      keys_fit = keys_fit && broken_constraints(*shape.key, &key).empty();
      values_fit =
          values_fit && (!is_scalar(*shape.element) || broken_constraints(*shape.element, entry).empty());
    });
    if (!keys_fit) blame("Map keys", *shape.key);
    if (!values_fit) blame("Map value", *shape.element);
  }
}

base::Result<void> InputCheck::verdict() const {
  if (!violations_.empty() && !info_.validation_code.empty()) {
    const std::size_t count = violations_.size() + further_violations_;
    std::string text = fmt::format("{} validation error{} detected: {}", count, count == 1 ? "" : "s",
                                   fmt::join(violations_, "; "));
    if (further_violations_ > 0) text += fmt::format("; ... and {} more", further_violations_);
    return base::refusal(std::string(info_.validation_code), 400, std::move(text));
  }
  if (!violations_.empty())  // the service has one text for every incomplete document
    return base::refusal(std::string(info_.malformed_code), 400, std::string(info_.malformed_message));
  if (unsupported_) {
    ErrorDetails details;
    if (!unsupported_->header.empty()) details.emplace_back("Header", unsupported_->header);
    return modelled(info_.unsupported_code, info_.unsupported_status,
                    fmt::format("{}: {} is not supported by Dovetail yet{}", operation_, unsupported_->path,
                                advice_on(unsupported_->header)),
                    std::move(details));
  }
  if (!union_fault_.empty())
    return base::refusal(std::string(info_.unsupported_code), info_.unsupported_status,
                         fmt::format("{}: {}", operation_, union_fault_));
  return {};
}

}  // namespace wire
