#pragma once

#include "engine/lower/relation.h"

namespace spark::connect {
class Relation;
}

namespace engine {

// How a relation's rows lie in Spark's partitions, where the plan alone decides it: what file of a write a
// row goes to, and what spark_partition_id() says of it. The engine itself has no partitions.
struct Partitioning {
  enum class By {
    Nothing,  // the plan does not say
    Most,     // coalesce(n): any row in any of at most so many
    Turn,     // repartition(n): one row here, the next one there
    Number,   // by their values, or by their places in a range: each row has the number of its own
  };
  By by = By::Nothing;
  std::int64_t count = 0;
};
Partitioning partitioning_of(const spark::connect::Relation& relation);

// Whoever wants this name of a relation that lies by Turn or by Number finds the partition's number, an
// INTEGER, among what is left out (left_out.cc). No user's name can be the same.
inline constexpr const char* kPartitionNumber = "\x01partition";
// Null: there is none.
const OutputColumn* partition_number(const Columns& columns);
// The number of a relation that lies otherwise is not that of the one below it.
Wanted without_partition_number(Wanted wanted);

// Whether its expressions call spark_partition_id().
bool names_partition(const google::protobuf::Message& message);
// `wanted`, and the number where they do.
template <typename Messages>
Wanted with_named_partition(const Messages& messages, Wanted wanted) {
  for (const auto& message : messages)
    if (names_partition(message)) wanted.insert(kPartitionNumber);
  return wanted;
}
// The columns that expressions see, and the number behind them.
Columns with_partition_number(const Lowered& input);

// The partition that gets the first of the rows that are dealt out in turn: Spark draws it.
std::int64_t first_in_turn(std::int64_t count);
// repartition(n): numbers from the first on, by a row's place, which counts from 1.
Tree turn_of(Tree place, std::int64_t count);
// repartition(n, keys), of the hash of the keys.
Tree number_of_hash(Tree hash, std::int64_t count);
// repartitionByRange(n, keys), of the place of the first row with these keys, and of how many rows there are.
Tree number_of_rank(Tree rank, Tree rows, std::int64_t count);
// `places` things in a row, cut into so many stretches: of a place, which counts from 0, its stretch's
// number.
Tree stretch_of(Tree place, std::int64_t places, std::int64_t count);

// The input with the number, instead of what it had, among what is left out.
Lowered with_number(Lowered input, Tree number, OutputColumn column);

}  // namespace engine
