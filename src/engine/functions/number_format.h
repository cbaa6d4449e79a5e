#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace engine {

// A number format of to_char and to_number, as Spark reads it
// (https://spark.apache.org/docs/latest/sql-ref-number-pattern.html). Numbers come and go as plain texts:
// -12454.80. No DuckDB, no NULL.
class NumberFormat {
 public:
  // Refuses, in Spark's words, what is no format. Letters may be small ones.
  static base::Result<NumberFormat> read(std::string_view text);

  // Of the decimals that texts of this format are.
  int precision() const;
  int scale() const;

  const std::string& text() const { return text_; }  // in capital letters

  // The number that a text of this format is; no value: it is none.
  std::optional<std::string> number_of(std::string_view text) const;

  // The number as the format shows it, '#' for its digits where there are too many.
  std::string shown(std::string_view number) const;

 private:
  // Digits, thousands separators among them; what stands between two of these is a part.
  struct Part {
    bool is_separator = false;
    bool exact = false;  // so many digits, and no fewer: it begins with 0
    std::size_t count = 0;
  };
  struct Token {
    enum class Kind { Digits, Point, Dollar, Sign, Minus, Open, Close, Other };
    Kind kind = Kind::Digits;
    std::vector<Part> parts = {};  // of Digits
    std::string text = {};         // of Other
  };
  struct Reader;
  struct Writer;

  explicit NumberFormat(std::string_view text);
  void add_parts(std::size_t& place, bool behind_point);
  void add_token(std::size_t& place);

  std::size_t index_of(Token::Kind kind) const;  // tokens_.size(): none is
  base::Result<void> check() const;
  base::Result<void> check_order() const;
  bool separators_lie_between_digits() const;
  bool separators_lie_behind_point() const;
  std::size_t count_digits(std::size_t begin, std::size_t end) const;
  base::Error refused(std::string_view condition, std::string_view text, std::string token = "") const;
  static std::string name_of(const Token& token);

  std::string text_;
  std::vector<Token> tokens_;
};

}  // namespace engine
