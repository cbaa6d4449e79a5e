#include "machine/transition.h"

#include <gtest/gtest.h>

namespace machine {
namespace {

enum class Light { Red, Green, Broken };

std::string_view name_of(Light light) {
  constexpr std::string_view kNames[] = {"RED", "GREEN", "BROKEN"};
  return kNames[static_cast<int>(light)];
}

struct Signal {
  Light state = Light::Red;
  int seen_at = 0;
};

struct Switched {
  int at = 0;
};

constexpr Transition<Signal, Switched> kGo{
    "go", {Light::Red}, Light::Green, [](Signal& signal, const Switched& event) {
      signal.seen_at = event.at;
    }};
constexpr Transition<Signal> kBreak{"break", {Light::Red, Light::Green}, Light::Broken};

static_assert(kGo.can_apply(Light::Red) && !kGo.can_apply(Light::Broken), "transitions are constants");

TEST(Transition, MovesFromAnAllowedStateAndTakesItsEffect) {
  Signal signal;
  ASSERT_TRUE(kGo.apply(signal, {.at = 7}).ok());
  EXPECT_EQ(signal.state, Light::Green);
  EXPECT_EQ(signal.seen_at, 7);
}

TEST(Transition, RefusedLeavesTheSubjectAloneAndNamesTheStates) {
  Signal signal{.state = Light::Broken, .seen_at = 3};
  const auto result = kGo.apply(signal, {.at = 7});
  EXPECT_EQ(result.error().code, "IllegalTransition");
  EXPECT_EQ(result.error().message, "'go' leads from RED to GREEN and is not possible from BROKEN");
  EXPECT_EQ(signal.state, Light::Broken);
  EXPECT_EQ(signal.seen_at, 3);
}

TEST(Transition, MayLeaveSeveralStatesAndNeedNoEvent) {
  for (Light light : {Light::Red, Light::Green}) {
    Signal signal{.state = light};
    EXPECT_TRUE(kBreak.apply(signal).ok());
    EXPECT_EQ(signal.state, Light::Broken);
  }
}

TEST(Transition, IsNotPossibleTwiceUnlessItSaysSo) {
  Signal signal;
  ASSERT_TRUE(kGo.apply(signal).ok());
  EXPECT_FALSE(kGo.apply(signal).ok());
}

}  // namespace
}  // namespace machine
