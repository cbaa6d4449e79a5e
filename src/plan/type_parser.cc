#include <fmt/format.h>

#include <cctype>
#include <map>
#include <optional>

#include "base/text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace plan {
namespace {

using DataType = spark::connect::DataType;
using Setter = void (*)(DataType&);

constexpr int kMaxDecimalPrecision = 38;
constexpr int kMaxDepth = 100;  // of types in types: what a stack bears

// The types that are one word and take no parameters.
const std::map<std::string_view, Setter>& simple_types() {
  static const std::map<std::string_view, Setter> types = {
      {"bigint", [](DataType& type) { type.mutable_long_(); }},
      {"binary", [](DataType& type) { type.mutable_binary(); }},
      {"boolean", [](DataType& type) { type.mutable_boolean(); }},
      {"byte", [](DataType& type) { type.mutable_byte(); }},
      {"date", [](DataType& type) { type.mutable_date(); }},
      {"double", [](DataType& type) { type.mutable_double_(); }},
      {"float", [](DataType& type) { type.mutable_float_(); }},
      {"int", [](DataType& type) { type.mutable_integer(); }},
      {"integer", [](DataType& type) { type.mutable_integer(); }},
      {"long", [](DataType& type) { type.mutable_long_(); }},
      {"real", [](DataType& type) { type.mutable_float_(); }},
      {"short", [](DataType& type) { type.mutable_short_(); }},
      {"smallint", [](DataType& type) { type.mutable_short_(); }},
      {"string", [](DataType& type) { type.mutable_string(); }},
      {"timestamp", [](DataType& type) { type.mutable_timestamp(); }},
      {"timestamp_ltz", [](DataType& type) { type.mutable_timestamp(); }},
      {"timestamp_ntz", [](DataType& type) { type.mutable_timestamp_ntz(); }},
      {"tinyint", [](DataType& type) { type.mutable_byte(); }},
      {"variant", [](DataType& type) { type.mutable_variant(); }},
      {"void", [](DataType& type) { type.mutable_null(); }},
  };
  return types;
}

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// One pass over the text, by recursive descent; each method starts at the first byte of its construct.
class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  base::Result<DataType> type() {
    skip_space();
    const std::size_t start = at_;
    const std::string name = base::to_lower(word());
    if (name.empty()) return syntax_error("a type is expected");
    if (++depth_ > kMaxDepth) return syntax_error("the type is nested too deeply");
    auto parsed = type_called(name, start);
    --depth_;
    return parsed;
  }

  base::Result<DataType> whole_type() {
    DataType parsed = TRY(type());
    TRY(expect_end());
    return parsed;
  }

  // Either struct<...> or its fields alone.
  base::Result<DataType> whole_schema() {
    skip_space();
    const std::size_t start = at_;
    if (base::iequals(word(), "struct") && take('<')) {
      at_ = start;
      return whole_type();
    }
    at_ = start;
    DataType schema;
    schema.mutable_struct_();
    if (!at_end()) TRY(fields(schema, '\0'));
    TRY(expect_end());
    return schema;
  }

 private:
  base::Result<DataType> type_called(const std::string& name, std::size_t start) {
    DataType parsed;
    // Before the simple types, of which timestamp is one.
    if (name == "timestamp" && take_word("with")) return zoned_timestamp();
    if (const auto found = simple_types().find(name); found != simple_types().end()) {
      found->second(parsed);
      return parsed;
    }
    if (name == "decimal" || name == "dec" || name == "numeric") return decimal();
    if (name == "char" || name == "character" || name == "varchar") return text_type(name);
    if (name == "time") return time();
    if (name == "interval") return interval();
    if (name == "array") return array();
    if (name == "map") return map();
    if (name == "struct") return structure();
    return base::refusal(
        "UNSUPPORTED_DATATYPE", 400,
        fmt::format("Unsupported data type \"{}\" at position {} of \"{}\".", name, start + 1, shown()));
  }

