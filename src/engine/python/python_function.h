#pragma once

#include <cstdint>
#include <map>
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
};

// Whether it is called for one group of rows after another.
constexpr bool is_grouped(PythonKind kind) {
  return kind == PythonKind::PandasGroupedMap || kind == PythonKind::ArrowGroupedMap ||
         kind == PythonKind::PandasGroupedMapIter || kind == PythonKind::ArrowGroupedMapIter ||
         kind == PythonKind::PandasGroupedAgg || kind == PythonKind::PandasGroupedAggIter ||
         kind == PythonKind::ArrowGroupedAgg || kind == PythonKind::ArrowGroupedAggIter;
}

// A function of a user's, as a plan brings it, and where it is run.
struct PythonFunction {
  struct Argument {
    std::int32_t column;    // of those that are sent
    std::string name = "";  // of a keyword; "": it goes by its place
  };
  std::string name;
  PythonKind kind;
  std::string python_version;  // of whoever pickled it: 3.11
  std::string command;         // the function and the type of its result, by cloudpickle
  std::vector<Argument> arguments;
  Type result;                                  // a struct where the function gives rows
  std::map<std::string, std::string> settings;  // of Spark's session
  std::string time_zone;
  Broker& broker;  // gives processes
};

}  // namespace engine
