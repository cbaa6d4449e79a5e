#include "services/athena/result_reuse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "lake/s3_path.h"
#include "services/athena/queries_store.h"
#include "sql/lexer.h"

namespace services::athena {
namespace {

// Compared with words of the text, wherever they stand: a column named `now` costs a reuse, a function that
// is missed would give an old answer.
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
  // False: a LIMIT or an OFFSET without an ORDER BY.
  bool take(const sql::Token& token) {
    if (token.kind == sql::TokenKind::Symbol && token.text == "(") ordered_.push_back(false);
    if (token.kind == sql::TokenKind::Symbol && token.text == ")" && ordered_.size() > 1) ordered_.pop_back();
    if (token.keyword == "ORDER") ordered_.back() = true;
    const bool cuts = token.keyword == "LIMIT" || token.keyword == "FETCH" || token.keyword == "OFFSET";
    return ordered_.back() || !cuts;
  }

 private:
  std::vector<bool> ordered_{false};
};

// The parts of a key, each with its length: else "ab", "c" and "a", "bc" would be one.
class KeyText {
 public:
  void add(std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) text_ += fmt::format("{}:{},", part.size(), part);
  }
  void add_columns(const std::vector<plan::Column>& columns) {
    add({std::to_string(columns.size())});
    for (const plan::Column& column : columns) add({column.name, column.type});
  }
  void add_entries(const std::map<std::string, std::string>& entries) {
    add({std::to_string(entries.size())});
    for (const auto& [name, value] : entries) add({name, value});
  }
  void add_table(const plan::Table& table) {
    add({table.database, table.name, table.location, table.storage.format});
    add_columns(table.columns);
    add_columns(table.partition_keys);
    add_entries(table.storage.options);
    add_entries(table.parameters);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Which commit made the object visible; nothing: there is none.
base::Result<std::optional<store::Sequence>> commit_of(lake::Lake& lake, const std::string& account,
                                                       const std::string& uri) {
  const lake::S3Path location = *lake::S3Path::parse(uri);
  const base::Result<lake::Bucket> bucket = lake.bucket_of(account, location.bucket);
  const base::Result<lake::Object> object =
      bucket.ok() ? lake.head(*bucket, location.key) : base::Result<lake::Object>(bucket.error());
  if (object.ok()) return std::optional(object->sequence);
  if (object.error().fault == base::Error::Fault::Caller) return std::optional<store::Sequence>();
  return object.error();
}

// A query commits its result and what describes it at once. Of which somebody replaced one, or first one and
// then the other, they are of two commits.
base::Result<bool> is_as_written(lake::Lake& lake, const std::string& account, const std::string& uri) {
  const auto result = TRY(commit_of(lake, account, uri));
  return result && result == TRY(commit_of(lake, account, uri + ".metadata"));
}

// A text that is no SQL is not repeatable; parameters are texts of their own here.
bool is_repeatable_text(std::string_view text) {
  const auto tokens = sql::tokenize(text, sql::trino());
  if (!tokens.ok()) return false;
  Orders orders;
  for (auto at = tokens->begin(); at != tokens->end(); ++at) {
    const auto next = std::next(at);
    const bool called = next != tokens->end() && next->kind == sql::TokenKind::Symbol && next->text == "(";
    const bool names = !at->keyword.empty() || (called && at->kind == sql::TokenKind::QuotedIdentifier);
    const bool changing = names && std::ranges::any_of(kChanging, [&](std::string_view word) {
                            return base::iequals(word, at->text);
                          });
    if (changing || !orders.take(*at)) return false;
  }
  return true;
}

}  // namespace

base::Result<std::string> reuse_key(const Query& query, const QueryStatement& statement,
                                    const sql::Query& planned, SystemTables& catalog) {
  if (!is_repeatable(statement, planned.views)) return std::string();
  KeyText key;
  key.add({query.work_group, query.text, statement.text});
  for (const std::string& value : statement.parameters) key.add({value});
  key.add(
      {base::to_lower(query.catalog), query.database, folder_of(query.output_location), query.bucket_owner});
  for (const plan::View& view : planned.views) {
    key.add({view.sql, view.catalog, view.schema});
    key.add_columns(view.columns);
  }
  for (const sql::TableRead& read : planned.reads) {
    const auto created_at = TRY(catalog.created_at(read.table));
    key.add_table(read.table);
    key.add({created_at ? std::to_string(base::to_micros(*created_at)) : ""});
  }
  return base::to_hex(base::digest(base::DigestAlgorithm::Sha256, key.text()));
}

bool is_repeatable(const QueryStatement& statement, const std::vector<plan::View>& views) {
  return is_repeatable_text(statement.text) &&
         std::ranges::all_of(statement.parameters, is_repeatable_text) &&
         std::ranges::all_of(views, is_repeatable_text, &plan::View::sql);
}

base::Result<std::optional<std::string>> find_reusable_result(store::Journal& journal, lake::Lake& lake,
                                                              const Query& query, std::string_view key,
                                                              base::Timestamp now) {
  const base::Timestamp oldest = now - std::chrono::minutes(*query.reuse_minutes);
  auto found = TRY(journal.read([&](store::Snapshot& snapshot) {
    return QueriesStore::find_reusable(snapshot, {query.account, query.region}, key, oldest);
  }));
  if (found && !TRY(is_as_written(lake, query.account, *found))) found.reset();
  return found;
}

}  // namespace services::athena
