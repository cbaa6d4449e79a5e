#include <cmath>

#include "duckdb/function/aggregate_function.hpp"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

// The central moments of the values so far. They are updated and merged by the formulas of
// https://doi.org/10.2172/1028931 (P. Pebay, 2008), as Spark does: sums of powers would lose the digits, and
// DuckDB's own variance loses them where the values are large and near each other.
struct Spread {
  double count = 0, mean = 0, second = 0;

  void add(double value) {
    count += 1;
    const double delta = value - mean, step = delta / count;
    mean += step;
    second += delta * (delta - step);
  }

  void merge(const Spread& other) {
    if (other.count == 0) return;
    const double a = count, b = other.count;
    count = a + b;
    const double delta = other.mean - mean, step = delta / count;
    second += other.second + delta * step * a * b;
    mean += step * b;
  }
};

struct Moments {
  Spread spread;
  double third = 0, fourth = 0;

  void add(double value) {
    const double delta = value - spread.mean, step = delta / (spread.count + 1);
    const double delta2 = delta * delta, step2 = step * step;
    spread.add(value);
    third += delta * (delta2 - step2) - 3 * step * spread.second;
    fourth += delta * (delta * delta2 - step * step2) - 4 * step * third - 6 * step2 * spread.second;
  }

  void merge(const Moments& other) {
    const double a = spread.count, b = other.spread.count;
    if (b == 0) return;
    const double delta = other.spread.mean - spread.mean, step = delta / (a + b), step2 = step * step;
    fourth += other.fourth + step2 * step * delta * a * b * (a * a - a * b + b * b) +
              6 * step2 * (a * a * other.spread.second + b * b * spread.second) +
              4 * step * (a * other.third - b * third);
    third += other.third + step2 * delta * a * b * (a - b) +
             3 * step * (a * other.spread.second - b * spread.second);
    spread.merge(other.spread);
  }
};

using Answer = std::optional<double>;

// Of the population: divided by the count; of a sample: by one less, and so NULL for one value.
struct VariancePop {
  using State = Spread;
  static Answer of(const Spread& spread) {
    return spread.count == 0 ? Answer() : Answer(spread.second / spread.count);
  }
};
struct VarianceSamp {
  using State = Spread;
  static Answer of(const Spread& spread) {
    return spread.count < 2 ? Answer() : Answer(spread.second / (spread.count - 1));
  }
};
// The sum of the squares of what the values are off their mean.
struct WholeSpread {
  using State = Spread;
  static Answer of(const Spread& spread) { return spread.count == 0 ? Answer() : Answer(spread.second); }
};
template <typename Variance>
struct RootOf {
  using State = Spread;
  static Answer of(const Spread& spread) {
    const Answer variance = Variance::of(spread);
    return variance ? Answer(std::sqrt(*variance)) : Answer();
  }
};

// Of the population. NULL: there are no values, or they are all the same.
struct Skewness {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double second = moments.spread.second;
    if (moments.spread.count == 0 || second == 0) return {};
    return std::sqrt(moments.spread.count) * moments.third / std::sqrt(second * second * second);
  }
};
struct Kurtosis {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double second = moments.spread.second;
    if (moments.spread.count == 0 || second == 0) return {};
    return moments.spread.count * moments.fourth / (second * second) - 3;
  }
};

// Trino's: NaN where all values are the same, and a kurtosis that is corrected for the size of the sample.
struct TrinoSkewness {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double count = moments.spread.count;
    if (count < 3) return {};
    return std::sqrt(count) * moments.third / std::pow(moments.spread.second, 1.5);
  }
};
struct TrinoKurtosis {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double n = moments.spread.count, second = moments.spread.second;
    if (n < 4) return {};
    const double below = (n - 2) * (n - 3);
    return (n - 1) * n * (n + 1) / below * moments.fourth / (second * second) -
           3 * ((n - 1) * (n - 1) / below);
  }
};

// As pandas has them: corrected for the size of the sample, 0 where all values are the same, within a hair
// (PandasSkewness and PandasKurtosis in Spark's CentralMomentAgg.scala).
double without_hair(double value) {
  return std::abs(value) < 1e-14 ? 0 : value;
}

struct PandasSkewness {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double n = moments.spread.count, second = without_hair(moments.spread.second);
    if (n < 3) return {};
    if (second == 0) return 0;
    return std::sqrt(n - 1) * (n / (n - 2)) * without_hair(moments.third) /
           std::sqrt(second * second * second);
  }
};
struct PandasKurtosis {
  using State = Moments;
  static Answer of(const Moments& moments) {
    const double n = moments.spread.count, second = moments.spread.second;
    if (n < 4) return {};
    const double adjustment = (n - 1) / (n - 2) * ((n - 1) / (n - 3)) * 3;
    const double numerator = without_hair(n * (n + 1) * (n - 1) * moments.fourth);
    const double denominator = without_hair((n - 2) * (n - 3) * second * second);
    return denominator == 0 ? 0 : numerator / denominator - adjustment;
  }
};

struct Logarithms {
  double count = 0, sum = 0;

  void add(double value) { count += 1, sum += std::log(value); }
  void merge(const Logarithms& other) { count += other.count, sum += other.sum; }
};
struct GeometricMean {
  using State = Logarithms;
  static Answer of(const Logarithms& logarithms) {
    if (logarithms.count == 0) return {};
    return std::exp(logarithms.sum / logarithms.count);
  }
};

// The steps of an aggregate, as DuckDB names them.
template <typename Shape>
struct Aggregate {
  template <class State>
  static void Initialize(State& state) {
    state = {};
  }
  template <class Input, class State, class>
  static void Operation(State& state, const Input& value, duckdb::AggregateUnaryInput&) {
    state.add(value);
  }
  template <class Input, class State, class>
  static void ConstantOperation(State& state, const Input& value, duckdb::AggregateUnaryInput&,
                                duckdb::idx_t count) {
    for (duckdb::idx_t i = 0; i < count; ++i) state.add(value);
  }
  template <class State, class>
  static void Combine(const State& source, State& target, duckdb::AggregateInputData&) {
    target.merge(source);
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& result, duckdb::AggregateFinalizeData& data) {
    if (const Answer answer = Shape::of(state))
      result = *answer;
    else
      data.ReturnNull();
  }
  static bool IgnoreNull() { return true; }
};

template <typename Shape>
void add(duckdb::ExtensionLoader& loader, const char* name) {
  auto function =
      duckdb::AggregateFunction::UnaryAggregate<typename Shape::State, double, double, Aggregate<Shape>>(
          Type::DOUBLE, Type::DOUBLE);
  function.name = name;
  loader.RegisterFunction(std::move(function));
}

}  // namespace

void register_moments_kernels(duckdb::ExtensionLoader& loader) {
  add<VariancePop>(loader, "dovetail_var_pop");
  add<VarianceSamp>(loader, "dovetail_var_samp");
  add<RootOf<VariancePop>>(loader, "dovetail_stddev_pop");
  add<RootOf<VarianceSamp>>(loader, "dovetail_stddev_samp");
  add<WholeSpread>(loader, "dovetail_spread");
  add<Skewness>(loader, "dovetail_skewness");
  add<Kurtosis>(loader, "dovetail_kurtosis");
  add<TrinoSkewness>(loader, "dovetail_trino_skewness");
  add<TrinoKurtosis>(loader, "dovetail_trino_kurtosis");
  add<PandasSkewness>(loader, "dovetail_pandas_skewness");
  add<PandasKurtosis>(loader, "dovetail_pandas_kurtosis");
  add<GeometricMean>(loader, "dovetail_geometric_mean");
}

}  // namespace engine
