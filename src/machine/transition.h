#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace machine {

// One arrow of a state diagram, as a constant: its name, the states that it may leave, the state that it
// enters, and what it notes in the subject on the way. Pure: no clock, no journal, no thread; what it must
// know comes in the event. A file that lists a machine's transitions from top to bottom reads as the diagram:
//
//   inline constexpr Transition<JobRun, Admitted> kAdmit{
//       "admit", {State::Starting}, State::Running, [](JobRun& run, const Admitted& event) { run.started_at =
//       event.at; }};
//
// Subject is a struct with a member `state`, an enum for which std::string_view name_of(State) is found
// beside it.
template <typename Subject, typename Event = std::monostate>
class Transition {
 public:
  using State = decltype(Subject::state);
  using Effect = void (*)(Subject&, const Event&);

  constexpr Transition(std::string_view name, std::initializer_list<State> from, State to,
                       Effect effect = nullptr)
      : name_(name), to_(to), effect_(effect) {
    for (State state : from) from_[from_count_++] = state;
  }

  constexpr bool can_apply(State state) const {
    return std::find(from_.begin(), from_.begin() + from_count_, state) != from_.begin() + from_count_;
  }
  constexpr bool can_apply(const Subject& subject) const { return can_apply(subject.state); }

  // Moves the subject, or refuses (code IllegalTransition) and leaves it as it is.
  base::Result<void> apply(Subject& subject, const Event& event = {}) const {
    if (!can_apply(subject)) return refusal(subject.state);
    subject.state = to_;
    if (effect_ != nullptr) effect_(subject, event);
    return {};
  }

  constexpr std::string_view name() const { return name_; }
  constexpr State to() const { return to_; }

 private:
  base::Error refusal(State state) const {
    std::string sources;
    for (std::size_t index = 0; index < from_count_; ++index) {
      sources += fmt::format("{}{}", index == 0 ? "" : " or ", name_of(from_[index]));
    }
    return base::refusal("IllegalTransition", 409,
                         fmt::format("'{}' leads from {} to {} and is not possible from {}", name_, sources,
                                     name_of(to_), name_of(state)));
  }

  std::string_view name_;
  std::array<State, 12> from_{};  // a longer list does not compile
  std::size_t from_count_ = 0;
  State to_;
  Effect effect_;
};

}  // namespace machine
