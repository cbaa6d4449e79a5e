#include <cmath>
#include <limits>

#include "engine/functions/trino_kernels.h"

// Distributions: https://trino.io/docs/435/functions/math.html#statistical-functions
namespace engine {
namespace {

std::optional<double> normal_cdf(double mean, double deviation, double value) {
  if (!(deviation > 0)) refuse_argument("standardDeviation must be > 0");
  return std::erfc((mean - value) / (deviation * std::sqrt(2))) / 2;
}

// The point between two where a function that grows passes a value, to the last digit.
template <typename Function>
double inverse(Function function, double value, double low, double high) {
  for (int step = 0; step < 2'000; ++step) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (function(middle) < value ? low : high) = middle;
  }
  return high;
}

std::optional<double> inverse_normal_cdf(double mean, double deviation, double p) {
  if (!(p > 0 && p < 1)) refuse_argument("p must be 0 > p > 1");
  if (!(deviation > 0)) refuse_argument("sd must be > 0");
  // The lower half is the exact one: near 1 no digits are left.
  const auto lower = [](double x) { return std::erfc(-x / std::sqrt(2)) / 2; };
  constexpr double kFar = 40;
  const double x = p <= 0.5 ? inverse(lower, p, -kFar, 0) : -inverse(lower, 1 - p, -kFar, 0);
  return mean + deviation * x;
}

// The continued fraction of the incomplete beta function (https://dlmf.nist.gov/8.17#v), by Lentz's method.
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300, kPrecision = 1e-15;
  const auto kept = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1, d = 1 / kept(1 - (a + b) * x / (a + 1)), result = d;
  for (int m = 1; m <= 10'000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 / kept(1 + term * d);
      c = kept(1 + term / c);
      change = d * c;
      result *= change;
    }
    if (std::abs(change - 1) < kPrecision) break;
  }
  return result;
}

double regularized_beta(double a, double b, double x) {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

void check_shape(double a, double b) {
  if (!(a > 0 && b > 0)) refuse_argument("a, b must be > 0");
}

std::optional<double> beta_cdf(double a, double b, double value) {
  if (!(value >= 0 && value <= 1)) refuse_argument("value must be 0 >= v >= 1");
  check_shape(a, b);
  return regularized_beta(a, b, value);
}

std::optional<double> inverse_beta_cdf(double a, double b, double p) {
  if (!(p >= 0 && p <= 1)) refuse_argument("p must be 0 >= p >= 1");
  check_shape(a, b);
  if (p == 0 || p == 1) return p;
  return inverse([&](double x) { return regularized_beta(a, b, x); }, p, 0, 1);
}

// https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
template <int side>
std::optional<double> wilson_interval(int64_t successes, int64_t trials, double z) {
  if (successes < 0) refuse_argument("number of successes must not be negative");
  if (trials <= 0) refuse_argument("number of trials must be positive");
  if (successes > trials) refuse_argument("number of successes must not be larger than number of trials");
  if (z < 0) refuse_argument("z-score must not be negative");
  const double n = static_cast<double>(trials), p = static_cast<double>(successes) / n;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return (p + z * z / (2 * n) + side * half) / (1 + z * z / n);
}

}  // namespace

std::vector<TrinoKernel> statistics_kernels() {
  const Type real = Type::DOUBLE, number = Type::BIGINT;
  return {
      {"trino.normal_cdf", {real, real, real}, real, row_kernel<double, double, double>(normal_cdf)},
      {"trino.inverse_normal_cdf",
       {real, real, real},
       real,
       row_kernel<double, double, double>(inverse_normal_cdf)},
      {"trino.beta_cdf", {real, real, real}, real, row_kernel<double, double, double>(beta_cdf)},
      {"trino.inverse_beta_cdf",
       {real, real, real},
       real,
       row_kernel<double, double, double>(inverse_beta_cdf)},
      {"trino.wilson_interval_lower",
       {number, number, real},
       real,
       row_kernel<int64_t, int64_t, double>(wilson_interval<-1>)},
      {"trino.wilson_interval_upper",
       {number, number, real},
       real,
       row_kernel<int64_t, int64_t, double>(wilson_interval<1>)},
  };
}

}  // namespace engine
