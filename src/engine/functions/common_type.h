#pragma once

#include <functional>
#include <optional>

#include "engine/functions/types.h"

namespace engine {

// A rule of the type that two values share (types.h and cast.h have two); none: there is no such type.
using CommonType = std::function<std::optional<Type>(const Type& a, const Type& b)>;

// Of two lists, two maps, or two structs with the same fields in the same order: the rule is for their parts.
std::optional<Type> common_nested_type(const Type& a, const Type& b, const CommonType& common);

// Where a text does not become one with another value, nor in what holds both.
std::optional<Type> common_type_beside_texts(const Type& a, const Type& b);

}  // namespace engine
