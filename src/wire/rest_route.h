#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/http.h"
#include "wire/operation.h"

namespace wire {

// The query, percent-decoded, in the order sent; `+` is a blank.
class Query {
 public:
  static base::Result<Query> parse(std::string_view text);  // refuses broken escapes and what is no UTF-8
  const std::string* find(std::string_view key) const;      // the first of that key
  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Route {
  const Operation* operation = nullptr;
  std::map<std::string, std::string, std::less<>> labels;  // decoded, by the member that they fill
  Query query;
};

// The operation that a REST request means. Of those whose method, path and required keys fit, the one that
// asks for most. A request never falls through to another operation: a subresource (?acl) or a key
// (?uploadId) that another operation of the same path would have taken is refused by name.
base::Result<Route> find_route(const ServiceTable& table, const net::Request& request);

}  // namespace wire
