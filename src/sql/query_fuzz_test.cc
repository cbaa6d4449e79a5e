#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "sql/query_test.h"

namespace sql {
namespace {

// `make test-long` multiplies it.
int fuzz_rounds() {
  const char* factor = std::getenv("DOVETAIL_FUZZ_FACTOR");
  return 5000 * (factor != nullptr ? std::atoi(factor) : 1);
}

// Whatever arrives, the answer is a plan or an error of the caller.
TEST_F(QueryTest, NoTextCrashesThePlanner) {
  const std::vector<std::string> words = {"select",
                                          "from",
                                          "orders",
                                          "where",
                                          "group by",
                                          "order by",
                                          "(",
                                          ")",
                                          ",",
                                          "*",
                                          "1",
                                          "'a'",
                                          "1.5",
                                          "year",
                                          "count(",
                                          "sum(",
                                          "case",
                                          "when",
                                          "then",
                                          "end",
                                          "cast(",
                                          "as",
                                          "varchar",
                                          "and",
                                          "or",
                                          "not",
                                          "in (",
                                          "between",
                                          "like",
                                          "is",
                                          "null",
                                          "||",
                                          "+",
                                          "-",
                                          "/",
                                          "%",
                                          "=",
                                          "<>",
                                          "join",
                                          "on",
                                          "using (",
                                          "customers",
                                          "having",
                                          "limit",
                                          "distinct",
                                          "o",
                                          ".",
                                          "\"x\"",
                                          "date '2020-01-01'",
                                          "if(",
                                          "union",
                                          "except all",
                                          "left",
                                          "full",
                                          "values (1, 2)",
                                          "with x as (",
                                          "table",
                                          "fetch first",
                                          "(select",
                                          "exists (select",
                                          "coalesce(",
                                          "avg(",
                                          "amount",
                                          "desc",
                                          "nulls first"};
  std::mt19937 random(20261121);
  for (int round = 0; round < fuzz_rounds(); ++round) {
    std::string text = "select ";
    for (std::size_t length = random() % 25; length > 0; --length)
      text += words[random() % words.size()] + " ";
    const auto query = plan(text);
    ASSERT_TRUE(query.ok() || query.error().fault == base::Error::Fault::Caller) << text;
  }
}

TEST_F(QueryTest, MutatedQueriesDoNotCrashThePlanner) {
  const std::string good =
      "select o.year, count(distinct customer) n, avg(amount) from orders o join customers c on o.customer = "
      "c.id where "
      "status like 'A\\%%' and (weight between 1 and 2.5e0 or at > timestamp '2020-01-01 00:00:00') group by "
      "1 having "
      "sum(amount) > 10 order by 2 desc, o.year limit 10";
  ASSERT_EQ(error_of(good), "no error");
  std::mt19937 random(7);
  for (int round = 0; round < fuzz_rounds(); ++round) {
    std::string text = good;
    for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          text.erase(at, random() % 10);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 12));
          break;
      }
      if (text.empty()) text = "x";
    }
    const auto query = plan(text);
    ASSERT_TRUE(query.ok() || query.error().fault == base::Error::Fault::Caller) << text;
  }
}

}  // namespace
}  // namespace sql