  // timestamp with time zone: Spark has none.
  base::Result<DataType> zoned_timestamp() {
    if (!take_word("time") || !take_word("zone")) return syntax_error("TIME ZONE is expected after WITH");
    return zoned_timestamp_type();
  }

  base::Result<DataType> decimal() {
    std::int64_t precision = 10, scale = 0;
    if (take('(')) {
      precision = TRY(number(1, kMaxDecimalPrecision));
      if (take(',')) scale = TRY(number(0, precision));
      TRY(expect(')'));
    }
    DataType parsed;
    parsed.mutable_decimal()->set_precision(static_cast<int>(precision));
    parsed.mutable_decimal()->set_scale(static_cast<int>(scale));
    return parsed;
  }

  base::Result<DataType> text_type(const std::string& name) {
    TRY(expect('('));
    const auto length = static_cast<int>(TRY(number(1, INT32_MAX)));
    TRY(expect(')'));
    DataType parsed;
    if (name == "varchar")
      parsed.mutable_var_char()->set_length(length);
    else
      parsed.mutable_char_()->set_length(length);
    return parsed;
  }

  base::Result<DataType> time() {
    DataType parsed;
    parsed.mutable_time()->set_precision(6);
    if (!take('(')) return parsed;
    parsed.mutable_time()->set_precision(static_cast<int>(TRY(number(0, 6))));
    TRY(expect(')'));
    return parsed;
  }

  // interval, interval day, interval day to second, interval year to month
  base::Result<DataType> interval() {
    DataType parsed;
    const auto from = interval_field();
    if (!from) {
      parsed.mutable_calendar_interval();
      return parsed;
    }
    auto to = from;
    if (take_word("to") && (!(to = interval_field()) || *to <= *from || (*from < 10) != (*to < 10)))
      return syntax_error("such an interval does not exist");
    if (*from < 10) {
      parsed.mutable_year_month_interval()->set_start_field(*from);
      parsed.mutable_year_month_interval()->set_end_field(*to);
    } else {
      parsed.mutable_day_time_interval()->set_start_field(*from - 10);
      parsed.mutable_day_time_interval()->set_end_field(*to - 10);
    }
    return parsed;
  }

  // Years and months count from 0, days to seconds from 10.
  std::optional<int> interval_field() {
    static constexpr std::pair<std::string_view, int> kFields[] = {
        {"year", 0}, {"month", 1}, {"day", 10}, {"hour", 11}, {"minute", 12}, {"second", 13}};
    for (const auto& [name, field] : kFields)
      if (take_word(name)) return field;
    return std::nullopt;
  }

  base::Result<DataType> array() {
    DataType parsed;
    TRY(expect('<'));
    *parsed.mutable_array()->mutable_element_type() = TRY(type());
    parsed.mutable_array()->set_contains_null(true);
    TRY(expect('>'));
    return parsed;
  }

  base::Result<DataType> map() {
    DataType parsed;
    TRY(expect('<'));
    *parsed.mutable_map()->mutable_key_type() = TRY(type());
    TRY(expect(','));
    *parsed.mutable_map()->mutable_value_type() = TRY(type());
    parsed.mutable_map()->set_value_contains_null(true);
    TRY(expect('>'));
    return parsed;
  }

  base::Result<DataType> structure() {
    DataType parsed;
    parsed.mutable_struct_();
    TRY(expect('<'));
    if (take('>')) return parsed;
    TRY(fields(parsed, '>'));
    TRY(expect('>'));
    return parsed;
  }

  // name[:] type [NOT NULL] [COMMENT 'text'], ...
  base::Result<void> fields(DataType& into, char end) {
    do {
      auto& field = *into.mutable_struct_()->add_fields();
      field.set_name(TRY(field_name(end)));
      take(':');
      *field.mutable_data_type() = TRY(type());
      field.set_nullable(true);
      if (take_word("not")) {
        if (!take_word("null")) return syntax_error("NULL is expected after NOT");
        field.set_nullable(false);
      }
      if (take_word("comment")) TRY(comment());
    } while (take(','));
    return {};
  }

