#include "engine/sources/csv_line.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"

namespace engine {

base::Result<bool> CsvLine::read(std::string_view text) {
  spill_.clear();
  parser_.start(text, true, spill_);
  const auto outcome = parser_.next();
  if (outcome == CsvParser::Outcome::TooManyFields)
    return base::refusal("BadData", 400,
                         fmt::format("A record has more than {} fields.", options_.max_columns));
  return outcome == CsvParser::Outcome::Record;
}

std::vector<std::optional<std::string>> CsvLine::texts() const {
  std::vector<std::optional<std::string>> texts;
  for (const CsvField& field : fields())
    texts.push_back(is_null(field, options_) ? std::nullopt : std::optional<std::string>(field.text()));
  return texts;
}

// Spark and Glue name what a header leaves unnamed by its place.
CsvNames csv_names(std::span<const CsvField> fields, const CsvOptions& options) {
  CsvNames result;
  std::map<std::string, int> uses;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool named = options.header && fields[i].size > 0;
    result.names.push_back(named ? std::string(fields[i].text())
                                 : fmt::format("{}{}", options.default_column_prefix, i));
    if (named) ++uses[base::to_lower(result.names.back())];
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto found = uses.find(base::to_lower(result.names[i]));
    if (found == uses.end() || found->second == 1) continue;
    if (options.same_names == CsvOptions::SameNames::Numbered)
      result.names[i] += std::to_string(i);
    else if (!result.repeated)
      result.repeated = result.names[i];
  }
  return result;
}

}  // namespace engine
