#include "services/athena/result_reuse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "sql/lexer.h"

namespace services::athena {
namespace {

constexpr std::array kChanging = std::to_array<std::string_view>({
    "RAND",
    "RANDOM",
    "SHUFFLE",
    "UUID",
    "NOW",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "TABLESAMPLE",
});

// Where the result's object lies, without its name.
std::string folder_of(const std::string& location) {
  return location.substr(0, location.rfind('/') + 1);
}

// Follows the parentheses of a statement: within each pair, whether its rows have an order.
class Orders {
 public:
  // False: a LIMIT without an ORDER BY.
  bool take(const sql::Token& token) {
    if (token.kind == sql::TokenKind::Symbol && token.text == "(") ordered_.push_back(false);
    if (token.kind == sql::TokenKind::Symbol && token.text == ")" && ordered_.size() > 1) ordered_.pop_back();
    if (token.keyword == "ORDER") ordered_.back() = true;
    return ordered_.back() || (token.keyword != "LIMIT" && token.keyword != "FETCH");
  }

 private:
  std::vector<bool> ordered_{false};
};

}  // namespace

std::string reuse_key(const Query& query, const QueryStatement& statement) {
  std::string parts;
  const auto add = [&](std::string_view part) { parts += fmt::format("{}:{},", part.size(), part); };
  add(query.work_group);
  add(query.text);
  add(statement.text);
  for (const std::string& value : statement.parameters) add(value);
  add(base::to_lower(query.catalog));
  add(query.database);
  add(folder_of(query.output_location));
  add(query.bucket_owner);
  return base::to_hex(base::digest(base::DigestAlgorithm::Sha256, parts));
}

bool is_repeatable(std::string_view text) {
  const auto tokens = sql::tokenize(text, sql::trino());
  if (!tokens.ok()) return false;
  Orders orders;
  for (const sql::Token& token : *tokens) {
    const bool changing =
        !token.keyword.empty() && std::ranges::find(kChanging, token.keyword) != kChanging.end();
    if (changing || !orders.take(token)) return false;
  }
  return true;
}

}  // namespace services::athena
