#include "engine/functions/iso8601.h"

namespace engine {
namespace {

constexpr std::size_t kYearDigits = 9, kFractionDigits = 9;

// -W09[-4]
void read_week(TimeReader& reader) {
  reader.literal("-W");
  reader.number(TimeField::WeekOfWeekyear, 2);
  if (reader.at('-') && reader.at_digit(1)) {
    reader.take('-');
    reader.number(TimeField::DayOfWeek, 1);
  }
}

// Behind a year: what is as long as can be, nothing at least.
void read_inside_year(TimeReader& reader) {
  if (!reader.at('-') || !reader.at_digit(1)) return;
  reader.take('-');
  const bool three_digits = reader.at_digit(1) && reader.at_digit(2);
  if (three_digits) return reader.number(TimeField::DayOfYear, 3);
  reader.number(TimeField::MonthOfYear, 2);
  if (reader.at('-') && reader.at_digit(1)) {
    reader.take('-');
    reader.number(TimeField::DayOfMonth, 2);
  }
}

bool is_week(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return text.substr(at).starts_with("-W") || text.substr(at).starts_with("-w");
}

void read_date(TimeReader& reader) {
  const bool week = is_week(reader.rest());
  reader.signed_number(week ? TimeField::Weekyear : TimeField::Year, kYearDigits);
  if (week)
    read_week(reader);
  else
    read_inside_year(reader);
}

bool read_fraction(TimeReader& reader, TimeField field) {
  const bool point = (reader.at('.') || reader.at(',')) && reader.at_digit(1);
  if (!point) return false;
  if (!reader.take('.')) reader.take(',');
  reader.fraction(field, kFractionDigits);
  return true;
}

void read_time(TimeReader& reader) {
  reader.number(TimeField::HourOfDay, 2);
  if (read_fraction(reader, TimeField::MillisOfHour) || !reader.at(':') || !reader.at_digit(1)) return;
  reader.take(':');
  reader.number(TimeField::MinuteOfHour, 2);
  if (read_fraction(reader, TimeField::MillisOfMinute) || !reader.at(':') || !reader.at_digit(1)) return;
  reader.take(':');
  reader.number(TimeField::SecondOfMinute, 2);
  read_fraction(reader, TimeField::MillisOfSecond);
}

}  // namespace

ReadTime read_iso_timestamp(std::string_view text) {
  TimeReader reader(text);
  if (!reader.at('T')) read_date(reader);
  if (reader.at_end()) return reader.finish();
  if (!reader.take('T')) reader.fail();
  if (reader.at_digit()) read_time(reader);
  if (!reader.at_end()) reader.offset(true);
  return reader.finish();
}

ReadTime read_iso_date(std::string_view text) {
  TimeReader reader(text);
  read_date(reader);
  return reader.finish();
}

}  // namespace engine
