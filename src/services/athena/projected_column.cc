#include "services/athena/projected_column.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"
#include "plan/partition_key_type.h"
#include "services/athena/date_pattern.h"

namespace services::athena {
namespace {

using base::Timestamp;

// The parameters projection.COLUMN.* of one key.
class Settings {
 public:
  Settings(const plan::Table& table, const plan::Column& key) : table_(table), key_(key) {}

  std::optional<std::string> find(std::string_view name) const {
    const auto found = table_.parameters.find(fmt::format("projection.{}.{}", key_.name, name));
    return found == table_.parameters.end() ? std::nullopt : std::optional(found->second);
  }

  base::Result<std::string> require(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    return refusal(name, "is missing");
  }

  base::Result<std::int64_t> number(std::string_view name, std::int64_t otherwise) const {
    const auto text = find(name);
    if (!text) return otherwise;
    const auto number = base::parse_int(base::trim(*text));
    if (!number || *number < 1)
      return refusal(name, fmt::format("is '{}' and not a number from 1 on", *text));
    return *number;
  }

  // The two ends of `range`.
  base::Result<std::pair<std::string, std::string>> range() const {
    const std::string text = TRY(require("range"));
    const auto ends = base::split(text, ',');
    if (ends.size() != 2)
      return refusal("range", fmt::format("is '{}' and not two values around a comma", text));
    return std::pair(std::string(base::trim(ends[0])), std::string(base::trim(ends[1])));
  }

  base::Error refusal(std::string_view name, std::string_view what) const {
    return base::refusal("INVALID_TABLE_PROPERTY", 400,
                         fmt::format("The property projection.{}.{} of table {}.{} {}", key_.name, name,
                                     table_.database, table_.name, what));
  }

 private:
  const plan::Table& table_;
  const plan::Column& key_;
};

bool is_number(const plan::Column& key) {
  return plan::partition_key_type(key.type) == plan::PartitionKeyType::Exact;
}

bool is_string(const plan::Column& key) {
  return base::iequals(base::trim(key.type), "string");
}

class EnumColumn final : public ProjectedColumn {
 public:
  static base::Result<std::unique_ptr<ProjectedColumn>> create(const Settings& settings) {
    auto column = std::make_unique<EnumColumn>();
    const std::string values = TRY(settings.require("values"));
    std::unordered_set<std::string_view> known;
    for (std::string_view value : base::split(values, ','))
      if (known.insert(value).second) column->values_.emplace_back(value);
    return std::unique_ptr<ProjectedColumn>(std::move(column));
  }
  base::Result<void> visit(const Bounds&, const Visit& visit) const override {
    for (const std::string& value : values_) TRY(visit(value));
    return {};
  }

 private:
  std::vector<std::string> values_;
};

class IntegerColumn final : public ProjectedColumn {
 public:
  static base::Result<std::unique_ptr<ProjectedColumn>> create(const Settings& settings,
                                                               const plan::Column& key) {
    auto column = std::make_unique<IntegerColumn>();
    column->ordered_ = is_number(key);
    const auto [first, last] = TRY(settings.range());
    const auto from = base::parse_int(first), to = base::parse_int(last);
    if (!from || !to || *from > *to) return settings.refusal("range", "is not a range of integers");
    column->first_ = *from;
    column->last_ = *to;
    column->interval_ = TRY(settings.number("interval", 1));
    column->digits_ = static_cast<int>(TRY(settings.number("digits", 1)));
    if (column->digits_ > 100) return settings.refusal("digits", "is more than 100");
    return std::unique_ptr<ProjectedColumn>(std::move(column));
  }
  base::Result<void> visit(const Bounds& bounds, const Visit& visit) const override {
    const std::int64_t low = ordered_ ? number(bounds.low, first_) : first_;
    const std::int64_t last = ordered_ ? std::min(number(bounds.high, last_), last_) : last_;
    Wide value = first_;  // behind the last one may be no integer any more
    if (low > first_) value += (Wide(low) - first_ + interval_ - 1) / interval_ * interval_;
    for (; value <= last; value += interval_) TRY(visit(write(static_cast<std::int64_t>(value))));
    return {};
  }
  bool can_find() const override { return true; }
  std::optional<std::string> find(const std::string& value) const override {
    const auto number = base::parse_int(value);
    if (!number || *number < first_ || *number > last_) return std::nullopt;
    if ((Wide(*number) - first_) % interval_ != 0) return std::nullopt;
    return write(*number);
  }

 private:
  using Wide = __int128;

  static std::int64_t number(const std::optional<std::string>& text, std::int64_t otherwise) {
    const auto number = text ? base::parse_int(*text) : std::nullopt;
    return number.value_or(otherwise);
  }
  std::string write(std::int64_t value) const { return fmt::format("{:0{}}", value, digits_); }

  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::int64_t interval_ = 1;
  int digits_ = 1;
  bool ordered_ = false;  // the key is a number; of texts, 10 stands before 5
};

struct Unit {
  std::string_view name;  // as properties spell it, without the S of many
  char letter;            // in date formats
  int months;             // 0: `length`
  std::chrono::milliseconds length{};

