#include <cmath>

#include "duckdb/function/aggregate_function.hpp"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

// The central moments of the values so far. They are updated and merged by the formulas of
// https://doi.org/10.2172/1028931 (P. Pebay, 2008), as Spark does: sums of powers would lose the digits.
struct Moments {
  double count = 0, mean = 0, second = 0, third = 0, fourth = 0;

  void add(double value) {
    count += 1;
    const double delta = value - mean, step = delta / count;
    const double delta2 = delta * delta, step2 = step * step;
    mean += step;
    second += delta * (delta - step);
    third += delta * (delta2 - step2) - 3 * step * second;
    fourth += delta * (delta * delta2 - step * step2) - 4 * step * third - 6 * step2 * second;
  }

  void merge(const Moments& other) {
    const double a = count, b = other.count;
    if (b == 0) return;
    count = a + b;
    const double delta = other.mean - mean, step = delta / count, step2 = step * step;
    fourth += other.fourth + step2 * step * delta * a * b * (a * a - a * b + b * b) +
              6 * step2 * (a * a * other.second + b * b * second) + 4 * step * (a * other.third - b * third);
    third += other.third + step2 * delta * a * b * (a - b) + 3 * step * (a * other.second - b * second);
    second += other.second + delta * step * a * b;
    mean += step * b;
  }
};

// Of the population. NULL: there are no values, or they are all the same.
struct Skewness {
  static double of(const Moments& moments) {
    return std::sqrt(moments.count) * moments.third /
           std::sqrt(moments.second * moments.second * moments.second);
  }
};
struct Kurtosis {
  static double of(const Moments& moments) {
    return moments.count * moments.fourth / (moments.second * moments.second) - 3;
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
    if (state.count == 0 || state.second == 0)
      data.ReturnNull();
    else
      result = Shape::of(state);
  }
  static bool IgnoreNull() { return true; }
};

template <typename Shape>
void add(duckdb::ExtensionLoader& loader, const char* name) {
  auto function = duckdb::AggregateFunction::UnaryAggregate<Moments, double, double, Aggregate<Shape>>(
      Type::DOUBLE, Type::DOUBLE);
  function.name = name;
  loader.RegisterFunction(std::move(function));
}

}  // namespace

void register_moments_kernels(duckdb::ExtensionLoader& loader) {
  add<Skewness>(loader, "dovetail_skewness");
  add<Kurtosis>(loader, "dovetail_kurtosis");
}

}  // namespace engine
