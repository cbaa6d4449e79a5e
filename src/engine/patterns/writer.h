#pragma once

#include <string>

#include "engine/patterns/tree.h"

namespace engine::patterns {

// As RE2 and PCRE2 both write them. Halves of surrogate pairs, which no text has, are left out; a set of
// nothing else is nothing.
std::string set_text(const icu::UnicodeSet& set);

// A tree as the text of an expression: what RE2 and PCRE2 write alike. A writer adds the rest.
class Writer {
 public:
  virtual ~Writer() = default;

  void write(const Node& node);  // as a part of a sequence

 protected:
  virtual void write(const Characters& characters) = 0;
  virtual void write(const Repeat& repeat) = 0;
  virtual void write(const Look& look) = 0;
  virtual void write(const Atomic& atomic) = 0;
  virtual void write(const Position& position) = 0;
  virtual void write(const WordBoundary& boundary) = 0;
  virtual void write(const BackReference& reference) = 0;
  virtual void write(const GraphemeCluster& cluster) = 0;
  virtual void write(const Conditional& conditional) = 0;

  void write(const Sequence& sequence);
  void write(const Alternatives& alternatives);
  void write(const Group& group);
  void write_choices(const Node& node);  // alternatives as they stand in brackets
  void write_choices(const Alternatives& alternatives);
  void write_repeated(const Repeat& repeat);

  std::string text_;
};

}  // namespace engine::patterns
