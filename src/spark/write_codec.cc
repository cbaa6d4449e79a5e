#include "spark/write_codec.h"

#include <fmt/format.h>

#include <array>

#include "spark/options.h"

namespace spark_door {
namespace {

struct Format {
  std::string_view name;
  std::string_view option;  // of its own, beside `compression`; empty: none
};
constexpr std::array<Format, 3> kFormats = {
    {{"parquet", "parquet.compression"}, {"orc", "orc.compress"}, {"avro", ""}}};

}  // namespace

void complete_codec(spark::connect::WriteOperation& write, Session& session) {
  for (const Format& format : kFormats) {
    if (write.source() != format.name || has_option(write.options(), "compression")) continue;
    if (!format.option.empty() && has_option(write.options(), format.option)) continue;
    const std::string key = fmt::format("spark.sql.{}.compression.codec", format.name);
    const auto codec = session.with_settings([&](Settings& settings) { return settings.find(key); });
    if (codec) (*write.mutable_options())["compression"] = *codec;
  }
}

}  // namespace spark_door
