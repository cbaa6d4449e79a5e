#include <algorithm>

#include "base/text.h"
#include "engine/functions/aggregate.h"
#include "engine/functions/heap_aggregate.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/functions/spark_kernels.h"
#include "plan/spark_error.h"

// https://spark.apache.org/docs/latest/api/sql/: bitmap_construct_agg, bitmap_or_agg and bitmap_and_agg. A
// bitmap is 4096 bytes, with the least bit of the first one at place 0; of no rows too.
namespace engine {
namespace {

using duckdb::idx_t;
using duckdb::string_t;

constexpr std::size_t kBytes = 4096;
constexpr std::int64_t kBits = kBytes * 8;

[[noreturn]] void refuse_place(std::int64_t place) {
  raise(plan::spark_error("INVALID_BITMAP_POSITION",
                          "The 0-indexed bitmap position <bitPosition> is out of bounds. The bitmap has "
                          "<bitmapNumBits> bits (<bitmapNumBytes> bytes).",
                          {{"bitPosition", std::to_string(place)},
                           {"bitmapNumBits", std::to_string(kBits)},
                           {"bitmapNumBytes", std::to_string(kBytes)}}));
}

// What the aggregates have in common; Rule says how a row, and another bitmap, go into one.
template <typename Rule>
class Bitmap {
 public:
  Bitmap() : bytes_(kBytes, Rule::kOfNothing) {}

  void add(const AggregateRows& rows, idx_t row) { Rule::add(bytes_, rows, row); }
  void merge(const Bitmap& other) { Rule::merge(bytes_, other.bytes_); }
  std::size_t memory() const { return sizeof(*this) + bytes_.capacity(); }

  static void give(Bitmap* state, duckdb::Vector& result, idx_t row) {
    const std::string nothing = state == nullptr ? std::string(kBytes, Rule::kOfNothing) : std::string();
    detail::put(result, row, std::string_view(state == nullptr ? nothing : state->bytes_));
  }

 private:
  std::string bytes_;
};

struct Or {
  static constexpr char kOfNothing = 0;
  static void merge(std::string& bytes, std::string_view other) {
    for (std::size_t i = 0; i < std::min(kBytes, other.size()); ++i) bytes[i] |= other[i];
  }
  static void add(std::string& bytes, const AggregateRows& rows, idx_t row) {
    const auto given = rows.get<string_t>(0, row);
    merge(bytes, view(given));
  }
};

// What a shorter one does not have is not set.
struct And {
  static constexpr char kOfNothing = '\xff';
  static void merge(std::string& bytes, std::string_view other) {
    for (std::size_t i = 0; i < kBytes; ++i) bytes[i] &= i < other.size() ? other[i] : '\0';
  }
  static void add(std::string& bytes, const AggregateRows& rows, idx_t row) {
    const auto given = rows.get<string_t>(0, row);
    merge(bytes, view(given));
  }
};

struct Construct : Or {
  static void add(std::string& bytes, const AggregateRows& rows, idx_t row) {
    const auto place = rows.get<std::int64_t>(0, row);
    if (place < 0 || place >= kBits) refuse_place(place);
    bytes[static_cast<std::size_t>(place / 8)] |= static_cast<char>(1 << place % 8);
  }
};

base::Result<Typed> bitmap_of(Call& call, const Type& takes) {
  std::string name = call_name(call);
  const Type& given = call.arguments[0].type;
  if (takes == Type(Type::BLOB) && given != takes && !is_null_type(given))
    return wrong_type(call, 0, "BINARY");
  auto value = trees(TRY(implicit_argument(call, 0, takes)));
  return Typed{aggregate_tree(call, "dovetail_" + base::to_lower(call.name), std::move(value), call.distinct),
               Type::BLOB, std::move(name)};
}
base::Result<Typed> of_places(Call& call) {
  return bitmap_of(call, Type::BIGINT);
}
base::Result<Typed> of_bitmaps(Call& call) {
  return bitmap_of(call, Type::BLOB);
}

constexpr auto kAggregate = FunctionRow::Kind::Aggregate;
constexpr FunctionRow kRows[] = {
    {"bitmap_construct_agg", 1, 1, of_places, kAggregate},
    {"bitmap_or_agg", 1, 1, of_bitmaps, kAggregate},
    {"bitmap_and_agg", 1, 1, of_bitmaps, kAggregate},
};

}  // namespace

std::span<const FunctionRow> spark_bitmaps() {
  return kRows;
}

void register_spark_bitmaps(duckdb::ExtensionLoader& loader) {
  const Type bytes = Type::BLOB;
  loader.RegisterFunction(
      HeapAggregate<Bitmap<Construct>>::function("dovetail_bitmap_construct_agg", {Type::BIGINT}, bytes));
  loader.RegisterFunction(HeapAggregate<Bitmap<Or>>::function("dovetail_bitmap_or_agg", {bytes}, bytes));
  loader.RegisterFunction(HeapAggregate<Bitmap<And>>::function("dovetail_bitmap_and_agg", {bytes}, bytes));
}

}  // namespace engine
