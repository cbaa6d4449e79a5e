#pragma once

namespace base {
// Prints the broken promise and aborts. Only for our own faults: no input of a user may reach it.
[[noreturn]] void assert_failed(const char* condition, const char* sentence, const char* file, int line);
}  // namespace base

// Stops the process when one of our own promises is broken: ASSERT(offset <= size, "a slice lies inside its
// file").
#define ASSERT(condition, sentence)                                    \
  do {                                                                 \
    if (!(condition)) [[unlikely]]                                     \
      ::base::assert_failed(#condition, sentence, __FILE__, __LINE__); \
  } while (false)

// Stands where no way leads: UNREACHABLE("every protocol has a service").
#define UNREACHABLE(sentence) ::base::assert_failed("unreachable", sentence, __FILE__, __LINE__)
