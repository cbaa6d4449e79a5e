#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/functions/time_zone.h"
#include "engine/functions/tree.h"

namespace duckdb {
class DatabaseInstance;
class ExtensionLoader;
}  // namespace duckdb

namespace engine {

// Trino's timestamp(3) with time zone: an instant, and the zone whose wall clock shows it. In DuckDB it is a
// BIGINT of its own name, as Trino packs it: milliseconds since 1970, above the number of the zone. Two are
// equal, and in order, by their instants alone (register_zoned_timestamps). See docs/adr/0005.
struct ZonedTimestamp {
  std::int64_t utc_ms = 0;
  TimeZone zone = TimeZone::utc();

  static ZonedTimestamp of(std::int64_t packed) {
    constexpr std::int64_t kZone = (std::int64_t{1} << TimeZone::kBits) - 1;
    return {packed >> TimeZone::kBits, TimeZone::of_number(static_cast<std::uint16_t>(packed & kZone))};
  }
  // Raises when the instant lies beyond some 70,000 years (INVALID_FUNCTION_ARGUMENT).
  std::int64_t packed() const;
  std::int64_t local_ms() const { return zone.to_local(utc_ms); }
};

bool fits_zoned(std::int64_t utc_ms);

Type zoned_type();
bool is_zoned(const Type& type);
bool holds_zoned(const Type& type);  // itself, or some part of it

// What DuckDB is to compare in the value's stead, where it does not ask (as in aggregates): the instant of a
// zoned timestamp, else the value itself.
Tree comparable(Tree value, const Type& type);

// 2024-01-02 03:04:05.678 Europe/Berlin
std::string zoned_text(std::int64_t packed);

// Tells DuckDB to compare, order, group and join such values by their instants.
void register_zoned_timestamps(duckdb::DatabaseInstance& database, duckdb::ExtensionLoader& loader);

}  // namespace engine
