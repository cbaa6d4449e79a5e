#pragma once

#include <compare>
#include <functional>
#include <string>

namespace base {

// A string that names one kind of thing: using JobRunId = base::StrongId<struct JobRunIdTag>. Two kinds do
// not mix.
template <typename Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const StrongId&) const = default;

 private:
  std::string value_;
};

}  // namespace base

template <typename Tag>
struct std::hash<base::StrongId<Tag>> {
  std::size_t operator()(const base::StrongId<Tag>& id) const { return std::hash<std::string>()(id.str()); }
};
