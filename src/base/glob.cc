// Follows https://docs.aws.amazon.com/glue/latest/dg/define-crawler.html (exclude patterns), whose globs
// connection options share, and Hadoop's paths.
#include "base/glob.h"

#include <optional>
#include <vector>

namespace base {
namespace {

// One step of a pattern. All places where a match may be are followed at once, so the time is bounded by the
// lengths of pattern and text multiplied, whatever the pattern.
struct Step {
  enum class Kind { Character, AnyButSlash, Class, Run, RunAcross, Fork, Jump } kind;
  char character = 0;
  std::string_view set = {};              // of Class: what stands between the brackets
  std::vector<std::size_t> targets = {};  // of Fork and Jump: the steps to go on with
};

bool class_holds(std::string_view set, char c) {
  const bool negated = set.front() == '!' || set.front() == '^';
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const bool range = i + 2 < set.size() && set[i + 1] == '-';
    found |= range ? set[i] <= c && c <= set[i + 2] : set[i] == c;
    if (range) i += 2;
  }
  return found != negated && c != '/';
}

class Compiler {
 public:
  static std::vector<Step> compile(std::string_view pattern) {
    Compiler compiler;
    compiler.add_all(pattern);
    return std::move(compiler.steps_);
  }

 private:
  void add_all(std::string_view pattern) {
    while (!pattern.empty()) pattern.remove_prefix(add_first(pattern));
  }

  // Adds what the pattern starts with, and tells how long that is. Brackets that are not closed stand for
  // themselves.
  std::size_t add_first(std::string_view pattern) {
    if (pattern.starts_with("**")) return add({Step::Kind::RunAcross}, 2);
    if (pattern[0] == '*') return add({Step::Kind::Run}, 1);
    if (pattern[0] == '?') return add({Step::Kind::AnyButSlash}, 1);
    if (pattern[0] == '\\' && pattern.size() > 1) return add({Step::Kind::Character, pattern[1]}, 2);
    if (const std::size_t close = pattern.find(']', 2); pattern[0] == '[' && close != pattern.npos)
      return add({Step::Kind::Class, 0, pattern.substr(1, close - 1)}, close + 1);
    if (const std::size_t close = pattern.find('}'); pattern[0] == '{' && close != pattern.npos) {
      add_choices(pattern.substr(1, close - 1));
      return close + 1;
    }
    return add({Step::Kind::Character, pattern[0]}, 1);
  }

  std::size_t add(Step step, std::size_t length) {
    steps_.push_back(std::move(step));
    return length;
  }

  void add_choices(std::string_view choices) {
    const std::size_t fork = steps_.size();
    steps_.push_back({Step::Kind::Fork});
    std::vector<std::size_t> ends;
    for (std::size_t comma = 0; comma != choices.npos;) {
      comma = choices.find(',');
      steps_[fork].targets.push_back(steps_.size());
      add_all(choices.substr(0, comma));
      ends.push_back(steps_.size());
      steps_.push_back({Step::Kind::Jump});
      if (comma != choices.npos) choices.remove_prefix(comma + 1);
    }
    for (const std::size_t end : ends) steps_[end].targets = {steps_.size()};
  }

  std::vector<Step> steps_;
};

// The steps that may come next, each once.
class Places {
 public:
  explicit Places(const std::vector<Step>& steps) : steps_(&steps), is_in_(steps.size() + 1) {}

  // With those that are reached without a character: a run may be empty.
  void add(std::size_t place) {
    open_.push_back(place);
    while (!open_.empty()) {
      const std::size_t next = open_.back();
      open_.pop_back();
      if (is_in_[next]) continue;
      is_in_[next] = true;
      places_.push_back(next);
      if (next == steps_->size()) continue;
      const Step& step = (*steps_)[next];
      open_.insert(open_.end(), step.targets.begin(), step.targets.end());
      if (step.kind == Step::Kind::Run || step.kind == Step::Kind::RunAcross) open_.push_back(next + 1);
    }
  }

  void clear() {
    for (const std::size_t place : places_) is_in_[place] = false;
    places_.clear();
  }

  const std::vector<std::size_t>& all() const { return places_; }
  bool at_end() const { return is_in_.back(); }

 private:
  const std::vector<Step>* steps_;
  std::vector<bool> is_in_;
  std::vector<std::size_t> places_;
  std::vector<std::size_t> open_;  // that add() has yet to look at
};

// Where the step at `place` leads with that character; nothing: nowhere.
std::optional<std::size_t> after(const Step& step, std::size_t place, char c) {
  switch (step.kind) {
    case Step::Kind::Character:
      return c == step.character ? std::optional(place + 1) : std::nullopt;
    case Step::Kind::AnyButSlash:
      return c != '/' ? std::optional(place + 1) : std::nullopt;
    case Step::Kind::Class:
      return class_holds(step.set, c) ? std::optional(place + 1) : std::nullopt;
    case Step::Kind::Run:
      return c != '/' ? std::optional(place) : std::nullopt;
    case Step::Kind::RunAcross:
      return place;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  const std::vector<Step> steps = Compiler::compile(pattern);
  Places places(steps), next(steps);
  places.add(0);
  for (const char c : text) {
    next.clear();
    for (const std::size_t place : places.all())
      if (place < steps.size())
        if (const auto reached = after(steps[place], place, c)) next.add(*reached);
    if (next.all().empty()) return false;
    std::swap(places, next);
  }
  return places.at_end();
}

}  // namespace base
