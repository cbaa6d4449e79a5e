#include "engine/sources/json_options.h"

#include <fmt/format.h>

#include <functional>

#include "base/text.h"
#include "engine/sources/json_spark_options.h"

namespace engine {
namespace {

using Setter = std::function<base::Result<void>(JsonOptions&, const std::string&)>;
using Vocabulary = std::map<std::string, Setter>;  // names in lower case

base::Error refused(const std::string& option, const std::string& value, std::string_view why) {
  return base::refusal("UnsupportedOption", 400,
                       fmt::format("The JSON option {} = '{}' is not supported: {}.", option, value, why));
}

base::Result<bool> truth(const std::string& option, const std::string& value) {
  if (base::iequals(value, "true")) return true;
  if (base::iequals(value, "false")) return false;
  return refused(option, value, "true or false is expected");
}

Setter flag(std::string option, bool JsonOptions::*member) {
  return [=](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(truth(option, value));
    return {};
  };
}

Setter no_effect() {
  return [](JsonOptions&, const std::string&) -> base::Result<void> { return {}; };
}

// Of a SerDe: whether a malformed row is one of NULLs, or fails the query.
Setter ignore_malformed() {
  return [](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.mode = TRY(truth("ignore.malformed.json", value)) ? JsonOptions::Mode::Permissive
                                                           : JsonOptions::Mode::FailFast;
    return {};
  };
}

Setter compression_type() {
  return [](JsonOptions& into, const std::string& value) -> base::Result<void> {
    for (const auto known : {Compression::None, Compression::Gzip, Compression::Bzip2})
      if (value == name_of(known)) {
        into.compression = known;
        return {};
      }
    return refused("compressionType", value, "gzip, bzip2 and none are read");
  };
}

// $.a['b c'][0][*]: what Glue's page shows, and no filters, slices or recursive descent.
class PathParser {
 public:
  explicit PathParser(const std::string& path) : path_(path), rest_(path) {}

  base::Result<std::vector<JsonStep>> parse() {
    std::vector<JsonStep> steps;
    if (!take("$")) return wrong();
    while (!rest_.empty()) {
      const auto step = take(".") ? name() : take("[") ? brackets() : std::nullopt;
      if (!step) return wrong();
      steps.push_back(*step);
    }
    return steps;
  }

 private:
  base::Error wrong() const {
    return refused("jsonPath", path_, "$, .name, ['name'], [number] and [*] are the steps that are known");
  }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  std::optional<JsonStep> name() {
    const auto text = rest_.substr(0, rest_.find_first_of(".["));
    if (text.empty() || text.find_first_of("*?()@' ") != text.npos) return std::nullopt;
    rest_.remove_prefix(text.size());
    return JsonStep{.kind = JsonStep::Kind::Name, .name = std::string(text)};
  }
  std::optional<JsonStep> brackets() {
    if (take("*]")) return JsonStep{.kind = JsonStep::Kind::EachElement};
    const auto close = rest_.find(']');
    if (close == rest_.npos) return std::nullopt;
    const auto inside = rest_.substr(0, close);
    rest_.remove_prefix(close + 1);
    const bool is_quoted = inside.size() > 2 && inside.front() == inside.back() &&
                           (inside.front() == '\'' || inside.front() == '"');
    if (is_quoted)
      return JsonStep{.kind = JsonStep::Kind::Name, .name = std::string(inside.substr(1, inside.size() - 2))};
    const auto index = base::parse_int(inside);
    if (!index || *index < 0) return std::nullopt;
    return JsonStep{.kind = JsonStep::Kind::Element, .index = static_cast<std::size_t>(*index)};
  }