  // The shortest that it lasts.
  std::chrono::milliseconds least() const {
    constexpr std::chrono::days kShortestMonth(28), kShortestYear(365);
    if (months == 0) return length;
    return months < 12 ? kShortestMonth : kShortestYear;
  }
};

constexpr std::array kUnits = std::to_array<Unit>({
    {"YEAR", 'y', 12},
    {"MONTH", 'M', 1},
    {"WEEK", 0, 0, std::chrono::days(7)},
    {"DAY", 'd', 0, std::chrono::days(1)},
    {"HOUR", 'H', 0, std::chrono::hours(1)},
    {"MINUTE", 'm', 0, std::chrono::minutes(1)},
    {"SECOND", 's', 0, std::chrono::seconds(1)},
    {"MILLI", 0, 0, std::chrono::milliseconds(1)},
});

const Unit* unit_named(std::string_view name) {
  const std::string lower = base::to_lower(name);
  for (const Unit& unit : kUnits) {
    const std::string singular = base::to_lower(unit.name);
    if (lower == singular || lower == singular + "s") return &unit;
  }
  return nullptr;
}

// The same day of the month, or its last one.
Timestamp plus_months(Timestamp time, std::int64_t months) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto month = date.year() / date.month() + std::chrono::months(months);
  const std::chrono::year_month_day moved(month / date.day());
  const auto moved_day =
      moved.ok() ? std::chrono::sys_days(moved) : std::chrono::sys_days(month / std::chrono::last);
  return Timestamp(moved_day) + (time - day);
}

Timestamp plus(Timestamp time, const Unit& unit, std::int64_t count) {
  return unit.months > 0 ? plus_months(time, unit.months * count) : time + unit.length * count;
}

// Longer than any calendar, or than times can be counted.
bool is_too_long(const Unit& unit, std::int64_t count) {
  constexpr std::int64_t kMostMonths = 120'000;
  constexpr std::chrono::milliseconds kLongest = std::chrono::days(3'650'000);
  return unit.months > 0 ? count > kMostMonths / unit.months : count > kLongest / unit.length;
}

// NOW, or NOW-3YEARS.
std::optional<Timestamp> relative(std::string_view text, Timestamp now) {
  std::string squeezed;
  for (char c : text)
    if (c != ' ' && c != '\t') squeezed += c;
  if (!squeezed.starts_with("NOW")) return std::nullopt;
  std::string_view rest = std::string_view(squeezed).substr(3);
  if (rest.empty()) return now;
  const bool signed_number = rest[0] == '-' || rest[0] == '+';
  const std::size_t end = rest.find_first_not_of("0123456789", 1);
  if (!signed_number || end == std::string_view::npos) return std::nullopt;
  const auto count = base::parse_int(rest.substr(1, end - 1));
  const Unit* unit = unit_named(rest.substr(end));
  if (!count || unit == nullptr || unit->name == "MILLI" || is_too_long(*unit, *count)) return std::nullopt;
  return plus(now, *unit, rest[0] == '-' ? -*count : *count);
}

class DateColumn final : public ProjectedColumn {
 public:
  DateColumn(DatePattern pattern, const plan::Column& key)
      : pattern_(std::move(pattern)), number_(is_number(key)), string_(is_string(key)) {}

  static base::Result<std::unique_ptr<ProjectedColumn>> create(const Settings& settings,
                                                               const plan::Column& key, Timestamp now) {
    auto pattern = TRY(DatePattern::parse(TRY(settings.require("format"))));
    auto column = std::make_unique<DateColumn>(std::move(pattern), key);
    const auto [first, last] = TRY(settings.range());
    column->first_ = TRY(column->end_of_range(settings, first, now));
    column->last_ = TRY(column->end_of_range(settings, last, now));
    if (column->first_ > column->last_) return settings.refusal("range", "ends before it begins");
    column->interval_ = TRY(settings.number("interval", 1));
    TRY(column->take_unit(settings));
    if (is_too_long(*column->unit_, column->interval_)) return settings.refusal("interval", "is too long");
    TRY(column->take_steps_of_the_format(settings));
    return std::unique_ptr<ProjectedColumn>(std::move(column));
  }

  base::Result<void> visit(const Bounds& bounds, const Visit& visit) const override {
    const bool ordered = pattern_.is_ordered();
    const Timestamp last = ordered ? std::min(time(bounds.high, last_), last_) : last_;
    for (std::int64_t step = ordered ? step_before(time(bounds.low, first_)) : 0;; ++step) {
      const Timestamp time = plus(first_, *unit_, step * interval_);
      if (time > last) return {};
      TRY(visit(pattern_.write(time)));
    }
  }

  bool can_find() const override { return string_; }
  std::optional<std::string> find(const std::string& value) const override {
    const auto time = pattern_.read(value);
    if (!time || *time < first_ || *time > last_) return std::nullopt;
    const Timestamp step = plus(first_, *unit_, step_before(*time) * interval_);
    const bool known = step == *time && pattern_.write(step) == value;
    return known ? std::optional(value) : std::nullopt;
  }

