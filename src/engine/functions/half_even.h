#pragma once

#include "engine/functions/conversions.h"

namespace engine {

// Rounded to the nearest whole number; of two that are as near, to the even one. by > 0
inline Int128 divide_half_even(Int128 value, Int128 by) {
  const Int128 rounded = divide_half_up(value, by);
  const Int128 rest = value % by;
  const bool tie = (rest < 0 ? -rest : rest) * 2 == by;
  return tie && rounded % 2 != 0 ? rounded - (value < 0 ? -1 : 1) : rounded;
}

}  // namespace engine
