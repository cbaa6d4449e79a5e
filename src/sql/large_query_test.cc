// Queries that are short and ask for much, or simply large: what is too large is refused with its place, and
// what is not is planned in a fraction of a second.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <cstdlib>
#include <ctime>
#include <random>

#include "plan/builders.h"
#include "plan/walks.h"
#include "sql/budget.h"
#include "sql/query.h"
#include "sql/test_catalog.h"

namespace sql {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class LargeQueryTest : public testing::Test {
 protected:
  base::Result<Query> plan(std::string_view text) { return plan_query(text, trino(), catalog_, "db"); }
  std::string error_of(std::string_view text) {
    const auto query = plan(text);
    return query.ok() ? "no error" : query.error().code + ": " + query.error().message;
  }

  TestCatalog catalog_;
};

#ifdef DOVETAIL_SANITIZED
constexpr double kSlowness = 20;
#else
constexpr double kSlowness = 1;
#endif

// Of this thread, so that a busy machine changes nothing; sanitizers are allowed for.
double seconds_of_work() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9) / kSlowness;
}

std::size_t expressions_in(const Query& query) {
  std::size_t count = 0;
  plan::for_each_expression(*query.root, [&](const auto&) { ++count; });
  return count;
}

// f(f(f(x)))
std::string nested(int levels, std::string_view before, std::string_view after) {
  std::string text = "1";
  for (int i = 0; i < levels; ++i) text = std::string(before) + text + std::string(after);
  return text;
}

std::string repeated(int times, std::string_view text) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

constexpr const char* kTooLarge =
    "NOT_SUPPORTED: line 1:[0-9]+: statement is too large: its plan has more than 100000 expressions";

TEST_F(LargeQueryTest, TablesOfWithThatDoubleAtEveryLevelAreRefused) {
  const double start = seconds_of_work();
  std::string text = "with t0 as (select 1 as x)";
  for (int i = 1; i < 30; ++i) text += fmt::format(", t{0} as (select a.x from t{1} a, t{1} b)", i, i - 1);
  EXPECT_THAT(error_of(text + " select * from t29"), HasSubstr("it has more than 100 tables"));
  EXPECT_LT(seconds_of_work() - start, 1.0);
}

TEST_F(LargeQueryTest, WhatDoublesAtEveryLevelIsRefused) {
  const double start = seconds_of_work();
  for (const auto& [before, after] :
       std::vector<std::pair<const char*, const char*>>{{"nullif(", ", 2)"},
                                                        {"case ", " when 2 then 3 when 4 then 5 end"},
                                                        {"if(", " between 1 and 2, 1)"}}) {
    EXPECT_THAT(error_of("select " + nested(40, before, after)), MatchesRegex(kTooLarge)) << before;
    EXPECT_EQ(error_of("select " + nested(8, before, after)), "no error") << before;
    EXPECT_THAT(error_of("select 1 from orders where 1 = " + nested(40, before, after)),
                MatchesRegex(kTooLarge));
    EXPECT_THAT(error_of("select count(*) from orders group by " + nested(40, before, after)),
                MatchesRegex(kTooLarge));
    EXPECT_THAT(error_of("select 1 from orders a join orders b on 1 = " + nested(40, before, after)),
                MatchesRegex(kTooLarge));
    EXPECT_THAT(error_of("select year from orders order by " + nested(40, before, after)),
                MatchesRegex(kTooLarge));
  }
  EXPECT_LT(seconds_of_work() - start, 5);
}

// Each text has bounds, and each subquery, table of WITH and view is one more: all together stay within the
// stack.
TEST_F(LargeQueryTest, WhatNestsThroughManyQueriesIsRefused) {
  std::string subqueries = "select array[1]";
  for (int i = 0; i < 58; ++i) subqueries = "select (" + subqueries + ")" + repeated(290, "[1]");
  EXPECT_THAT(error_of(subqueries), HasSubstr("its expressions and queries nest too deep"));
  std::string tables = "with t0 as (select 1 as x)";
  for (int i = 1; i < 300; ++i) {
    std::string from = fmt::format("t{}", i - 1);
    for (int level = 0; level < 25; ++level) from = "(select * from " + from + ")";
    tables += fmt::format(", t{} as (select * from {})", i, from);
  }
  EXPECT_THAT(error_of(tables + " select * from t299"),
              HasSubstr("its expressions and queries nest too deep"));
}

