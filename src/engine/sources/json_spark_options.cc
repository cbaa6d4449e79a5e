#include "engine/sources/json_spark_options.h"

#include <fmt/format.h>

#include <functional>

#include "base/text.h"
#include "engine/sources/csv_spark_options.h"
#include "engine/sources/format_options.h"
#include "engine/sources/spark_option_setters.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Options = std::map<std::string, std::string>;
using Setter = OptionSetter<JsonOptions>;
using Vocabulary = OptionVocabulary<JsonOptions>;

constexpr const char* kFormat = "JSON";

Setter leniency(bool JsonGrammar::*member) {
  return [=](JsonOptions& into, const std::string& value) -> base::Result<void> {
    into.grammar.*member = TRY(spark_boolean(value));
    return {};
  };
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

base::Result<void> set_charset(JsonOptions& into, const std::string& value) {
  into.charset = TRY(spark_charset(value, "JSONOptionsInRead"));
  return {};
}

base::Result<void> set_line_end(JsonOptions& into, const std::string& value) {
  into.line_end = TRY(line_end(value));
  return {};
}

void add_grammar(Vocabulary& all) {
  all["multiline"] = boolean_option(&JsonOptions::multiline);
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
  add_common_options(all, kFormat);
  all["primitivesasstring"] = boolean_option(&JsonOptions::primitives_as_text);
  all["prefersdecimal"] = boolean_option(&JsonOptions::prefers_decimals);
  all["dropfieldifallnull"] = boolean_option(&JsonOptions::drops_null_fields);
  all["infertimestamp"] = boolean_option(&JsonOptions::infers_timestamps);
}

const Vocabulary& vocabulary() {
  static const Vocabulary known = [] {
    Vocabulary all;
    add_grammar(all);
    add_values(all);
    for (const char* of_writing :
         {"ignorenullfields", "pretty", "writenonasciicharacterascodepoint", "useunsaferow"})
      all[of_writing] = checked_option<JsonOptions>(check_boolean);
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
