#include "sql/grouping_sets.h"

#include <fmt/format.h>

#include <algorithm>

namespace sql {
namespace {

KeySet joined(KeySet left, const KeySet& right) {
  for (const std::size_t key : right) {
    if (std::ranges::find(left, key) == left.end()) left.push_back(key);
  }
  return left;
}

base::Error too_many(std::size_t count, Position position) {
  return error_at(
      position, "TOO_MANY_GROUPING_SETS",
      fmt::format("GROUP BY has {} grouping sets but can contain at most {}", count, kMaxGroupingSets));
}

// (a, b, c), (a, b), (a), ()
std::vector<KeySet> rollup(const std::vector<KeySet>& members) {
  std::vector<KeySet> sets;
  for (std::size_t count = members.size() + 1; count-- > 0;) {
    KeySet& set = sets.emplace_back();
    for (std::size_t i = 0; i < count; ++i) set = joined(std::move(set), members[i]);
  }
  return sets;
}

// Every choice of the members.
base::Result<std::vector<KeySet>> cube(const std::vector<KeySet>& members, Position position) {
  const std::size_t count = members.size() < 32 ? std::size_t{1} << members.size() : std::size_t{1} << 32;
  if (count > kMaxGroupingSets) return too_many(count, position);
  std::vector<KeySet> sets;
  for (std::size_t bits = count; bits-- > 0;) {
    KeySet& set = sets.emplace_back();
    for (std::size_t i = 0; i < members.size(); ++i) {
      if ((bits >> (members.size() - 1 - i)) & 1) set = joined(std::move(set), members[i]);
    }
  }
  return sets;
}

}  // namespace

base::Result<std::vector<KeySet>> grouping_sets(const GroupingElement& element,
                                                const std::vector<KeySet>& members) {
  if (element.kind == GroupingElement::Kind::Rollup) return rollup(members);
  if (element.kind == GroupingElement::Kind::Cube) return cube(members, element.position);
  return members;
}

base::Result<std::vector<KeySet>> cross(const std::vector<KeySet>& left, const std::vector<KeySet>& right,
                                        Position position) {
  const std::size_t count = left.size() * right.size();
  if (count > kMaxGroupingSets) return too_many(count, position);
  std::vector<KeySet> sets;
  for (const KeySet& a : left) {
    for (const KeySet& b : right) sets.push_back(joined(a, b));
  }
  return sets;
}

}  // namespace sql
