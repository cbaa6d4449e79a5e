#include "engine/patterns/look_behind.h"

#include <utility>

#include "engine/patterns/measures.h"
#include "engine/patterns/source.h"

namespace engine::patterns {
namespace {

using Texts = std::vector<std::string>;
using Write = std::function<std::string(const Node&)>;

constexpr std::size_t kMostTexts = 256;

base::Error too_many() {
  return unsupported("a look-behind of more than 256 forms");
}
base::Error group_of_no_fixed_length() {
  return unsupported("a group in a look-behind of no fixed length");
}

class FixedTexts {
 public:
  explicit FixedTexts(const Write& write) : write_(write) {}

  base::Result<Texts> of(const Node& node, bool begins) const {
    if (fixed_length(node)) return Texts{write_(node)};
    if (const auto* sequence = std::get_if<Sequence>(&node.is)) return of_sequence(*sequence, begins);
    if (const auto* alternatives = std::get_if<Alternatives>(&node.is)) return of_each(*alternatives, begins);
    if (const auto* repeat = std::get_if<Repeat>(&node.is)) return of_repeat(*repeat, begins);
    if (const auto* group = std::get_if<Group>(&node.is)) return of_group(*group, begins);
    return unsupported("a look-behind of no known length");
  }

 private:
  base::Result<Texts> of_sequence(const Sequence& sequence, bool begins) const {
    Texts made = {""};
    bool grouped = false;
    for (const Node& part : sequence.parts) {
      const Texts behind = TRY(of(part, begins));
      const bool groups = has_group(part);
      // Each group would stand there once for each form of the other side.
      if ((grouped && behind.size() > 1) || (groups && made.size() > 1)) return group_of_no_fixed_length();
      made = TRY(joined(std::move(made), behind));
      grouped = grouped || groups;
      begins = begins && fixed_length(part) == 0;
    }
    return made;
  }

  base::Result<Texts> of_each(const Alternatives& alternatives, bool begins) const {
    Texts made;
    for (const Node& choice : alternatives.choices) {
      Texts more = TRY(of(choice, begins));
      made.insert(made.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      if (made.size() > kMostTexts) return too_many();
    }
    return made;
  }

  base::Result<Texts> of_repeat(const Repeat& repeat, bool begins) const {
    const int least = repeat.bounds.least;
    const int most = begins ? least : repeat.bounds.most.value_or(-1);
    if (most < 0) return unsupported("a look-behind without bounds");
    if (has_group(*repeat.inner)) return group_of_no_fixed_length();
    if (std::cmp_greater(least, kMostTexts))
      return unsupported("a look-behind that repeats more than 256 times");
    const Texts once = TRY(of(*repeat.inner, false));
    Texts made, times = {""};
    for (int count = 0; count <= most; ++count) {
      if (count > 0) times = TRY(joined(std::move(times), once));
      if (count >= least) made.insert(made.end(), times.begin(), times.end());
      if (made.size() > kMostTexts) return too_many();
    }
    return made;
  }

  base::Result<Texts> of_group(const Group& group, bool begins) const {
    const Texts inner = TRY(of(*group.inner, begins));
    if (inner.size() != 1) return group_of_no_fixed_length();
    return Texts{"(" + inner.front() + ")"};
  }

  static base::Result<Texts> joined(Texts left, const Texts& right) {
    if (left.size() * right.size() > kMostTexts) return too_many();
    if (right.size() == 1) {
      for (std::string& text : left) text += right.front();
      return left;
    }
    Texts made;
    for (const std::string& before : left)
      for (const std::string& behind : right) made.push_back(before + behind);
    return made;
  }

  const Write& write_;
};

}  // namespace

base::Result<Texts> fixed_texts(const Node& node, const Write& write) {
  return FixedTexts(write).of(node, true);
}

}  // namespace engine::patterns
