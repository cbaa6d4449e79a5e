#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/types.h"

namespace sql {

// One type of a signature: varchar, array(T), row(K, V), function(T, boolean). A capital letter stands for
// any type, O for any that is ordered, the same wherever it stands; `integral`, `decimal`, `orderable` and
// `any` for those that are so.
struct TypePattern {
  std::string name;
  std::vector<TypePattern> parts;
};

// What a function takes and gives, as Trino's documentation writes it: "split_part(varchar, varchar, bigint)
// -> varchar". Three dots behind the last argument let it repeat.
struct Signature {
  std::vector<TypePattern> takes;
  TypePattern gives;
  bool repeats = false;

  static Signature parse(std::string_view text);  // of our own tables: it is right
  bool takes_count(std::size_t count) const;
  const TypePattern& argument(std::size_t index) const;
};

// "split_part" of the text above.
std::string_view function_name(std::string_view signature);

// The types that a signature's letters stand for in one call.
class Bindings {
 public:
  // Whether a value of the type can be such an argument; with `coercing`, after a conversion that never
  // fails.
  bool bind(const TypePattern& pattern, const Type& type, bool coercing);

  // The type that the argument is to have; a pattern that takes several has the argument's own.
  Type resolve(const TypePattern& pattern, const Type& given) const;

 private:
  bool bind_variable(const std::string& name, const Type& type);

  std::map<std::string, Type> types_;
};

}  // namespace sql
