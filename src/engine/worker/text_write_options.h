#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "engine/sinks/write_spec.h"

namespace engine {

// What a write's options say of its files, by their names in lower case.
using WriteSetter = std::function<base::Result<void>(WriteSpec&, const std::string&)>;
using WriteSetters = std::map<std::string, WriteSetter>;

// Those of Spark's writers of texts
// (https://spark.apache.org/docs/latest/sql-data-sources-csv.html, -json, -text). Those that only say how
// files are read have no effect.
const WriteSetters& csv_write_setters();
const WriteSetters& json_write_setters();
const WriteSetters& text_write_setters();

base::Result<void> set_text_compression(WriteSpec& spec, const std::string& value);

// An option of Spark's that says nothing of how files are written.
base::Result<void> set_nothing(WriteSpec& spec, const std::string& value);

// Spark's refusal of a codec that there is not.
base::Error no_codec(const std::string& codec, std::string_view known);

}  // namespace engine
