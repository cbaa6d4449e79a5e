#include "engine/python/group_writer.h"

#include <array>

#include "duckdb/common/value_operations/value_operations.hpp"
#include "duckdb/common/vector_operations/vector_operations.hpp"

namespace engine {
namespace {

using Names = duckdb::vector<std::string>;
using Types = duckdb::vector<Type>;

Type row_type(const Types& types, const Names& names) {
  duckdb::child_list_t<Type> fields;
  for (std::size_t i = 0; i < types.size(); ++i) fields.emplace_back(names[i], types[i]);
  return Type::STRUCT(std::move(fields));
}

// Each row as one struct.
void refer_to_rows(duckdb::DataChunk& chunk, const Type& type, duckdb::DataChunk& rows) {
  rows.data.emplace_back(type, chunk.size());
  auto& fields = duckdb::StructVector::GetEntries(rows.data[0]);
  for (std::size_t i = 0; i < fields.size(); ++i) fields[i]->Reference(chunk.data[i]);
  rows.SetCardinality(chunk.size());
}

class OneStream final : public GroupWriter {
 public:
  OneStream(const Types& types, const Names& names, const std::string& time_zone,
            duckdb::ClientContext& context)
      : type_(row_type(types, names)), writer_({type_}, {"_0"}, time_zone, context) {}

  std::string schema() override { return writer_.schema(); }
  std::string end() override { return writer_.end(); }
  std::string rows(duckdb::DataChunk& chunk) override {
    duckdb::DataChunk rows;
    refer_to_rows(chunk, type_, rows);
    return writer_.rows(rows);
  }

 private:
  const Type type_;
  BatchWriter writer_;
};

// Before each group stands how many streams it has, and a zero behind the last.
const std::string kGroup("\0\0\0\1", 4);
const std::string kPairOfGroups("\0\0\0\2", 4);
const std::string kNoGroup("\0\0\0\0", 4);

// Where groups begin in chunks that follow each other: the first columns say the group.
class GroupEdges {
 public:
  GroupEdges(std::size_t keys, const Types& types, duckdb::ClientContext& context) : keys_(keys) {
    last_.Initialize(context, Types(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(keys)));
  }

  // The rows that begin a group, and the chunk's end.
  std::vector<duckdb::idx_t> of(duckdb::DataChunk& chunk) {
    const duckdb::idx_t count = chunk.size();
    std::vector<bool> begins(count, false);
    begins[0] = !in_group_;
    for (std::size_t key = 0; key < keys_; ++key) {
      duckdb::Vector& column = chunk.data[key];
      if (in_group_ && duckdb::ValueOperations::DistinctFrom(column.GetValue(0), last_.data[key].GetValue(0)))
        begins[0] = true;
      mark_changes(column, count, begins);
    }
    std::vector<duckdb::idx_t> edges;
    for (duckdb::idx_t row = 0; row < count; ++row)
      if (begins[row]) edges.push_back(row);
    edges.push_back(count);
    remember_last(chunk);
    in_group_ = true;
    return edges;
  }

 private:
  // Rows whose value is another than that of the row before.
  static void mark_changes(duckdb::Vector& column, duckdb::idx_t count, std::vector<bool>& begins) {
    if (count < 2) return;
    duckdb::SelectionVector former(count - 1), latter(count - 1), changed(count - 1);
    for (duckdb::idx_t row = 0; row + 1 < count; ++row) {
      former.set_index(row, row);
      latter.set_index(row, row + 1);
    }
    duckdb::Vector before(column, former, count - 1), after(column, latter, count - 1);
    const auto changes =
        duckdb::VectorOperations::DistinctFrom(before, after, nullptr, count - 1, &changed, nullptr);
    for (duckdb::idx_t i = 0; i < changes; ++i) begins[changed.get_index(i) + 1] = true;
  }

  void remember_last(duckdb::DataChunk& chunk) {
    last_.Reset();
    for (std::size_t key = 0; key < keys_; ++key)
      duckdb::VectorOperations::Copy(chunk.data[key], last_.data[key], chunk.size(), chunk.size() - 1, 0);
    last_.SetCardinality(1);
  }

  const std::size_t keys_;
  duckdb::DataChunk last_;  // the keys of the last row so far
  bool in_group_ = false;
};

class StreamOfEachGroup final : public GroupWriter {
 public:
  // `as_structs`: each row is one, as functions over Arrow's batches have them.
  StreamOfEachGroup(bool as_structs, std::size_t keys, const Types& types, const Names& names,
                    const std::string& time_zone, duckdb::ClientContext& context)
      : as_structs_(as_structs),
        type_(row_type(types, names)),
        edges_(keys, types, context),
        writer_(as_structs ? Types{type_} : types, as_structs ? Names{"_0"} : names, time_zone, context) {}

  // Of no group yet: whoever reads it learns the types.
  std::string schema() override {
    std::string bytes = writer_.schema();
    writer_.end();
    return bytes;
  }

  std::string rows(duckdb::DataChunk& chunk) override {
    std::string bytes;
    duckdb::DataChunk structs;
    if (as_structs_) refer_to_rows(chunk, type_, structs);
    duckdb::DataChunk& sent = as_structs_ ? structs : chunk;
    duckdb::idx_t from = 0;
    for (const duckdb::idx_t to : edges_.of(chunk)) {
      if (to > from) bytes += writer_.rows(sent, from, to);
      from = to;
      if (to == chunk.size()) break;
      bytes += end_group();
      bytes += kGroup;
      bytes += writer_.schema();
      in_group_ = true;
    }
    return bytes;
  }

