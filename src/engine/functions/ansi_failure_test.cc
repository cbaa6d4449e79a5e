#include "engine/functions/ansi_failure.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

using duckdb::Value;

std::string message(std::string_view function, std::vector<Value> arguments) {
  const AnsiFailure* failure = ansi_failure(function, arguments.size());
  return failure == nullptr ? "none" : failure->error(arguments).message;
}

std::string of_date(int year, int month, int day) {
  return message("make_date", {Value::INTEGER(year), Value::INTEGER(month), Value::INTEGER(day)});
}
std::string of_time(int hour, int minute, double second) {
  return message("make_timestamp", {Value::INTEGER(2024), Value::INTEGER(1), Value::INTEGER(1),
                                    Value::INTEGER(hour), Value::INTEGER(minute), Value::DOUBLE(second)});
}

constexpr const char* kOutOfBounds = "[DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION] ";

TEST(AnsiFailureTest, TheFirstFieldThatIsWrongIsNamed) {
  const std::string out(kOutOfBounds);
  EXPECT_EQ(of_date(2024, 13, 40), out + "Invalid value for MonthOfYear (valid values 1 - 12): 13. ");
  EXPECT_EQ(of_date(2024, 2, 32), out + "Invalid value for DayOfMonth (valid values 1 - 28/31): 32. ");
  EXPECT_EQ(of_time(24, 60, 0), out + "Invalid value for HourOfDay (valid values 0 - 23): 24. ");
  EXPECT_EQ(of_time(0, 60, 99), out + "Invalid value for MinuteOfHour (valid values 0 - 59): 60. ");
  EXPECT_EQ(of_time(0, 0, -0.5), out + "Invalid value for SecondOfMinute (valid values 0 - 59): -1. ");
}

TEST(AnsiFailureTest, ADayThatAMonthHasNotIsNamedWithIt) {
  const std::string out(kOutOfBounds);
  EXPECT_EQ(of_date(2024, 2, 30), out + "Invalid date 'FEBRUARY 30'. ");
  EXPECT_EQ(of_date(2023, 4, 31), out + "Invalid date 'APRIL 31'. ");
  EXPECT_EQ(of_date(2023, 2, 29), out + "Invalid date 'February 29' as '2023' is not a leap year. ");
}

TEST(AnsiFailureTest, AMinuteHasNoPartsBehindItsSixtiethSecond) {
  EXPECT_TRUE(of_time(0, 0, 60.5)
                  .starts_with("[INVALID_FRACTION_OF_SECOND] Valid range for seconds is [0, 60] (inclusive), "
                               "but the provided value "
                               "is 60.5. "));
}

TEST(AnsiFailureTest, ADateThatOnlySparkHasIsNotSupported) {
  EXPECT_NE(of_date(100'000, 1, 1).find("a date of the year 100000"), std::string::npos);
}

TEST(AnsiFailureTest, ATextThatCannotBeReadIsTold) {
  EXPECT_EQ(message("to_date", {Value("nope"), Value("yyyy")}),
            "[CANNOT_PARSE_TIMESTAMP] Text 'nope' could not be parsed. Use `try_to_date` to tolerate invalid "
            "input string and return NULL instead.");
  EXPECT_EQ(message("next_day", {Value("2024-01-01"), Value("nope")}),
            "[ILLEGAL_DAY_OF_WEEK] Illegal input for day of week: nope.");
}

TEST(AnsiFailureTest, ACastThatReadsATextFailsByItself) {
  EXPECT_EQ(message("to_date", {Value("nope")}), "none");
}

}  // namespace
}  // namespace engine
