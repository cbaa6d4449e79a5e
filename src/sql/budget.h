#pragma once

#include <cstddef>
#include <stop_token>

#include "sql/typed.h"

namespace sql {

inline constexpr std::size_t kMaxPlanNodes = 100'000;  // expressions that the analysis of one query may make
inline constexpr std::size_t kBytesOfANode = 8;        // what copies of long constants count for
// What one use of a table of WITH counts for: each plans it anew, so uses in each other may double at every
// level.
inline constexpr std::size_t kNodesOfACommonTable = 200;
inline constexpr std::size_t kMaxTables = 100;       // in FROM: each is one relation deeper
inline constexpr std::size_t kMaxTypeParts = 5'000;  // of one type: WITH can double it at every level
inline constexpr std::size_t kMaxColumns = 10'000;   // of a result, stars expanded
inline constexpr int kMaxPlanDepth =
    700;  // of an expression; with the relations around it, what engines take
// Of expressions and queries in each other, through tables of WITH and views: what the stack of a thread
// takes. The texts have bounds of their own, but there may be many.
inline constexpr int kMaxPlanningDepth = 1000;
inline constexpr int kDepthOfAQuery = 4;  // in expressions

// What the planning of one query may still cost. A short text can ask for a huge plan (each NULLIF has its
// first operand twice), so whoever makes expressions pays for them first. One thread; lives as long as the
// planning.
class Budget {
 public:
  explicit Budget(std::stop_token stop) : stop_(std::move(stop)) {}

  // Refuses what is more than is left, and everything once the planning is asked to stop.
  base::Result<void> spend(std::size_t nodes, Position position);
  base::Result<Typed> copy(const Typed& value, Position position);

  // So many levels deeper, as long as it lives.
  class Descent {
   public:
    Descent(Budget& budget, int levels) : budget_(budget), levels_(levels) { budget_.depth_ += levels_; }
    ~Descent() { budget_.depth_ -= levels_; }
    Descent(const Descent&) = delete;
    Descent& operator=(const Descent&) = delete;
    base::Result<void> check(Position position) const;  // refuses what nests too deep

   private:
    Budget& budget_;
    const int levels_;
  };

 private:
  int depth_ = 0;
  std::size_t left_ = kMaxPlanNodes;
  const std::stop_token stop_;
};

base::Error too_large(Position position, const std::string& what);

// Refuses a type of more than kMaxTypeParts.
base::Result<void> check_type(const Type& type, Position position);

// Refuses an expression that nests deeper than kMaxPlanDepth.
base::Result<void> check_depth(const PlanExpression& value, Position position);

}  // namespace sql