  std::string end() override { return end_group() + kNoGroup; }

 private:
  std::string end_group() { return std::exchange(in_group_, false) ? writer_.end() : std::string(); }

  const bool as_structs_;
  const Type type_;
  GroupEdges edges_;
  BatchWriter writer_;
  bool in_group_ = false;
};

// Some of a table's columns, next to each other.
template <typename List>
List part_of(const List& list, std::size_t from, std::size_t count) {
  const auto begin = list.begin() + static_cast<std::ptrdiff_t>(from);
  return List(begin, begin + static_cast<std::ptrdiff_t>(count));
}

// Of each group two streams: the rows of the first table, then those of the second. One without rows has a
// batch of none, for its reader takes the columns from there.
class StreamsOfTwoTables final : public GroupWriter {
 public:
  StreamsOfTwoTables(const GroupLayout& layout, const Types& types, const Names& names,
                     const std::string& time_zone, duckdb::ClientContext& context)
      : layout_(layout),
        edges_(layout.keys, types, context),
        sides_{Side(layout.keys + 1, layout.of_first, types, names, time_zone, context),
               Side(layout.keys + 1 + layout.of_first, layout.of_second, types, names, time_zone, context)} {}

  std::string schema() override {
    std::string bytes = sides_[0].writer.schema();
    sides_[0].writer.end();
    return bytes;
  }

  std::string rows(duckdb::DataChunk& chunk) override {
    std::string bytes;
    duckdb::idx_t from = 0;
    for (const duckdb::idx_t to : edges_.of(chunk)) {
      if (to > from) bytes += of_one_group(chunk, from, to);
      from = to;
      if (to == chunk.size()) break;
      bytes += end_group();
      bytes += kPairOfGroups;
      bytes += begin(0);
      in_group_ = true;
    }
    return bytes;
  }

  std::string end() override { return end_group() + kNoGroup; }

 private:
  struct Side {
    Side(std::size_t from, std::size_t count, const Types& types, const Names& names,
         const std::string& time_zone, duckdb::ClientContext& context)
        : first_column(from),
          columns(count),
          writer(part_of(types, from, count), part_of(names, from, count), time_zone, context) {
      nothing.Initialize(context, part_of(types, from, count));
    }
    const std::size_t first_column;
    const std::size_t columns;
    BatchWriter writer;
    duckdb::DataChunk nothing;  // of no rows
  };

  std::string begin(std::size_t side) {
    at_ = side;
    written_ = false;
    return sides_[side].writer.schema();
  }

  std::string end_side() {
    std::string bytes;
    if (!written_) bytes += sides_[at_].writer.rows(sides_[at_].nothing);
    return bytes + sides_[at_].writer.end();
  }

  std::string end_group() {
    if (!std::exchange(in_group_, false)) return {};
    std::string bytes;
    if (at_ == 0) {
      bytes += end_side();
      bytes += begin(1);
    }
    return bytes + end_side();
  }

  std::string of_one_group(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to) {
    duckdb::UnifiedVectorFormat tables;
    chunk.data[layout_.keys].ToUnifiedFormat(chunk.size(), tables);
    const auto* table = duckdb::UnifiedVectorFormat::GetData<std::int32_t>(tables);
    duckdb::idx_t middle = from;  // where the rows of the second table begin
    while (middle < to && table[tables.sel->get_index(middle)] == 0) ++middle;
    std::string bytes = of_one_table(chunk, from, middle);
    if (middle == to) return bytes;
    if (at_ == 0) {
      bytes += end_side();
      bytes += begin(1);
    }
    return bytes + of_one_table(chunk, middle, to);
  }

  std::string of_one_table(duckdb::DataChunk& chunk, duckdb::idx_t from, duckdb::idx_t to) {
    if (from == to) return {};
    Side& side = sides_[at_];
    duckdb::DataChunk own;
    for (std::size_t i = 0; i < side.columns; ++i) own.data.emplace_back(chunk.data[side.first_column + i]);
    own.SetCardinality(chunk.size());
    written_ = true;
    return side.writer.rows(own, from, to);
  }

  const GroupLayout layout_;
  GroupEdges edges_;
  std::array<Side, 2> sides_;
  std::size_t at_ = 0;    // the side that is written
  bool written_ = false;  // some of its rows
  bool in_group_ = false;
};

}  // namespace

std::string group_stream(BatchWriter& writer, duckdb::DataChunk& chunk, duckdb::idx_t from,
                         duckdb::idx_t to) {
  std::string bytes = kGroup + writer.schema();
  bytes += writer.rows(chunk, from, to);
  return bytes + writer.end();
}

std::unique_ptr<GroupWriter> GroupWriter::make(PythonKind kind, GroupLayout layout, const Types& types,
                                               const Names& names, const std::string& time_zone,
                                               duckdb::ClientContext& context) {
  if (is_cogrouped(kind))
    return std::make_unique<StreamsOfTwoTables>(layout, types, names, time_zone, context);
  if (!is_grouped(kind)) return std::make_unique<OneStream>(types, names, time_zone, context);
  const bool arrow = kind == PythonKind::ArrowGroupedMap || kind == PythonKind::ArrowGroupedMapIter;
  return std::make_unique<StreamOfEachGroup>(arrow, layout.keys, types, names, time_zone, context);
}

}  // namespace engine
