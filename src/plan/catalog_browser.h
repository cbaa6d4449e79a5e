#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace plan {

struct DatabaseDescription {
  std::string name;
  std::string description;  // empty: none
  std::string location;     // of tables that say none themselves; empty: none
  std::map<std::string, std::string> parameters;
};

// A table as its catalog entry says, whether it can be read or not.
struct TableDescription {
  std::string name;
  std::string type;  // EXTERNAL_TABLE, VIRTUAL_VIEW; empty: the entry says none
  base::Timestamp created_at;
  std::optional<base::Timestamp> last_access;
  std::vector<Column> columns;
  std::vector<Column> partition_keys;
  std::map<std::string, std::string> parameters;
  std::string location;
  std::string input_format;
  std::string output_format;
  std::string serde;
  std::map<std::string, std::string> serde_parameters;
};

// What readers of a data catalog ask, beside what planning asks (catalog.h); Glue's implements it. Scoped to
// one account and region by whoever hands it out. Names are matched in lower case.
class CatalogBrowser {
 public:
  // A page of names in order: those behind `after`, at most `limit`.
  struct Page {
    std::string after;
    int limit = 50;
  };

  virtual ~CatalogBrowser() = default;
  // No value: there is no such thing.
  virtual base::Result<std::optional<DatabaseDescription>> database(const std::string& name) = 0;
  virtual base::Result<std::vector<DatabaseDescription>> databases(const Page& page) = 0;
  virtual base::Result<std::optional<TableDescription>> table(const std::string& database,
                                                              const std::string& name) = 0;
  // The tables whose whole name matches the regular expression, in any case; empty: all. A broken expression
  // is refused.
  virtual base::Result<std::vector<TableDescription>> tables(const std::string& database,
                                                             const std::string& expression,
                                                             const Page& page) = 0;
};

}  // namespace plan