  const std::string& path_;
  std::string_view rest_;
};

Setter json_path() {
  return [](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.path = TRY(PathParser(value).parse());
    return {};
  };
}

// Of OpenX: a value that is none of its column's type is NULL, or fails the query.
Setter null_for_invalid() {
  return [](JsonOptions& into, const std::string& value) -> base::Result<void> {
    using Misfit = JsonOptions::Misfit;
    into.misfit = TRY(truth("use.null.for.invalid.data", value)) ? Misfit::IsNull : Misfit::Fails;
    return {};
  };
}

// Patterns with commas between them; a backslash before a comma or a backslash makes it one of a pattern.
Setter timestamp_formats() {
  return [](JsonOptions& into, const std::string& value) -> base::Result<void> {
    std::vector<std::string> formats(1);
    for (std::size_t i = 0; i < value.size(); ++i) {
      const bool escape = value[i] == '\\';
      if (escape && (++i == value.size() || (value[i] != ',' && value[i] != '\\')))
        return refused("timestamp.formats", value, "a backslash stands before a comma or another backslash");
      if (value[i] == ',' && !escape)
        formats.emplace_back();
      else
        formats.back() += value[i];
    }
    std::erase(formats, "");
    into.timestamp_formats = std::move(formats);
    return {};
  };
}

JsonOptions serde_defaults(JsonOptions::Reader reader) {
  return {.reader = reader,
          .line_is_record = true,
          .any_bytes = reader == JsonOptions::Reader::OpenX,
          .mode = JsonOptions::Mode::FailFast,
          .misfit = JsonOptions::Misfit::Fails};
}

Vocabulary hive_vocabulary() {
  return {{"ignore.malformed.json", ignore_malformed()},
          {"timestamp.formats", timestamp_formats()},
          {"serialization.format", no_effect()}};
}

Vocabulary openx_vocabulary() {
  return {{"ignore.malformed.json", ignore_malformed()},
          {"use.null.for.invalid.data", null_for_invalid()},
          {"case.insensitive", flag("case.insensitive", &JsonOptions::case_insensitive)},
          {"dots.in.keys", flag("dots.in.keys", &JsonOptions::dots_in_keys)},
          {"explicit.null", no_effect()},  // of what is written
          {"paths", no_effect()},          // the columns' names, as a crawler notes them
          {"serialization.format", no_effect()}};
}

struct Dialect {
  JsonOptions defaults;
  Vocabulary vocabulary;
};

const std::map<std::string, Dialect>& dialects() {
  using Mode = JsonOptions::Mode;
  static const std::map<std::string, Dialect> all = {
      {"glue.json",
       {.defaults =
            {.every_value = true, .mode = Mode::FailFast, .in_order_of_names = false, .small_integers = true},
        .vocabulary = {{"multiline", flag("multiLine", &JsonOptions::multiline)},
                       {"jsonpath", json_path()},
                       {"compressiontype", compression_type()}}}},
      {"hive.json", {.defaults = serde_defaults(JsonOptions::Reader::Hive), .vocabulary = hive_vocabulary()}},
      {"openx.json",
       {.defaults = serde_defaults(JsonOptions::Reader::OpenX), .vocabulary = openx_vocabulary()}}};
  return all;
}

}  // namespace

bool is_json_format(const std::string& format) {
  return format == kSparkJson || dialects().contains(format);
}

base::Result<JsonOptions> parse_json_options(const std::string& format,
                                             const std::map<std::string, std::string>& options) {
  if (format == kSparkJson) return parse_spark_json_options(options);
  const auto dialect = dialects().find(format);
  ASSERT(dialect != dialects().end(), "the caller asked is_json_format()");
  JsonOptions result = dialect->second.defaults;
  constexpr std::string_view kMapping = "mapping.";
  for (const auto& [name, value] : options) {
    if (format == "openx.json" && name.starts_with(kMapping)) {
      result.keys.emplace(base::to_lower(name.substr(kMapping.size())), value);
      continue;
    }
    const auto setter = dialect->second.vocabulary.find(base::to_lower(name));
    if (setter == dialect->second.vocabulary.end())
      return refused(name, value, "this reader has no such option");
    TRY(setter->second(result, value));
  }
  return result;
}

}  // namespace engine
