#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

struct pcre2_real_code_8;
struct pcre2_real_match_context_8;
struct pcre2_real_match_data_8;

namespace engine::patterns {

// What matching has cost so far, for all matches in one text.
struct Spent {
  std::size_t steps = 0;
  std::size_t place = 0;  // where the last step was
};

// An expression of PCRE2's, compiled to machine code where the machine allows it. Of one thread.
class Pcre2Expression {
 public:
  static base::Result<std::unique_ptr<Pcre2Expression>> create(const std::string& text);

  // Whether there is a match at `from` or behind it, and its groups, the whole first, those without a match
  // without data. Fails (kTooLong) beyond some ten million steps in a text, or 16 MiB of memory.
  base::Result<bool> find(std::string_view text, std::size_t from, std::span<std::string_view> groups,
                          Spent& spent) const;

 private:
  struct Free {
    void operator()(pcre2_real_code_8* code) const;
    void operator()(pcre2_real_match_context_8* context) const;
    void operator()(pcre2_real_match_data_8* data) const;
  };

  Pcre2Expression(pcre2_real_code_8* code, pcre2_real_match_context_8* context,
                  pcre2_real_match_data_8* data);

  const std::unique_ptr<pcre2_real_code_8, Free> code_;
  const std::unique_ptr<pcre2_real_match_context_8, Free> context_;
  const std::unique_ptr<pcre2_real_match_data_8, Free> data_;
};

}  // namespace engine::patterns
