#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spark_door {

inline constexpr std::string_view kTimeZone = "spark.sql.session.timeZone";
inline constexpr std::string_view kAnsi = "spark.sql.ansi.enabled";
base::Error no_time_zone(const std::string& value);

// The settings of one session: what a client has set, over Spark's defaults
// (https://spark.apache.org/docs/latest/configuration.html) for the keys that clients ask for. Keys that
// nobody here reads are kept and given back, as those of a JVM are by design. One thread.
class Settings {
 public:
  // Refuses, in Spark's words, what is not a session's to set, and values that the key does not take.
  base::Result<void> set(const std::string& key, const std::string& value);
  base::Result<void> unset(const std::string& key);

  std::optional<std::string> find(std::string_view key) const;
  base::Result<std::string> get(const std::string& key) const;  // SQL_CONF_NOT_FOUND
  std::map<std::string, std::string> all() const;

  // Those that say how user Python is run.
  std::map<std::string, std::string> of_python() const;
  std::string time_zone() const { return *find(kTimeZone); }
  bool is_on(std::string_view key) const;  // of one that is true or false

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// Whether a session may change the key.
bool is_modifiable(std::string_view key);

}  // namespace spark_door
