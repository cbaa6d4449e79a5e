#include "engine/sources/json_spark_options.h"

#include <fmt/format.h>

#include <functional>

#include "base/text.h"
#include "engine/sources/csv_spark_options.h"
#include "engine/sources/format_options.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Options = std::map<std::string, std::string>;
using Setter = std::function<base::Result<void>(JsonOptions&, const std::string&)>;
using Vocabulary = std::map<std::string, Setter>;  // names in lower case

constexpr const char* kFormat = "JSON";

Setter boolean(bool JsonOptions::*member) {
  return [=](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(spark_boolean(value));
    return {};
  };
}

Setter leniency(bool JsonGrammar::*member) {
  return [=](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.grammar.*member = TRY(spark_boolean(value));
    return {};
  };
}

Setter pattern(std::optional<std::string> TimeFormats::*member) {
  return [=](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.times.*member = value;
    return {};
  };
}

Setter checked(std::function<base::Result<void>(const std::string&)> check) {
  return [=](JsonOptions&, const std::string& value) -> base::Result<void> { return check(value); };
}

// Bounds of Jackson's. Ours are not below its own; a lower one would have to refuse what is read here.
base::Result<void> check_bound(const std::string& name, const std::string& value, std::int64_t own) {
  const auto bound = base::parse_int(value);
  if (!bound)
    return base::refusal(plan::kIllegalArgument, 400, fmt::format("For input string: \"{}\"", value));
  if (*bound >= own) return {};
  return no_such_option(kFormat, name, value, fmt::format("no bound below {} is kept", own));
}

Setter bound(std::string name, std::int64_t own) {
  return [name = std::move(name), own](JsonOptions&, const std::string& value) {
    return check_bound(name, value, own);
  };
}

base::Result<void> check_boolean(const std::string& value) {
  TRY(spark_boolean(value));
  return {};
}

base::Result<void> set_mode(JsonOptions& into, const std::string& value) {
  into.mode = TRY(spark_mode(kFormat, value));
  return {};
}

base::Result<void> set_corrupt_column(JsonOptions& into, const std::string& value) {
  into.corrupt_column = value;
  return {};
}

base::Result<void> set_charset(JsonOptions& into, const std::string& value) {
  into.charset = TRY(spark_charset(value, "JSONOptionsInRead"));
  return {};
}

base::Result<void> set_line_end(JsonOptions& into, const std::string& value) {
  into.line_end = TRY(line_end(value));
  return {};
}

base::Result<void> set_zone(JsonOptions& into, const std::string& value) {
  into.times.zone = value;
  return {};
}

base::Result<void> set_fallback(JsonOptions& into, const std::string& value) {
  into.times.falls_back = TRY(spark_boolean(value));
  return {};
}

void add_grammar(Vocabulary& all) {
  all["multiline"] = boolean(&JsonOptions::multiline);
  all["encoding"] = all["charset"] = set_charset;
  all["linesep"] = set_line_end;
  all["allowcomments"] = leniency(&JsonGrammar::comments);
  all["allowunquotedfieldnames"] = leniency(&JsonGrammar::unquoted_names);
  all["allowsinglequotes"] = leniency(&JsonGrammar::single_quotes);
  all["allownumericleadingzeros"] = leniency(&JsonGrammar::leading_zeros);
  all["allowbackslashescapinganycharacter"] = leniency(&JsonGrammar::any_escape);
  all["allowunquotedcontrolchars"] = leniency(&JsonGrammar::control_characters);
  all["allownonnumericnumbers"] = leniency(&JsonGrammar::not_finite);
  all["maxnestingdepth"] = bound("maxNestingDepth", 1000);
  all["maxnumlen"] = bound("maxNumLen", 1000);
  all["maxstringlen"] = bound("maxStringLen", 20'000'000);
}

void add_values(Vocabulary& all) {
  all["primitivesasstring"] = boolean(&JsonOptions::primitives_as_text);
  all["prefersdecimal"] = boolean(&JsonOptions::prefers_decimals);
  all["dropfieldifallnull"] = boolean(&JsonOptions::drops_null_fields);
  all["infertimestamp"] = boolean(&JsonOptions::infers_timestamps);
  all["samplingratio"] = checked(check_sampling_ratio);
  all["mode"] = set_mode;
  all["columnnameofcorruptrecord"] = set_corrupt_column;
  all["dateformat"] = pattern(&TimeFormats::date);
  all["timestampformat"] = pattern(&TimeFormats::timestamp);
  all["timestampntzformat"] = pattern(&TimeFormats::local);
  all["timezone"] = set_zone;
  all["enabledatetimeparsingfallback"] = set_fallback;
  all["locale"] = checked(check_locale);
}

const Vocabulary& vocabulary() {
  static const Vocabulary known = [] {
    Vocabulary all;
    add_grammar(all);
    add_values(all);
    for (const char* of_writing :
         {"ignorenullfields", "pretty", "writenonasciicharacterascodepoint", "useunsaferow"})
      all[of_writing] = checked(check_boolean);
    all["compression"] = [](JsonOptions&, const std::string&) -> base::Result<void> { return {}; };
    return all;
  }();
  return known;
}

}  // namespace

base::Result<JsonOptions> parse_spark_json_options(const Options& options) {
  JsonOptions result;
  Options lower;
  for (const auto& [name, value] : options) lower[base::to_lower(name)] = value;
  for (const auto& [name, value] : options) {
    const std::string key = base::to_lower(name);
    if (is_of_other_format(kSparkJson, key) || (key == "charset" && lower.contains("encoding"))) continue;
    const auto setter = vocabulary().find(key);
    if (setter == vocabulary().end())
      return no_such_option(kFormat, name, value, "this reader has no such option");
    TRY(setter->second(result, value));
  }
  if (result.charset == Charset::Utf8 || result.multiline || !result.line_end.empty()) return result;
  const std::string& named = lower.contains("encoding") ? lower["encoding"] : lower["charset"];
  return base::refusal(
      plan::kIllegalArgument, 400,
      fmt::format("requirement failed: The lineSep option must be specified for the {} encoding", named));
}

}  // namespace engine
