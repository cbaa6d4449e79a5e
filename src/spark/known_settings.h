#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spark_door {

// The settings that Spark knows by name (https://spark.apache.org/docs/latest/configuration.html, and what
// `SET -v` shows), and what became of each here: kept; taken, because it says how Spark computes and not
// what; or refused but for its default, because it says what Spark computes and nobody here reads it. A key
// that Spark does not know is anybody's own, as there.

// Below it Spark keeps what it did before: each says what is computed, and is false unless a row says more.
inline constexpr std::string_view kLegacy = "spark.sql.legacy.";

// Unset, it has this value. Nothing: Spark has none, or nobody has asked for it yet.
std::optional<std::string_view> default_of(std::string_view key);

// The one value that may be set; empty: none may. Nothing: more than one may.
std::optional<std::string_view> only_value_of(std::string_view key);

// A list of keys, in which one that ends in a dot stands for all below it.
bool is_among(std::span<const std::string_view> keys, std::string_view key);

// Of the server, to be read and not to be set.
bool is_static(std::string_view key);

// Of the cluster that there is none of here.
bool is_of_the_cluster(std::string_view key);

// Spark knows it as a session's.
bool is_known(std::string_view key);

// The words that it takes, as Spark's errors list them: "EXCEPTION, LAST_WIN". Nothing: it takes others too.
std::optional<std::string_view> words_of(std::string_view key);

// The defaults of the settings whose key begins so.
std::map<std::string, std::string> defaults_below(std::string_view prefix);

}  // namespace spark_door
