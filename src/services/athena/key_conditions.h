#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/catalog.h"
#include "plan/partition_key_type.h"

namespace services::athena {

// What a query's conditions say of one partition key, put together once, so that to ask it of a value costs
// little however many values they name. Values compare in the key's type: 1 is 01 for an int. When in doubt a
// value may meet them; the engine looks at the rows again. Immutable.
class KeyConditions {
 public:
  using Values = std::set<std::string, std::function<bool(const std::string&, const std::string&)>>;

  KeyConditions(const plan::Column& key, const std::vector<plan::PartitionCondition>& conditions);

  // Whether a value, which is one of the key's type, may meet all of them.
  bool may_meet(const std::string& value) const;

  // No value meets them: a projected one is never NULL.
  bool none() const { return none_; }
  // The values that equalities name; nothing without one.
  const std::optional<Values>& named() const { return named_; }
  // Between which values those are that may meet them, the ends included.
  std::optional<std::string> low() const;
  std::optional<std::string> high() const;

 private:
  struct Bound {
    std::string value;
    bool included = true;
  };

  bool is_less(const std::string& left, const std::string& right) const;
  void add(const plan::PartitionCondition& condition);
  void name(const std::vector<std::string>& values);
  void raise_low(const Bound& bound);
  void lower_high(const Bound& bound);

  plan::PartitionKeyType type_;
  bool none_ = false;
  std::optional<Values> named_;
  Values excluded_;
  std::optional<Bound> low_;
  std::optional<Bound> high_;
};

}  // namespace services::athena
