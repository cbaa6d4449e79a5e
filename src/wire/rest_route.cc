#include "wire/rest_route.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/errors.h"

namespace wire {
namespace {

using Labels = std::map<std::string, std::string, std::less<>>;

base::Result<std::string> decoded(std::string_view text) {
  auto value = base::percent_decode(text);
  if (!value || !base::is_valid_utf8(*value)) return bad_uri();
  return *std::move(value);
}

// Fills the labels and says whether the path has the template's form. Keys are taken literally: nothing is
// normalised, `//` and `.` stay. A slash behind a bucket's name does not make a key.
base::Result<bool> match_path(std::span<const PathPart> parts, std::string_view path, Labels& labels) {
  std::string_view rest = path.empty() ? path : path.substr(1);
  for (const PathPart& part : parts) {
    const bool greedy = part.kind == PathPart::Kind::Greedy;
    const std::size_t end = greedy ? rest.size() : std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    if (segment.empty()) return false;
    if (part.kind == PathPart::Kind::Literal) {
      if (segment != part.text) return false;
    } else {
      labels[std::string(part.text)] = TRY(decoded(segment));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return rest.empty();
}

bool has_literals(const HttpBinding& http, const Query& query) {
  return std::ranges::all_of(http.literals, [&](const QueryLiteral& literal) {
    const std::string* value = query.find(literal.key);
    return value && (literal.value.empty() || *value == literal.value);
  });
}

bool has_headers(const HttpBinding& http, const net::Request& request) {
  return std::ranges::all_of(http.telling_headers, [&](std::string_view header) {
    return request.headers.find(header).has_value();
  });
}

std::size_t present_queries(const HttpBinding& http, const Query& query) {
  return std::ranges::count_if(http.required_queries, [&](std::string_view key) { return query.find(key); });
}

std::size_t demands(const HttpBinding& http) {
  return http.literals.size() + http.required_queries.size() + http.telling_headers.size();
}

// Two operations of one route (there are legacy twins in the models): the one that we answer.
bool is_better(const Operation& candidate, const Operation* best) {
  if (!best || demands(*candidate.http) != demands(*best->http))
    return !best || demands(*candidate.http) > demands(*best->http);
  return candidate.invoke && !best->invoke;
}

bool is_literal_of(const HttpBinding& http, std::string_view key) {
  return std::ranges::any_of(http.literals, [&](const QueryLiteral& literal) { return literal.key == key; });
}

bool takes_query(const Operation& operation, std::string_view key) {
  if (is_literal_of(*operation.http, key)) return true;
  return operation.input && std::ranges::any_of(operation.input->members, [&](const Member& member) {
           return member.location == Location::Query && member.wire_name == key;
         });
}

std::string_view resource_type(std::string_view path) {
  const std::string_view rest = path.substr(std::min<std::size_t>(1, path.size()));
  if (rest.empty()) return "SERVICE";
  return rest.find('/') < rest.size() - 1 ? "OBJECT" : "BUCKET";
}

base::Error method_not_allowed(const net::Request& request) {
  return modelled("MethodNotAllowed", 405, "The specified method is not allowed against this resource.",
                  {{"Method", request.method}, {"ResourceType", std::string(resource_type(request.path))}});
}

// Finds the best candidate, and remembers those that only lack a required key.
class Search {
 public:
  Search(const ServiceTable& table, const net::Request& request) : table_(table), request_(request) {}

  base::Result<Route> run() {
    query_ = TRY(Query::parse(request_.query));
    for (const Operation& operation : table_.operations) TRY(consider(operation));
    TRY(refuse_leftovers());
    if (!best_.operation) return method_not_allowed(request_);
    if (!best_.operation->invoke) return unanswered(*table_.info, best_.operation->name);
    best_.query = std::move(query_);
    return std::move(best_);
  }

 private:
  base::Result<void> consider(const Operation& operation) {
    const HttpBinding& http = *operation.http;
    Labels labels;
    if (http.method != request_.method || !TRY(match_path(http.path, request_.path, labels))) return {};
    if (!has_literals(http, query_) || !has_headers(http, request_)) return {};
    if (present_queries(http, query_) < http.required_queries.size()) {
      incomplete_.push_back(&operation);
    } else if (is_better(operation, best_.operation)) {
      best_.operation = &operation;
      best_.labels = std::move(labels);
    }
    return {};
  }

  base::Result<void> refuse_leftovers() const {
    if (best_.operation && !best_.operation->invoke) return {};  // refused by its own name
    for (const auto& [key, value] : query_.pairs()) {
      if (best_.operation && takes_query(*best_.operation, key)) continue;
      TRY(refuse_partial(key));
      const auto names = [&](const Operation& other) { return is_literal_of(*other.http, key); };
      if (std::ranges::any_of(table_.operations, names))
        return unanswered(*table_.info, fmt::format("{} with the subresource ?{}", request_.method, key));
    }
    return {};
  }

  // ?uploadId without ?partNumber is a broken UploadPart, not a PutObject.
  base::Result<void> refuse_partial(std::string_view key) const {
    for (const Operation* operation : incomplete_) {
      const auto& required = operation->http->required_queries;
      if (std::ranges::find(required, key) == required.end()) continue;
      const auto missing =
          std::ranges::find_if(required, [&](std::string_view one) { return !query_.find(one); });
      return base::refusal("InvalidArgument", 400,
                           fmt::format("{}: the query parameter {} is missing.", operation->name, *missing));
    }
    return {};
  }

  const ServiceTable& table_;
  const net::Request& request_;
  Query query_;
  Route best_;
  std::vector<const Operation*> incomplete_;
};

}  // namespace

base::Result<Query> Query::parse(std::string_view text) {
  Query query;
  for (const std::string_view pair : base::split(text, '&')) {
    if (pair.empty()) continue;
    std::string plain(pair);
    std::ranges::replace(plain, '+', ' ');
    const std::size_t equals = std::min(plain.find('='), plain.size());
    const std::string_view value = std::string_view(plain).substr(std::min(equals + 1, plain.size()));
    query.pairs_.emplace_back(TRY(decoded(std::string_view(plain).substr(0, equals))), TRY(decoded(value)));
  }
  return query;
}

const std::string* Query::find(std::string_view key) const {
  for (const auto& [name, value] : pairs_)
    if (name == key) return &value;
  return nullptr;
}

base::Result<Route> find_route(const ServiceTable& table, const net::Request& request) {
  return Search(table, request).run();
}

}  // namespace wire
