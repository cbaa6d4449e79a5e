#include "sql/statement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace sql {
namespace {

struct Row {
  std::string_view word;
  std::string_view type;
  std::string_view substatement;
  bool supported = false;
};

// https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html
constexpr std::array kStatements = std::to_array<Row>({
    {"SELECT", "DML", "SELECT", true},   {"WITH", "DML", "SELECT"},
    {"VALUES", "DML", "SELECT"},         {"TABLE", "DML", "SELECT"},
    {"INSERT", "DML", "INSERT"},         {"UNLOAD", "DML", "UNLOAD"},
    {"MERGE", "DML", "MERGE"},           {"UPDATE", "DML", "UPDATE"},
    {"DELETE", "DML", "DELETE"},         {"OPTIMIZE", "DML", "OPTIMIZE"},
    {"VACUUM", "DML", "VACUUM"},         {"CREATE", "DDL", "CREATE"},
    {"ALTER", "DDL", "ALTER"},           {"DROP", "DDL", "DROP"},
    {"MSCK", "DDL", "MSCK_REPAIR"},      {"SHOW", "UTILITY", "SHOW"},
    {"DESCRIBE", "UTILITY", "DESCRIBE"}, {"DESC", "UTILITY", "DESCRIBE"},
    {"EXPLAIN", "UTILITY", "EXPLAIN"},   {"PREPARE", "UTILITY", "PREPARE"},
    {"EXECUTE", "DML", "EXECUTE"},       {"DEALLOCATE", "UTILITY", "DEALLOCATE"},
});

// Walks over blanks and comments at the front of a text.
class Front {
 public:
  explicit Front(std::string_view text) : text_(text) {}

  void skip_blanks_and_comments() {
    while (!text_.empty()) {
      if (std::isspace(static_cast<unsigned char>(text_[0])) != 0) {
        skip(1);
      } else if (text_.starts_with("--")) {
        skip(std::min(text_.find('\n'), text_.size()));
      } else if (text_.starts_with("/*")) {
        const std::size_t end = text_.find("*/", 2);
        skip(end == std::string_view::npos ? text_.size() : end + 2);
      } else {
        return;
      }
    }
  }

  std::string word() const {
    std::string result;
    for (const char c : text_) {
      if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
      result += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return result;
  }
  bool at_parenthesis() const { return text_.starts_with('('); }
  Position position() const { return position_; }

 private:
  void skip(std::size_t count) {
    for (const char c : text_.substr(0, count)) {
      const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // the rest of one character
      if (c == '\n') {
        position_ = {position_.line + 1, 1};
      } else if (!continues) {
        ++position_.column;
      }
    }
    text_.remove_prefix(count);
  }

  std::string_view text_;
  Position position_;
};

}  // namespace

std::optional<StatementKind> classify(std::string_view text) {
  Front front(text);
  front.skip_blanks_and_comments();
  if (front.at_parenthesis()) return StatementKind{"(", "DML", "SELECT", true, front.position()};
  const auto row = std::ranges::find(kStatements, front.word(), &Row::word);
  if (row == kStatements.end()) return std::nullopt;
  return StatementKind{row->word, row->type, row->substatement, row->supported, front.position()};
}

}  // namespace sql
