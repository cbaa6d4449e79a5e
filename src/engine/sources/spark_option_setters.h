#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/sources/format_options.h"

namespace engine {

// What the options of Spark's readers of CSV and of JSON have in common. `Options` has the members times and
// mode.

template <typename Options>
using OptionSetter = std::function<base::Result<void>(Options&, const std::string&)>;
template <typename Options>
using OptionVocabulary = std::map<std::string, OptionSetter<Options>>;  // names in lower case

template <typename Options>
OptionSetter<Options> boolean_option(bool Options::*member) {
  return [=](Options& into, const std::string& value) -> base::Result<void> {
    into.*member = TRY(spark_boolean(value));
    return {};
  };
}

template <typename Options>
OptionSetter<Options> text_option(std::string Options::*member) {
  return [=](Options& into, const std::string& value) -> base::Result<void> {
    into.*member = value;
    return {};
  };
}

// One that is checked, and has no effect beyond.
template <typename Options>
OptionSetter<Options> checked_option(std::function<base::Result<void>(const std::string&)> check) {
  return [=](Options&, const std::string& value) -> base::Result<void> { return check(value); };
}

// What says how dates and times are written, and what becomes of records that are malformed.
template <typename Options>
void add_common_options(OptionVocabulary<Options>& all, const char* format) {
  const auto pattern = [](auto member) {
    return [=](Options& into, const std::string& value) -> base::Result<void> {
      into.times.*member = value;
      return {};
    };
  };
  all["dateformat"] = pattern(&TimeFormats::date);
  all["timestampformat"] = pattern(&TimeFormats::timestamp);
  all["timestampntzformat"] = pattern(&TimeFormats::local);
  all["timezone"] = pattern(&TimeFormats::zone);
  all["enabledatetimeparsingfallback"] = [](Options& into, const std::string& value) -> base::Result<void> {
    into.times.falls_back = TRY(spark_boolean(value));
    return {};
  };
  all["mode"] = [format](Options& into, const std::string& value) -> base::Result<void> {
    into.mode = TRY(spark_mode(format, value));
    return {};
  };
  all["locale"] = checked_option<Options>(check_locale);
  all["samplingratio"] = checked_option<Options>(check_sampling_ratio);
  all["columnnameofcorruptrecord"] = text_option(&Options::corrupt_column);
}

}  // namespace engine