TEST_F(LargeQueryTest, CopiesOfALongConstantCountForWhatTheyWeigh) {
  const std::string text(100'000, 'x');
  EXPECT_THAT(error_of("select nullif(nullif(nullif('" + text + "', 'a'), 'b'), 'c')"),
              MatchesRegex(kTooLarge));
  EXPECT_EQ(error_of("select nullif('" + text + "', 'a')"), "no error");
}

std::string many_tables(std::size_t count) {
  std::string text = "orders t0";
  for (std::size_t i = 1; i < count; ++i)
    text +=
        fmt::format(" join orders t{} on t{}.order_id = t{}.order_id and t{}.year = {}", i, i - 1, i, i, i);
  return text;
}

TEST_F(LargeQueryTest, WhateverIsJoinedIsCounted) {
  for (std::string_view item : {"(select 1)", "(values 1)", "x"}) {
    std::string text = "with x as (select 1 y) select count(*) from x";
    for (int i = 0; i < 20'000; ++i) text += fmt::format(", {} t{}", item, i);
    EXPECT_THAT(error_of(text), HasSubstr("it has more than 100 tables"));
  }
}

TEST_F(LargeQueryTest, TablesAndColumnsHaveTheirBounds) {
  EXPECT_EQ(error_of("select t1.year from " + many_tables(kMaxTables)), "no error");
  EXPECT_THAT(
      error_of("select t1.year from " + many_tables(kMaxTables + 1)),
      MatchesRegex("NOT_SUPPORTED: line 1:[0-9]+: statement is too large: it has more than 100 tables"));
  std::string stars = "select *";
  for (int i = 0; i < 12; ++i) stars += ", *";
  EXPECT_THAT(error_of(stars + " from " + many_tables(kMaxTables)),
              HasSubstr("statement is too large: its result has more than 10000 columns"));
}

TEST_F(LargeQueryTest, AQueryAtTheBoundsIsPlannedAtOnce) {
  std::string text = "select order_id";
  for (std::size_t i = 1; i < kMaxColumns; ++i) text += ",year";
  text += " from orders order by order_id";
  for (int i = 0; i < 2000; ++i) text += fmt::format(",year+{}", i);
  const double start = seconds_of_work();
  EXPECT_EQ(error_of("select " + text.substr(7)), "AMBIGUOUS_NAME: line 1:50042: Column 'year' is ambiguous");
  EXPECT_LT(seconds_of_work() - start, 1);

  std::string grouped = "select count(*) from orders group by order_id";
  for (int i = 0; i < 5000; ++i) grouped += fmt::format(",order_id+{}", i);
  EXPECT_EQ(error_of(grouped), "no error");
  EXPECT_LT(seconds_of_work() - start, 2);
}

TEST_F(LargeQueryTest, TheDemandsOfManyJoinsAreFoundAtOnce) {
  std::string text = "select t1.year from " + many_tables(kMaxTables) + " where t1.year = 1";
  for (int i = 0; i < 5000; ++i) text += " and t2.status<>'a'";
  const auto query = plan(text);
  ASSERT_TRUE(query.ok()) << query.error().message;
  const double start = seconds_of_work();
  const plan::PartitionDemands demands(*query->root);
  std::size_t found = 0;
  for (const TableRead& read : query->reads)
    found += demands.of(read.plan_id, read.table.partition_keys).size();
  EXPECT_EQ(found, kMaxTables - 1 + 1 + 5000);
  EXPECT_LT(seconds_of_work() - start, 1);
}

TEST_F(LargeQueryTest, APlanningThatIsStoppedEnds) {
  std::stop_source stop;
  stop.request_stop();
  const auto query = plan_query("select 1", trino(), catalog_, "db", stop.get_token());
  ASSERT_FALSE(query.ok());
  EXPECT_EQ(query.error().code, "USER_CANCELED");
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kSmallStack = 32 << 20;  // frames are several times as large then
#else
constexpr std::size_t kSmallStack = 2 << 20;
#endif

// Runs it on a thread with a quarter of the stack that threads have.
void run_on_small_stack(const std::function<void()>& work) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kSmallStack);
  pthread_t thread{};
  const auto call = [](void* argument) -> void* {
    (*static_cast<const std::function<void()>*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, call, const_cast<std::function<void()>*>(&work)), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

TEST_F(LargeQueryTest, TheDeepestPlanNeedsNoMoreStackThanAThreadHas) {
  std::string sum = "1";
  for (int i = 2; i < kMaxDepth; ++i) sum += "+1";
  std::string nots = "t1.paid";
  for (int i = 2; i < kMaxDepth; ++i) nots = "not " + nots;
  std::string casts = "1";
  for (int i = 2; i < kMaxDepth; ++i) casts = "-cast(" + casts + " as double)";
  const std::string deep =
      fmt::format("select {}, t1.year from {} where {} order by {}", sum, many_tables(kMaxTables), nots, sum);
  run_on_small_stack([&] {
    const auto query = plan(deep);
    ASSERT_TRUE(query.ok()) << query.error().message;
    const plan::Relation copy = *query->root;
    EXPECT_GT(copy.ByteSizeLong(), 0u);
    EXPECT_FALSE(plan("select " + casts).ok());
    EXPECT_FALSE(plan("select (" + std::string(200'000, '(')).ok());
  });
}

TEST_F(LargeQueryTest, APlanThatNestsDeeperThanEnginesTakeIsRefused) {
  std::string text = "true";
  for (int level = 0; level < 140; ++level) {
    std::string chain;
    for (int i = 0; i < 63; ++i) chain += "true and ";
    text = chain + "(" + text + ")";
  }
  EXPECT_EQ(error_of("select " + text),
            "NOT_SUPPORTED: line 1:13: statement is too large: its plan nests more than 700 expressions");
}

// Random nests of what copies its operands, over joins: a plan of bounded size in bounded time, or a refusal.
class Nests {
 public:
  explicit Nests(std::uint32_t seed) : random_(seed) {}

  std::string query() {
    std::string text = "select " + value(depth());
    text += " from orders t0";
    for (int tables = number(4); tables > 0; --tables)
      text += fmt::format(" join orders t{} on {}", tables, condition(depth()));
    if (number(2) == 0) text += " where " + condition(depth());
    if (number(3) == 0) text += " group by " + value(depth()) + ", t0.year, t0.weight";
    if (number(2) == 0) text += " order by " + value(depth());
    return text;
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  int depth() { return number(number(4) == 0 ? 60 : 6); }

  std::string value(int depth) {
    if (depth == 0)
      return std::vector<const char*>{"t0.year", "1", "t0.weight", "2.5e0",
                                      "null"}[static_cast<std::size_t>(number(5))];
    const std::string deep = value(depth - 1);
    const std::string flat = value(number(2));
    switch (number(5)) {
      case 0:
        return "nullif(" + deep + ", " + flat + ")";
      case 1:
        return "case " + deep + " when " + flat + " then 1 when 2 then " + flat + " end";
      case 2:
        return "case when " + condition(number(2)) + " then " + deep + " else " + flat + " end";
      case 3:
        return "if(" + deep + " between " + flat + " and 7, 1, " + flat + ")";
      default:
        return "if(" + deep + " in (1, " + flat + "), 1e0, 2)";
    }
  }
  std::string condition(int depth) { return value(depth) + (number(2) == 0 ? " = " : " >= ") + value(0); }

  std::mt19937 random_;
};

TEST_F(LargeQueryTest, RandomNestsStayWithinTheBounds) {
  const char* factor = std::getenv("DOVETAIL_FUZZ_FACTOR");
  const std::uint32_t rounds = 60 * static_cast<std::uint32_t>(factor != nullptr ? std::atoi(factor) : 1);
  int planned = 0;
  int refused = 0;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    const std::string text = Nests(round).query();
    const double start = seconds_of_work();
    const auto query = plan(text);
    ASSERT_LT(seconds_of_work() - start, 2) << text;
    if (!query.ok()) {
      ASSERT_EQ(query.error().fault, base::Error::Fault::Caller) << text;
      refused += query.error().code == "NOT_SUPPORTED" ? 1 : 0;
      continue;
    }
    ++planned;
    ASSERT_LT(expressions_in(*query), 6 * kMaxPlanNodes) << text;
  }
  EXPECT_GT(planned, 0);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace sql
