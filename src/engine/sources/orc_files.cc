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
  Finder(const InputFile& file, const orc::Footer& footer, bool by_place)
      : file_(file),
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
        raise(base::refusal("DUPLICATE_FIELD_NAME", 400,
                            fmt::format("Found duplicate field(s) \"{}\" in case-insensitive mode in {}.",
                                        name, file_.uri())));
      found = rows_.subtypes(i);
    }
    return found;
  }

 private:
  const InputFile& file_;
  const orc::Type& rows_;
  const bool by_place_;
};

// A column that was asked for, as one file has it.
struct Target {
  std::optional<std::uint32_t> column;
  Field field;
};

class OrcRows final : public PartRows {
 public:
  OrcRows(std::unique_ptr<InputFile> file, const FilePart& part)
      : file_(std::move(file)), tail_(read_orc_tail(*file_)) {
    for (int i = 0; i < tail_.footer.stripes_size(); ++i) {
      const auto begin = static_cast<std::int64_t>(tail_.footer.stripes(i).offset());
      if (begin >= part.begin && begin < part.end) stripes_.push_back(i);
    }
  }

  const InputFile& file() const { return *file_; }
  const orc::Footer& footer() const { return tail_.footer; }
  void want(Target target) { targets_.push_back(std::move(target)); }

  idx_t next(const std::vector<duckdb::Vector*>& into) override {
    while (left_ == 0)
      if (!next_stripe()) return 0;
    const auto count = static_cast<idx_t>(std::min<std::int64_t>(left_, STANDARD_VECTOR_SIZE));
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (columns_[i])
        columns_[i]->read(*into[i], count, nullptr);
      else
        for (idx_t row = 0; row < count; ++row) duckdb::FlatVector::SetNull(*into[i], row, true);
    }
    left_ -= static_cast<std::int64_t>(count);
    return count;
  }

 private:
  bool next_stripe() {
    columns_.clear();
    if (stripes_done_ == stripes_.size()) return false;
    stripe_ = std::make_unique<OrcStripe>(*file_, tail_, stripes_[stripes_done_++]);
    for (const auto& target : targets_)
      columns_.push_back(target.column
                             ? orc_column(*stripe_, *target.column, target.field.name, target.field.type)
                             : nullptr);
    left_ = stripe_->rows();
    return true;
  }

  const std::unique_ptr<InputFile> file_;
  const OrcTail tail_;
  std::vector<Target> targets_;
  std::vector<int> stripes_;
  std::size_t stripes_done_ = 0;
  std::unique_ptr<OrcStripe> stripe_;
  std::vector<std::unique_ptr<OrcColumn>> columns_;
  std::int64_t left_ = 0;  // rows of the stripe
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

std::unique_ptr<PartRows> OrcFiles::open(const FilePart& part, const std::vector<std::size_t>& wanted) const {
  auto rows = std::make_unique<OrcRows>(open_file(files()[part.file]), part);
  const Finder finder(rows->file(), rows->footer(), places_ == Columns::ByPlace);
  for (const std::size_t place : wanted) {
    const Field& field = columns()[place];
    rows->want({finder.find(place, field.name), field});
  }
  return rows;
}

}  // namespace engine
