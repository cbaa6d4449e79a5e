#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace services::athena {

// The values that one partition key can have, as its table's parameters say: an enum, an integer, a date or
// an injected one. Immutable.
class ProjectedColumn {
 public:
  // `now` is what NOW in a range means.
  static base::Result<std::unique_ptr<ProjectedColumn>> create(const plan::Table& table,
                                                               const plan::Column& key, base::Timestamp now);
  virtual ~ProjectedColumn() = default;

  // Between which values a query looks, the ends included.
  struct Bounds {
    std::optional<std::string> low;
    std::optional<std::string> high;
  };
  // All values between the bounds, which are texts of the key's type, in their order, until `visit` refuses
  // one. Some outside may be among them.
  using Visit = std::function<base::Result<void>(const std::string&)>;
  virtual base::Result<void> visit(const Bounds& bounds, const Visit& visit) const = 0;

  // Whether `find` knows every value that equals a text of the key's type; without it they are visited.
  virtual bool can_find() const { return false; }
  // The value in this column's spelling, if that is one of them.
  virtual std::optional<std::string> find(const std::string&) const { return std::nullopt; }
  // Refuses more values than a query may name.
  virtual base::Result<void> check_named(std::size_t) const { return {}; }
};

}  // namespace services::athena
