#include "sql/names.h"

namespace sql {
namespace {

std::string plain(std::string_view wish) {
  constexpr std::size_t kLongest = 100;
  std::string name;
  for (const char c : wish.substr(0, kLongest)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    const bool upper = c >= 'A' && c <= 'Z';
    name += word ? c : upper ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) name.insert(0, "c_");
  return name;
}

}  // namespace

std::string Names::unique(std::string_view wish) {
  const std::string base = plain(wish);
  std::string name = base;
  while (!taken_.insert(name).second) {
    int& number = tried_.try_emplace(base, 1).first->second;
    name = base + "_" + std::to_string(++number);
  }
  return name;
}

}  // namespace sql
