#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/spark_settings.h"

namespace spark_door {

inline constexpr std::string_view kTimeZone = "spark.sql.session.timeZone";
inline constexpr std::string_view kAnsi = "spark.sql.ansi.enabled";
inline constexpr std::string_view kMaxRecordsPerFile = "spark.sql.files.maxRecordsPerFile";
inline constexpr std::string_view kWarehouse = "spark.sql.warehouse.dir";
base::Error no_time_zone(const std::string& value);

// The settings of one session: what a client has set, over what the server says of itself and Spark's
// defaults (known_settings.h). Keys that Spark does not know are kept and given back, as there. One thread.
class Settings {
 public:
  using Values = std::map<std::string, std::string, std::less<>>;

  Settings() = default;
  explicit Settings(Values of_the_server) : of_the_server_(std::move(of_the_server)) {}

  // Refuses, in Spark's words, what is not a session's to set, and values that the key does not take, there
  // or here.
  base::Result<void> set(const std::string& key, const std::string& value);
  base::Result<void> unset(const std::string& key);

  std::optional<std::string> find(std::string_view key) const;
  base::Result<std::string> get(const std::string& key) const;  // SQL_CONF_NOT_FOUND
  // What is set, by the client or by the server: defaults are none of it, as in Spark.
  std::map<std::string, std::string> all() const;

  // Those that say how user Python is run.
  std::map<std::string, std::string> of_python() const;
  // What is set of those that the engine obeys (plan/spark_settings.h).
  std::map<std::string, std::string> of_the_engine() const;
  std::string time_zone() const { return *find(kTimeZone); }
  bool is_on(std::string_view key) const;  // of one that is true or false

 private:
  Values of_the_server_;
  Values values_;
};

// Whether a session may change the key.
bool is_modifiable(std::string_view key);

}  // namespace spark_door
