#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/service.h"
#include "wire/shape.h"

namespace wire {

// What is wrong with one request's input, gathered while it is decoded, so that an answer names all of it at
// once: members that the model demands, values that break its constraints, members that Dovetail does not
// support. The decoder keeps the path by stepping in and out. One per request.
class InputCheck {
 public:
  InputCheck(const ServiceInfo& info, std::string_view operation) : info_(info), operation_(operation) {}

  // While it lives, what is found lies below that member, element or entry.
  class Step {
   public:
    ~Step() { check_.path_.pop_back(); }
    Step(const Step&) = delete;

   private:
    friend class InputCheck;
    explicit Step(InputCheck& check) : check_(check) {}
    InputCheck& check_;
  };
  [[nodiscard]] Step member(std::string_view name);
  [[nodiscard]] Step element(std::size_t index);
  [[nodiscard]] Step entry(std::string_view key);

  // Each notes one finding and returns: decoding goes on, so that the answer has all of them.
  void missing(std::string_view member);
  void unsupported(const Member& member);
  void unsupported_header(std::string_view name);  // that the model lacks
  void not_exactly_one(const Shape& shape);        // of a union
  void decoded(const Shape& shape,
               const void* value);  // the value at the path; what it holds has been decoded before

  // The refusal that the findings amount to: the model's rules first, then what is unsupported.
  base::Result<void> verdict() const;

 private:
  struct PathStep {
    std::string name;
    enum class Kind { Member, Element, Entry } kind;
  };
  std::string model_path(
      std::string_view last = {}) const;  // 'tableInput.columns.1.member.name', as AWS writes it
  std::string plain_path(std::string_view last) const;  // TableInput.Columns.1.Name
  void violation(std::string_view value, std::string_view path, std::string_view rule);
  bool only_counted();  // true: enough have been told, and one more need not be put into words
  void check_contents(const Shape& shape, const void* value);

  const ServiceInfo& info_;
  std::string_view operation_;
  std::vector<PathStep> path_;
  std::vector<std::string> violations_;  // the first ones, in words
  std::size_t further_violations_ = 0;
  struct Unsupported {
    std::string path;
    std::string header;  // empty: it was none
  };
  std::optional<Unsupported> unsupported_;  // the first
  std::string union_fault_;
};

}  // namespace wire
