#include "engine/patterns/pcre2_expression.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/patterns/source.h"

namespace engine::patterns {
namespace {

constexpr std::size_t kMostSteps = 10'000'000;
constexpr std::uint32_t kMostBranches = 10'000'000;  // of one place where a match may begin
constexpr std::uint32_t kMostMemory = 16 << 20;
constexpr std::uint32_t kMostDepth = 1000;  // of brackets, which the parser bounds by less
constexpr std::size_t kCharactersOfStep = 64;

PCRE2_SPTR bytes(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

// A step for each repeated part that has been matched, and one for so many characters passed over since the
// last: what looks through a long text again and again is bounded too.
int count_step(pcre2_callout_block* at, void* counter) {
  Spent& spent = *static_cast<Spent*>(counter);
  const std::size_t place = at->current_position;
  spent.steps += 1 + (std::max(place, spent.place) - std::min(place, spent.place)) / kCharactersOfStep;
  spent.place = place;
  return spent.steps > kMostSteps ? PCRE2_ERROR_CALLOUT : 0;
}

struct FreeStack {
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};

// The thread's own: pages are the machine's to give when they are used.
pcre2_jit_stack* thread_stack(void*) {
  constexpr std::size_t kFirst = 32 << 10;
  thread_local const std::unique_ptr<pcre2_jit_stack, FreeStack> kStack(
      pcre2_jit_stack_create(kFirst, kMostMemory, nullptr));
  return kStack.get();
}

std::string message_of(int code) {
  std::array<unsigned char, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

bool is_a_limit(int code) {
  return code == PCRE2_ERROR_CALLOUT || code == PCRE2_ERROR_MATCHLIMIT ||
         code == PCRE2_ERROR_JIT_STACKLIMIT || code == PCRE2_ERROR_HEAPLIMIT ||
         code == PCRE2_ERROR_DEPTHLIMIT;
}

base::Error too_long(std::string_view text) {
  return base::refusal(kTooLong, 400,
                       fmt::format("it takes more than {} steps or {} MiB on a text of {} bytes", kMostSteps,
                                   kMostMemory >> 20, text.size()));
}

struct FreeContext {
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

}  // namespace

void Pcre2Expression::Free::operator()(pcre2_code* code) const {
  pcre2_code_free(code);
}
void Pcre2Expression::Free::operator()(pcre2_match_context* context) const {
  pcre2_match_context_free(context);
}
void Pcre2Expression::Free::operator()(pcre2_match_data* data) const {
  pcre2_match_data_free(data);
}

Pcre2Expression::Pcre2Expression(pcre2_code* code, pcre2_match_context* context, pcre2_match_data* data)
    : code_(code), context_(context), data_(data) {}

base::Result<std::unique_ptr<Pcre2Expression>> Pcre2Expression::create(const std::string& text) {
  const std::unique_ptr<pcre2_compile_context, FreeContext> settings(pcre2_compile_context_create(nullptr));
  pcre2_set_parens_nest_limit(settings.get(), kMostDepth);
  int error = 0;
  std::size_t place = 0;
  pcre2_code* code = pcre2_compile(bytes(text), text.size(), PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &error,
                                   &place, settings.get());
  if (code == nullptr) return unsupported(message_of(error));
  std::unique_ptr<Pcre2Expression> made(new Pcre2Expression(
      code, pcre2_match_context_create(nullptr), pcre2_match_data_create_from_pattern(code, nullptr)));
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // where it cannot, PCRE2 interprets
  pcre2_match_context* context = made->context_.get();
  pcre2_set_match_limit(context, kMostBranches);
  pcre2_set_heap_limit(context, kMostMemory >> 10);
  pcre2_jit_stack_assign(context, thread_stack, nullptr);
  return made;
}

base::Result<bool> Pcre2Expression::find(std::string_view text, std::size_t from,
                                         std::span<std::string_view> groups, Spent& spent) const {
  pcre2_set_callout(context_.get(), count_step, &spent);
  const int found = pcre2_match(code_.get(), bytes(text), text.size(), from, 0, data_.get(), context_.get());
  if (found == PCRE2_ERROR_NOMATCH) return false;
  if (is_a_limit(found)) return too_long(text);
  if (found < 0) return base::failure("matching a regular expression: {}", message_of(found));
  const std::size_t* places = pcre2_get_ovector_pointer(data_.get());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::size_t begin = places[2 * i], end = places[2 * i + 1];
    const bool matched = std::cmp_less(i, found) && begin != PCRE2_UNSET;
    groups[i] = matched ? text.substr(begin, end - begin) : std::string_view();
  }
  return true;
}

}  // namespace engine::patterns
