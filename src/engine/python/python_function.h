#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/functions/types.h"

namespace engine {

class Broker;

// Kinds of functions, by Spark's numbers (pyspark.util.PythonEvalType): what a function is given and gives.
enum class PythonKind : std::int32_t {
  Rows = 100,                // a row's values, pickled: a value
  RowsInArrow = 101,         // the same, its results by other rules
  PandasScalar = 200,        // columns: a column
  PandasGroupedMap = 201,    // the rows of a group: rows
  PandasGroupedAgg = 202,    // the columns of a group: a value
  PandasScalarIter = 204,    // an iterator over columns: one over columns
  PandasMapIter = 205,       // an iterator over rows: one over rows
  PandasCogroupedMap = 206,  // the rows of two groups: rows
  ArrowMapIter = 207,
  ArrowGroupedMap = 209,
  ArrowCogroupedMap = 210,
  ArrowGroupedMapIter = 215,
  PandasGroupedMapIter = 216,
  PandasGroupedAggIter = 217,
  ArrowScalar = 250,
  ArrowScalarIter = 251,
  ArrowGroupedAgg = 252,
  ArrowGroupedAggIter = 254,
  Table = 300,         // an instance of a class, of whose methods each row's values are given to one: rows
  TableInArrow = 301,  // the same, its results by other rules
  ArrowTable = 302,    // columns: rows
};

// Whether it is called for one group of rows after another.
constexpr bool is_grouped(PythonKind kind) {
  return kind == PythonKind::PandasGroupedMap || kind == PythonKind::ArrowGroupedMap ||
         kind == PythonKind::PandasGroupedMapIter || kind == PythonKind::ArrowGroupedMapIter ||
         kind == PythonKind::PandasGroupedAgg || kind == PythonKind::PandasGroupedAggIter ||
         kind == PythonKind::ArrowGroupedAgg || kind == PythonKind::ArrowGroupedAggIter;
}

// What the columns of the rows are that a function of groups gets: first so many that say the group, whose
// rows come together. Where two tables are grouped, then one that says which table a row is of (0 or 1, in
// this order within a group), and the columns of the first table, NULL in rows of the second, before those of
// the second.
struct GroupLayout {
  std::size_t keys = 0;
  std::size_t of_first = 0;  // of two tables: how many columns each has
  std::size_t of_second = 0;
};

constexpr bool is_table_function(PythonKind kind) {
  return kind == PythonKind::Table || kind == PythonKind::TableInArrow || kind == PythonKind::ArrowTable;
}

constexpr bool is_cogrouped(PythonKind kind) {
  return kind == PythonKind::PandasCogroupedMap || kind == PythonKind::ArrowCogroupedMap;
}

// What the process of a table function is told beside its code.
struct PythonTable {
  // Of an argument, where the question is which columns there will be.
  struct Asked {
    bool is_constant = false;
    bool is_table = false;
  };
  std::string result;                    // its type, as PySpark writes it in JSON
  std::vector<std::int32_t> tables;      // the arguments that are rows of a table, by their places
  std::vector<std::int32_t> partitions;  // the fields of that row that say the partition
  std::optional<std::string> analysis;   // what analyze() gave: pickled, in base64
  std::optional<std::vector<Asked>> asked = std::nullopt;  // by argument: analyze() is asked, nothing else
};

// A function of a user's, as a plan brings it, and where it is run.
struct PythonFunction {
  struct Argument {
    std::int32_t column;    // of those that are sent
    std::string name = "";  // of a keyword; "": it goes by its place
  };
  std::string name;
  PythonKind kind;
  std::string python_version;  // of whoever pickled it: 3.11
  std::string command;         // the function and the type of its result, or the class, by cloudpickle
  std::vector<Argument> arguments;
  Type result;                                  // a struct where the function gives rows
  std::map<std::string, std::string> settings;  // of Spark's session
  std::string time_zone;
  Broker& broker;                                   // gives processes
  std::optional<PythonTable> table = std::nullopt;  // of a table function
};

}  // namespace engine
