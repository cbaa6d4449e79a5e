// Follows what Spark calls partition discovery:
// https://spark.apache.org/docs/latest/sql-data-sources-parquet.html#partition-discovery
#include "lake/hive_folders.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lake {
namespace {

std::optional<int> hex_digit(char c) {
  const auto place = std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(c)));
  return place == std::string_view::npos ? std::nullopt : std::optional(static_cast<int>(place));
}

// %41 is A; what is no such thing stays.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high && low) {
        result += static_cast<char>(*high * 16 + *low);
        i += 2;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

struct Folders {
  std::vector<std::string> names;
  std::vector<std::optional<std::string>> values;
};

// The nearest folders of name=value above the file, right above each other; all others are only places.
Folders folders_of(std::string_view path) {
  Folders folders;
  for (auto end = path.rfind('/'); end != path.npos && end > 0;) {
    const auto before = path.rfind('/', end - 1);
    const auto begin = before == path.npos ? 0 : before + 1;
    const std::string_view folder = path.substr(begin, end - begin);
    const auto equals = folder.find('=');
    if (equals == folder.npos || equals == 0) {
      if (!folders.names.empty()) break;
      end = before;
      continue;
    }
    const std::string_view value = folder.substr(equals + 1);
    folders.names.insert(folders.names.begin(), unescaped(folder.substr(0, equals)));
    folders.values.insert(folders.values.begin(),
                          value == kNullPartition ? std::nullopt : std::optional(unescaped(value)));
    end = before;
  }
  return folders;
}

}  // namespace

base::Result<FolderColumns> hive_folders(const std::vector<PlacedFile>& files) {
  FolderColumns columns;
  for (const PlacedFile& file : files) {
    Folders folders = folders_of(file.below);
    if (columns.values.empty())
      columns.names = std::move(folders.names);
    else if (columns.names != folders.names)
      return base::refusal(
          "CONFLICTING_PARTITION_COLUMN_NAMES", 400,
          fmt::format(
              "[CONFLICTING_PARTITION_COLUMN_NAMES] Conflicting partition column names detected: the folders "
              "of {} name the columns ({}), those of {} ({}).",
              files.front().uri, base::join(columns.names, ", "), file.uri, base::join(folders.names, ", ")));
    columns.values.push_back(std::move(folders.values));
  }
  return columns;
}

}  // namespace lake
