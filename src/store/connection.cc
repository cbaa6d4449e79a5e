#include "store/connection.h"

#include <sqlite3.h>

#include <utility>

#include "store/database.h"

namespace store {
namespace {

// Text that outlives the statement's steps need not be copied into it.
enum class Lifetime { Call, Rows };

int bind(sqlite3_stmt* statement, int index, const Value& value, Lifetime lifetime) {
  const auto owner = lifetime == Lifetime::Call ? SQLITE_STATIC : SQLITE_TRANSIENT;
  // A null pointer would bind NULL: empty text and bytes point somewhere.
  const char* bytes = value.text.data() == nullptr ? "" : value.text.data();
  switch (value.kind) {
    case Value::Kind::Null:
      return sqlite3_bind_null(statement, index);
    case Value::Kind::Integer:
      return sqlite3_bind_int64(statement, index, value.integer);
    case Value::Kind::Real:
      return sqlite3_bind_double(statement, index, value.real);
    case Value::Kind::Text:
      return sqlite3_bind_text64(statement, index, bytes, value.text.size(), owner, SQLITE_UTF8);
    case Value::Kind::Blob:
      return sqlite3_bind_blob64(statement, index, bytes, value.text.size(), owner);
  }
  return SQLITE_MISUSE;
}

base::Result<void> bind_all(Database& database, sqlite3_stmt* statement, std::span<const Value> values,
                            Lifetime lifetime) {
  ASSERT(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == values.size(),
         "a statement gets as many values as it has parameters");
  int index = 0;
  for (const Value& value : values) {
    if (bind(statement, ++index, value, lifetime) != SQLITE_OK) return database.error("binding a value");
  }
  return {};
}

// Without its bindings: their text may be gone by the next use. The reset also ends what the statement has
// read, without which the transaction could not end.
void put_back(sqlite3_stmt* statement, std::vector<sqlite3_stmt*>& home) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  home.push_back(statement);
}

base::Error step_error(sqlite3_stmt* statement) {
  return Database::error(sqlite3_db_handle(statement), sqlite3_sql(statement));
}

}  // namespace

bool Row::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Row::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string Row::text(int column) const {
  return std::string(view(column));
}

// As bytes for texts too, which saves SQLite a conversion; good until the next step. An empty one has no
// address.
std::string_view Row::view(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::int64_t> Row::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Row::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

Rows::Rows(sqlite3_stmt* statement, std::vector<sqlite3_stmt*>& home) : home_(&home) {
  row_.statement_ = statement;
}

Rows::Rows(Rows&& other) noexcept : home_(other.home_) {
  row_.statement_ = std::exchange(other.row_.statement_, nullptr);
}

Rows::~Rows() {
  if (row_.statement_ != nullptr) put_back(row_.statement_, *home_);
}

base::Result<bool> Rows::next() {
  switch (sqlite3_step(row_.statement_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return step_error(row_.statement_);
  }
}

base::Result<Rows> Connection::query(std::string_view sql, std::span<const Value> values) {
  const Database::Prepared prepared = TRY(database_->prepare(sql));
  Rows rows(prepared.statement, *prepared.home);
  TRY(bind_all(*database_, prepared.statement, values, Lifetime::Rows));
  return rows;
}

base::Result<std::int64_t> Transaction::execute(std::string_view sql, std::span<const Value> values) {
  const Database::Prepared prepared = TRY(database_->prepare(sql));
  base::Result<void> done = bind_all(*database_, prepared.statement, values, Lifetime::Call);
  if (done.ok()) {
    int code = sqlite3_step(prepared.statement);
    while (code == SQLITE_ROW) code = sqlite3_step(prepared.statement);
    if (code != SQLITE_DONE) done = step_error(prepared.statement);
  }
  const std::int64_t changed = sqlite3_changes64(database_->handle());
  put_back(prepared.statement, *prepared.home);
  TRY(done);
  return changed;
}

std::int64_t Transaction::last_insert_id() const {
  return sqlite3_last_insert_rowid(database_->handle());
}

}  // namespace store