 private:
  // As precise as the format is.
  base::Result<Timestamp> end_of_range(const Settings& settings, const std::string& text,
                                       Timestamp now) const {
    if (const auto time = pattern_.read(text)) return *time;
    if (const auto time = relative(text, now)) return pattern_.read(pattern_.write(*time)).value_or(*time);
    return settings.refusal(
        "range", fmt::format("holds '{}', which is neither of the format nor relative to NOW", text));
  }

  Timestamp time(const std::optional<std::string>& text, Timestamp otherwise) const {
    const auto time = text ? pattern_.read(number_ ? padded(*text) : *text) : std::nullopt;
    return time.value_or(otherwise);
  }

  // A number as the format writes it: 1 as 01.
  std::string padded(const std::string& number) const {
    return fmt::format("{:0>{}}", number, pattern_.write(first_).size());
  }

  // The last step that is not behind `time`.
  std::int64_t step_before(Timestamp time) const {
    if (time <= first_) return 0;
    if (unit_->months == 0) return (time - first_) / (unit_->length * interval_);
    std::int64_t step = months_of(time) - months_of(first_);
    step /= unit_->months * interval_;
    return plus(first_, *unit_, step * interval_) > time ? step - 1 : step;
  }

  static std::int64_t months_of(Timestamp time) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
  }

  base::Result<void> take_unit(const Settings& settings) {
    const auto named = settings.find("interval.unit");
    if (named) {
      unit_ = unit_named(base::trim(*named));
      if (unit_ == nullptr)
        return settings.refusal("interval.unit", fmt::format("is '{}', no unit of time", *named));
      return {};
    }
    const char precision = pattern_.precision();
    if (precision != 'y' && precision != 'M' && precision != 'd')
      return settings.refusal("interval.unit", "is missing: a format finer than a day has no default");
    unit_ = std::ranges::find(kUnits, precision, &Unit::letter);
    return {};
  }

  // Steps finer than the format would write the same value again: those as fine as the format write it once.
  base::Result<void> take_steps_of_the_format(const Settings& settings) {
    const Unit* finest = std::ranges::find(kUnits, pattern_.precision(), &Unit::letter);
    if (finest == kUnits.end() || finest->least() <= unit_->least()) return {};
    const bool both_months = finest->months > 0 && unit_->months > 0;
    const auto step = both_months ? interval_ * unit_->months : interval_ * unit_->length.count();
    const auto whole = both_months ? finest->months : finest->least().count();
    const bool fits = step % whole == 0 && (both_months || finest->months == 0);
    if (step > whole && !fits)
      return settings.refusal(
          "interval", fmt::format("steps by {} {}S, no number of the {}S that the format writes", interval_,
                                  unit_->name, finest->name));
    interval_ = std::max<std::int64_t>(1, step / whole);
    unit_ = finest;
    return {};
  }

  DatePattern pattern_;
  bool number_ = false;  // the key is a number
  bool string_ = false;  // the key is a text
  Timestamp first_;
  Timestamp last_;
  std::int64_t interval_ = 1;
  const Unit* unit_ = nullptr;
};

// Its values are those that the query names.
class InjectedColumn final : public ProjectedColumn {
 public:
  explicit InjectedColumn(std::string name) : name_(std::move(name)) {}

  base::Result<void> visit(const Bounds&, const Visit&) const override {
    return base::refusal(
        "CONSTRAINT_VIOLATION", 400,
        fmt::format(
            "For the injected projected partition column {}, the WHERE clause must contain only static "
            "equality conditions, and at least one such condition must be present.",
            name_));
  }
  bool can_find() const override { return true; }
  std::optional<std::string> find(const std::string& value) const override { return value; }
  base::Result<void> check_named(std::size_t count) const override {
    constexpr std::size_t kMost = 1000;
    if (count <= kMost) return {};
    return base::refusal("CONSTRAINT_VIOLATION", 400,
                         fmt::format("For the injected projected partition column {}, the WHERE clause must "
                                     "not name more than {} values: it names {}",
                                     name_, kMost, count));
  }

 private:
  std::string name_;
};

}  // namespace

base::Result<std::unique_ptr<ProjectedColumn>> ProjectedColumn::create(const plan::Table& table,
                                                                       const plan::Column& key,
                                                                       Timestamp now) {
  const Settings settings(table, key);
  const std::string type = base::to_lower(base::trim(TRY(settings.require("type"))));
  if (type == "enum") return EnumColumn::create(settings);
  if (type == "integer") return IntegerColumn::create(settings, key);
  if (type == "date") return DateColumn::create(settings, key, now);
  if (type != "injected")
    return settings.refusal("type", fmt::format("is '{}', no type of projection", type));
  if (!is_string(key)) return settings.refusal("type", "is injected: the column must be a string");
  return std::unique_ptr<ProjectedColumn>(std::make_unique<InjectedColumn>(key.name));
}

}  // namespace services::athena
