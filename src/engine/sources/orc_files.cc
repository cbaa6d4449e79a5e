#include "engine/sources/orc_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/lower/field_audit.h"
#include "engine/sources/orc_columns.h"
#include "engine/sources/orc_types.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::idx_t;

// Names that Hive gave columns whose names it did not write down.
bool is_made_up(const std::string& name) {
  return name.starts_with("_col");
}

// Which column of a file a column of the table is; nothing: the file lacks it.
class Finder {
 public:
  Finder(std::string uri, const orc::Footer& footer, bool by_place)
      : uri_(std::move(uri)),
        rows_(footer.types(0)),
        by_place_(by_place ||
                  (rows_.fieldnames_size() > 0 && std::ranges::all_of(rows_.fieldnames(), is_made_up))) {}

  std::optional<std::uint32_t> find(std::size_t place, const std::string& name) const {
    if (by_place_)
      return place < static_cast<std::size_t>(rows_.subtypes_size())
                 ? std::optional(rows_.subtypes(static_cast<int>(place)))
                 : std::nullopt;
    std::optional<std::uint32_t> found;
    for (int i = 0; i < rows_.fieldnames_size(); ++i) {
      if (!base::iequals(rows_.fieldnames(i), name)) continue;
      if (found)
        raise(base::refusal(
            "DUPLICATE_FIELD_NAME", 400,
            fmt::format("Found duplicate field(s) \"{}\" in case-insensitive mode in {}.", name, uri_)));
      found = rows_.subtypes(i);
    }
    return found;
  }

 private:
  const std::string uri_;
  const orc::Type& rows_;
  const bool by_place_;
};

// A column that was asked for, as one file has it.
struct Target {
  std::optional<std::uint32_t> column;
  Field field;
};

// How many rows a chunk takes, by what those before it took, so that it is not large where values are.
class ChunkSize {
 public:
  idx_t rows() const { return rows_; }
  // Of a stripe of so many bytes in the file, of which its columns make more.
  void expect(std::uint64_t rows, std::uint64_t bytes) {
    const std::uint64_t fitting = kMostBytes * rows / std::max<std::uint64_t>(1, bytes);
    rows_ = std::clamp<idx_t>(fitting, 1, rows_);
  }
  void took(idx_t rows, std::size_t bytes) {
    const idx_t fitting = kMostBytes * rows / std::max<std::size_t>(1, bytes);
    rows_ = std::clamp<idx_t>(fitting, 1, std::min<idx_t>(rows_ * kGrowth, STANDARD_VECTOR_SIZE));
  }

 private:
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;
  static constexpr idx_t kFirstRows = 64, kGrowth = 2;
  idx_t rows_ = kFirstRows;
};

class OrcRows final : public PartRows {
 public:
  OrcRows(std::unique_ptr<InputFile> file, std::shared_ptr<const OrcTail> tail, const FilePart& part)
      : file_(std::move(file)), tail_(std::move(tail)) {
    for (int i = 0; i < tail_->footer.stripes_size(); ++i) {
      const auto begin = static_cast<std::int64_t>(tail_->footer.stripes(i).offset());
      if (begin >= part.begin && begin < part.end) stripes_.push_back(i);
    }
  }

  void want(Target target) { targets_.push_back(std::move(target)); }

  idx_t next(const std::vector<duckdb::Vector*>& into) override {
    while (left_ == 0)
      if (!next_stripe()) return 0;
    const auto count = std::min(static_cast<idx_t>(left_), size_.rows());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (columns_[i])
        bytes += columns_[i]->read(*into[i], count, nullptr);
      else
        for (idx_t row = 0; row < count; ++row) duckdb::FlatVector::SetNull(*into[i], row, true);
    }
    size_.took(count, bytes);
    left_ -= static_cast<std::int64_t>(count);
    return count;
  }

 private:
  bool next_stripe() {
    columns_.clear();
    if (stripes_done_ == stripes_.size()) return false;
    const std::uint64_t bytes = tail_->footer.stripes(stripes_[stripes_done_]).datalength();
    stripe_ = std::make_unique<OrcStripe>(*file_, *tail_, stripes_[stripes_done_++]);
    for (const auto& target : targets_)
      columns_.push_back(target.column
                             ? orc_column(*stripe_, *target.column, target.field.name, target.field.type)
                             : nullptr);
    left_ = stripe_->rows();
    size_.expect(static_cast<std::uint64_t>(left_), bytes);
    return true;
  }

  const std::unique_ptr<InputFile> file_;
  const std::shared_ptr<const OrcTail> tail_;
  std::vector<Target> targets_;
  std::vector<int> stripes_;
  std::size_t stripes_done_ = 0;
  std::unique_ptr<OrcStripe> stripe_;
  std::vector<std::unique_ptr<OrcColumn>> columns_;
  std::int64_t left_ = 0;  // rows of the stripe
  ChunkSize size_;
};

}  // namespace

std::vector<Field> OrcFiles::columns_of(const SourceFile& source) const {
  const auto file = open_file(source);
  const OrcTail tail = read_orc_tail(*file);
  const auto& rows = tail.footer.types(0);
  std::vector<Field> fields;
  for (int i = 0; i < rows.subtypes_size(); ++i) {
    const auto type = type_of_orc(tail.footer, rows.subtypes(i));
    if (!type)
      raise(unsupported(
          fmt::format("the type of the column {} of the ORC file {}", rows.fieldnames(i), file->uri())));
    fields.push_back({rows.fieldnames(i), *type});
  }
  return fields;
}

// Of a file that is one part, nobody asks again.
std::shared_ptr<const OrcTail> OrcFiles::tail_of(const FilePart& part, const InputFile& file) const {
  if (part.begin == 0 && part.end == file.size()) return std::make_shared<const OrcTail>(read_orc_tail(file));
  auto& kept = tails_[part.file];
  std::lock_guard lock(kept.mutex);
  if (!kept.tail) kept.tail = std::make_shared<const OrcTail>(read_orc_tail(file));
  return kept.tail;
}

std::unique_ptr<PartRows> OrcFiles::open(const FilePart& part, const std::vector<std::size_t>& wanted) const {
  auto file = open_file(files()[part.file]);
  const auto tail = tail_of(part, *file);
  const Finder finder(file->uri(), tail->footer, places_ == Columns::ByPlace);
  auto rows = std::make_unique<OrcRows>(std::move(file), tail, part);
  for (const std::size_t place : wanted) {
    const Field& field = columns()[place];
    rows->want({finder.find(place, field.name), field});
  }
  return rows;
}

}  // namespace engine
