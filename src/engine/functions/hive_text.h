#pragma once

#include <string>
#include <string_view>

#include "duckdb/common/types/vector.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/functions/types.h"

namespace engine {

// What tells the parts of a LazySimpleSerDe's text apart: https://hive.apache.org/docs/latest/serde_27362069/
struct HiveTextForm {
  std::string separators;  // of the parts of a column, of theirs, and so on
  std::string escape;      // one byte, or none: what follows it is text
  std::string null_text;   // a part of this text is NULL
};

// Puts texts into vectors of any type, nested ones too, as Trino's LazySimpleSerDe does: what says no value
// of the type is NULL. Of a key that a map has twice the first value counts. One thread.
class HiveText {
 public:
  explicit HiveText(HiveTextForm form) : form_(std::move(form)) {}

  void write(std::string_view text, duckdb::Vector& vector, duckdb::idx_t row) {
    write_part(text, 0, vector, row);
  }

 private:
  class Parts;

  void write_part(std::string_view text, std::size_t level, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_value(std::string_view text, std::size_t level, duckdb::Vector& vector, duckdb::idx_t row);
  void write_list(std::string_view text, std::size_t level, duckdb::Vector& vector, duckdb::idx_t row);
  void write_map(std::string_view text, std::size_t level, duckdb::Vector& vector, duckdb::idx_t row);
  void write_struct(std::string_view text, std::size_t level, duckdb::Vector& vector, duckdb::idx_t row);
  bool write_scalar(std::string_view text, duckdb::Vector& vector, duckdb::idx_t row);
  std::string unescaped(std::string_view text) const;

  const HiveTextForm form_;
};

// How many separators a type takes: each array and struct has one, a map two.
std::size_t separators_of(const Type& type);

// The text as a value of that type.
Tree hive_text_tree(Tree text, const Type& type, const HiveTextForm& form);
void register_hive_text(duckdb::ExtensionLoader& loader);

}  // namespace engine
