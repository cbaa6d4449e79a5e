#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "engine/functions/types.h"

namespace engine {
namespace {

// A recursive descent over the text of a type or schema. One use.
class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  base::Result<Type> whole_type() {
    auto type = TRY(parse_one());
    skip_space();
    if (position_ < text_.size()) return refused();
    return type;
  }

  // Fields up to the end: `name type`, `name: type`, with NOT NULL and COMMENT.
  base::Result<std::vector<Field>> whole_schema() {
    std::vector<Field> fields;
    skip_space();
    while (position_ < text_.size()) {
      fields.push_back(TRY(field()));
      skip_space();
      if (position_ == text_.size()) break;
      if (!take(',')) return refused();
    }
    return fields;
  }

 private:
  base::Result<Type> parse_one() {
    const auto name = base::to_lower(word());
    if (name == "array") {
      if (!take('<')) return refused();
      auto element = TRY(parse_one());
      if (!take('>')) return refused();
      return Type(Type::LIST(std::move(element)));
    }
    if (name == "map") {
      if (!take('<')) return refused();
      auto key = TRY(parse_one());
      if (!take(',')) return refused();
      auto value = TRY(parse_one());
      if (!take('>')) return refused();
      return Type(Type::MAP(std::move(key), std::move(value)));
    }
    if (name == "struct") return structure();
    if (name == "decimal" || name == "dec" || name == "numeric") return decimal();
    if (name == "char" || name == "varchar" || name == "character") {
      if (take('(') && (!number() || !take(')'))) return refused();
      return Type(Type::VARCHAR);
    }
    return plain(name);
  }

  base::Result<Type> plain(const std::string& name) {
    static const std::map<std::string, Type> types = {
        {"boolean", Type::BOOLEAN},   {"tinyint", Type::TINYINT},         {"byte", Type::TINYINT},
        {"smallint", Type::SMALLINT}, {"short", Type::SMALLINT},          {"int", Type::INTEGER},
        {"integer", Type::INTEGER},   {"bigint", Type::BIGINT},           {"long", Type::BIGINT},
        {"float", Type::FLOAT},       {"real", Type::FLOAT},              {"double", Type::DOUBLE},
        {"string", Type::VARCHAR},    {"binary", Type::BLOB},             {"date", Type::DATE},
        {"timestamp", Type::TIMESTAMP_TZ}, {"timestamp_ltz", Type::TIMESTAMP_TZ},
        {"timestamp_ntz", Type::TIMESTAMP}, {"void", Type::SQLNULL}};
    const auto found = types.find(name);
    if (found == types.end()) return refused();
    return found->second;
  }

  base::Result<Type> decimal() {
    int precision = 10, scale = 0;
    if (take('(')) {
      const auto digits = number();
      if (!digits) return refused();
      precision = *digits;
      if (take(',')) {
        const auto fraction = number();
        if (!fraction) return refused();
        scale = *fraction;
      }
      if (!take(')')) return refused();
    }
    if (precision < 1 || precision > 38 || scale < 0 || scale > precision) return refused();
    return Type(Type::DECIMAL(static_cast<uint8_t>(precision), static_cast<uint8_t>(scale)));
  }

  base::Result<Type> structure() {
    if (!take('<')) return refused();
    duckdb::child_list_t<Type> fields;
    while (!take('>')) {
      if (!fields.empty() && !take(',')) return refused();
      auto next = TRY(field());
      fields.emplace_back(std::move(next.name), std::move(next.type));
    }
    return Type(Type::STRUCT(std::move(fields)));
  }

  base::Result<Field> field() {
    Field result;
    skip_space();
    result.name = position_ < text_.size() && text_[position_] == '`' ? quoted('`') : std::string(word());
    if (result.name.empty()) return refused();
    take(':');
    result.type = TRY(parse_one());
    if (take_word("not") && !take_word("null")) return refused();
    if (take_word("comment")) {
      skip_space();
      if (position_ == text_.size() || (text_[position_] != '\'' && text_[position_] != '"')) return refused();
      quoted(text_[position_]);
    }
    return result;
  }

  // A text between two of `mark`; a doubled mark is one.
  std::string quoted(char mark) {
    std::string result;
    for (++position_; position_ < text_.size(); ++position_) {
      if (text_[position_] != mark) {
        result += text_[position_];
      } else if (position_ + 1 < text_.size() && text_[position_ + 1] == mark) {
        result += text_[++position_];
      } else {
        ++position_;
        break;
      }
    }
    return result;
  }

  void skip_space() {
    while (position_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[position_]))) ++position_;
  }

  bool take(char wanted) {
    skip_space();
    if (position_ == text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  bool take_word(std::string_view wanted) {
    const auto before = position_;
    if (base::iequals(word(), wanted)) return true;
    position_ = before;
    return false;
  }

  std::string_view word() {
    skip_space();
    const auto begin = position_;
    while (position_ < text_.size() && std::string_view(" \t\r\n<>(),:'\"`").find(text_[position_]) == std::string_view::npos)
      ++position_;
    return text_.substr(begin, position_ - begin);
  }

  std::optional<int> number() {
    const auto value = base::parse_int(word());
    if (!value || *value < 0 || *value > 65535) return std::nullopt;
    return static_cast<int>(*value);
  }

  base::Error refused() const {
    return base::refusal("UNSUPPORTED_DATATYPE", 400, fmt::format("\"{}\" is no type that is supported here.", text_));
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

base::Result<Type> parse_type(std::string_view text) { return TypeParser(text).whole_type(); }

base::Result<std::vector<Field>> parse_schema(std::string_view text) {
  const auto trimmed = base::trim(text);
  const bool is_struct = trimmed.size() > 8 && base::iequals(trimmed.substr(0, 7), "struct<") && trimmed.back() == '>';
  return TypeParser(is_struct ? trimmed.substr(7, trimmed.size() - 8) : trimmed).whole_schema();
}

}  // namespace engine