  // In backticks, or what stands before the colon or the space: catalogs hold names like my-field unquoted.
  base::Result<std::string> field_name(char end) {
    skip_space();
    if (take('`')) return quoted_until('`');
    const std::size_t start = at_;
    while (!at_end() && !std::isspace(static_cast<unsigned char>(text_[at_])) && text_[at_] != ':' &&
           text_[at_] != ',' && text_[at_] != '<' && text_[at_] != '`' && (end == '\0' || text_[at_] != end))
      ++at_;
    if (at_ == start) return syntax_error("a name is expected");
    return std::string(text_.substr(start, at_ - start));
  }

  // One text in quotes, or several in a row: 'it''s'.
  base::Result<void> comment() {
    skip_space();
    if (!at_quote()) return syntax_error("a text in quotes is expected after COMMENT");
    while (at_quote()) {
      const char quote = text_[at_++];
      // A backslash may step behind the end: at_end() bears that.
      while (!at_end() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2 : 1;
      if (at_end()) return syntax_error("a quote is not closed");
      ++at_;
    }
    return {};
  }

  // The text up to the quote, which is written twice inside.
  base::Result<std::string> quoted_until(char quote) {
    std::string out;
    for (; !at_end(); out += text_[at_++]) {
      if (text_[at_] != quote) continue;
      ++at_;
      if (at_end() || text_[at_] != quote) return out;
    }
    return syntax_error("a quote is not closed");
  }

  base::Result<std::int64_t> number(std::int64_t least, std::int64_t most) {
    skip_space();
    const std::size_t start = at_;
    while (!at_end() && std::isdigit(static_cast<unsigned char>(text_[at_]))) ++at_;
    const auto value = base::parse_int(text_.substr(start, at_ - start));
    if (value && *value >= least && *value <= most) return *value;
    at_ = start;
    return syntax_error(fmt::format("a number from {} to {} is expected", least, most));
  }

  std::string_view word() {
    skip_space();
    const std::size_t start = at_;
    while (!at_end() && is_word_character(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  bool take_word(std::string_view expected) {
    const std::size_t start = at_;
    if (base::iequals(word(), expected)) return true;
    at_ = start;
    return false;
  }

  bool take(char expected) {
    skip_space();
    if (at_end() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  base::Result<void> expect(char expected) {
    if (take(expected)) return {};
    return syntax_error(fmt::format("'{}' is expected", expected));
  }

  base::Result<void> expect_end() {
    skip_space();
    if (at_end()) return {};
    return syntax_error("the end is expected");
  }

  base::Error syntax_error(std::string_view what) const {
    const std::string near = at_end() ? "the end" : fmt::format("'{}'", text_.substr(at_, 20));
    return base::refusal("PARSE_SYNTAX_ERROR", 400,
                         fmt::format("Syntax error at or near {}: {} at position {} of the type \"{}\".",
                                     near, what, std::min(at_, text_.size()) + 1, shown()));
  }

  // The text for a message: all of it unless it is very long.
  std::string shown() const {
    constexpr std::size_t kShown = 500;
    return text_.size() <= kShown ? std::string(text_) : fmt::format("{}...", text_.substr(0, kShown));
  }

  void skip_space() {
    while (!at_end() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool at_quote() const { return !at_end() && (text_[at_] == '\'' || text_[at_] == '"'); }
  bool at_end() const { return at_ >= text_.size(); }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

base::Result<DataType> parse_type(std::string_view text) {
  return TypeParser(text).whole_type();
}

base::Result<DataType> parse_schema(std::string_view text) {
  return TypeParser(text).whole_schema();
}

base::Result<DataType> parse_type_or_schema(std::string_view text) {
  auto type = parse_type(text);
  return type.ok() ? type : parse_schema(text);
}

}  // namespace plan
