#include <unordered_map>

#include "duckdb/function/create_sort_key.hpp"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/trino_kernels.h"

// Maps out of the entries that an aggregate has collected: a list of structs of a key and a value, no key
// NULL.
namespace engine {
namespace {

using duckdb::idx_t;
using duckdb::Vector;

// A list vector's rows, and for each item a text that is the same for equal keys: the items, or their first
// fields.
class Entries {
 public:
  Entries(Vector& lists, idx_t rows, bool of_fields = true)
      : items_(duckdb::ListVector::GetEntry(lists)),
        count_(duckdb::ListVector::GetListSize(lists)),
        texts_(Type::BLOB, std::max<idx_t>(count_, 1)) {
    lists.ToUnifiedFormat(rows, lists_);
    items_.Flatten(count_);
    const duckdb::OrderModifiers plain(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_LAST);
    Vector& keys = of_fields ? *duckdb::StructVector::GetEntries(items_)[0] : items_;
    duckdb::CreateSortKeyHelpers::CreateSortKey(keys, count_, plain, texts_);
    texts_.ToUnifiedFormat(count_, keys_);
  }

  Vector& items() { return items_; }
  Vector& values() { return *duckdb::StructVector::GetEntries(items_)[1]; }
  bool is_null(idx_t row) const { return !lists_.validity.RowIsValid(lists_.sel->get_index(row)); }
  duckdb::list_entry_t list(idx_t row) const {
    return duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(lists_)[lists_.sel->get_index(row)];
  }
  std::string_view key(idx_t item) const {
    return view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(keys_)[keys_.sel->get_index(item)]);
  }

  // The items of a row by their keys, both in the order in which they came.
  std::vector<std::vector<idx_t>> groups(idx_t row) const {
    std::vector<std::vector<idx_t>> groups;
    std::unordered_map<std::string_view, std::size_t> places;
    const auto list = this->list(row);
    for (idx_t item = list.offset; item < list.offset + list.length; ++item) {
      const auto [known, added] = places.try_emplace(key(item), groups.size());
      if (added) groups.emplace_back();
      groups[known->second].push_back(item);
    }
    return groups;
  }

 private:
  Vector& items_;
  idx_t count_;
  Vector texts_;
  duckdb::UnifiedVectorFormat lists_, keys_;
};

// Puts the chosen items behind those that the vector has.
class Chosen {
 public:
  void add(idx_t item) { items_.push_back(static_cast<duckdb::sel_t>(item)); }
  idx_t size() const { return items_.size(); }

  void copy(Vector& from, Vector& to) {
    const duckdb::SelectionVector selection(items_.data());
    duckdb::VectorOperations::Copy(from, to, selection, items_.size(), 0, 0);
  }

 private:
  std::vector<duckdb::sel_t> items_;
};

// Makes a list or a map of each row, of one entry for each of its groups: of the first item's key, and of
// what `add` keeps of the row's group.
template <typename Add>
void one_for_each_group(const Entries& entries, idx_t rows, Chosen& first, Vector& result, Add add) {
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < rows; ++row) {
    if (entries.is_null(row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto before = first.size();
    for (const auto& group : entries.groups(row)) {
      first.add(group.front());
      add(row, group);
    }
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {before, first.size() - before};
  }
  duckdb::ListVector::Reserve(result, first.size());
  duckdb::ListVector::SetListSize(result, first.size());
}

// Of values with one key the first stays.
void map_of_entries(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  Entries entries(input.data[0], input.size());
  Chosen chosen;
  one_for_each_group(entries, input.size(), chosen, result, [](idx_t, const auto&) {});
  chosen.copy(entries.items(), duckdb::ListVector::GetEntry(result));
}

// The keys of one list with the values of another that is as long: Spark's, where a key's last value stays.
void map_of_last_values(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  Entries entries(input.data[0], input.size(), false);
  duckdb::UnifiedVectorFormat lists;
  input.data[1].ToUnifiedFormat(input.size(), lists);
  const auto* of_values = duckdb::UnifiedVectorFormat::GetData<duckdb::list_entry_t>(lists);
  Chosen keys, values;
  const auto& known = duckdb::FlatVector::Validity(entries.items());
  one_for_each_group(entries, input.size(), keys, result, [&](idx_t row, const auto& group) {
    if (!known.RowIsValid(group.front()))
      raise(base::refusal("NULL_MAP_KEY", 400, "[NULL_MAP_KEY] Cannot use null as map key."));
    values.add(of_values[lists.sel->get_index(row)].offset + group.back() - entries.list(row).offset);
  });
  keys.copy(entries.items(), duckdb::MapVector::GetKeys(result));
  values.copy(duckdb::ListVector::GetEntry(input.data[1]), duckdb::MapVector::GetValues(result));
}

duckdb::unique_ptr<duckdb::FunctionData> bind_keys_and_values(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& given) {
  function.arguments = {given[0]->return_type, given[1]->return_type};
  function.SetReturnType(Type::MAP(duckdb::ListType::GetChildType(function.arguments[0]),
                                   duckdb::ListType::GetChildType(function.arguments[1])));
  return nullptr;
}

// The values of one key become a list.
void multimap_of_entries(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  Entries entries(input.data[0], input.size());
  Chosen keys, values;
  std::vector<duckdb::list_entry_t> lists;
  one_for_each_group(entries, input.size(), keys, result, [&](idx_t, const auto& group) {
    lists.emplace_back(values.size(), group.size());
    for (const auto item : group) values.add(item);
  });
  keys.copy(*duckdb::StructVector::GetEntries(entries.items())[0], duckdb::MapVector::GetKeys(result));
  Vector& of_keys = duckdb::MapVector::GetValues(result);
  std::ranges::copy(lists, duckdb::FlatVector::GetData<duckdb::list_entry_t>(of_keys));
  duckdb::ListVector::Reserve(of_keys, values.size());
  values.copy(entries.values(), duckdb::ListVector::GetEntry(of_keys));
  duckdb::ListVector::SetListSize(of_keys, values.size());
}

// How often each item of the list stands there; none is NULL.
void counts_of_items(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  Entries entries(input.data[0], input.size(), false);
  Chosen keys;
  std::vector<int64_t> counts;
  one_for_each_group(entries, input.size(), keys, result,
                     [&](idx_t, const auto& group) { counts.push_back(static_cast<int64_t>(group.size())); });
  keys.copy(entries.items(), duckdb::MapVector::GetKeys(result));
  std::ranges::copy(counts, duckdb::FlatVector::GetData<int64_t>(duckdb::MapVector::GetValues(result)));
}

duckdb::unique_ptr<duckdb::FunctionData> bind_counts(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& given) {
  const Type type = given[0]->return_type;
  function.arguments = {type};
  function.SetReturnType(Type::MAP(duckdb::ListType::GetChildType(type), Type::BIGINT));
  return nullptr;
}

template <bool lists>
duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                              duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& given) {
  const Type type = given[0]->return_type;
  const auto& entry = duckdb::ListType::GetChildType(type);
  const Type value = duckdb::StructType::GetChildType(entry, 1);
  function.arguments = {type};
  function.SetReturnType(
      Type::MAP(duckdb::StructType::GetChildType(entry, 0), lists ? Type::LIST(value) : value));
  return nullptr;
}

}  // namespace

void register_entries_kernels(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(
      duckdb::ScalarFunction("dovetail_map_of_entries", {Type::ANY}, Type::ANY, map_of_entries, bind<false>));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_multimap_of_entries", {Type::ANY}, Type::ANY,
                                                 multimap_of_entries, bind<true>));
  duckdb::ScalarFunction last("dovetail_map_of_last_values", {Type::ANY, Type::ANY}, Type::ANY,
                              map_of_last_values, bind_keys_and_values);
  last.SetFallible();
  register_kernel(loader, std::move(last));
  loader.RegisterFunction(duckdb::ScalarFunction("dovetail_counts_of_items", {Type::ANY}, Type::ANY,
                                                 counts_of_items, bind_counts));
}

}  // namespace engine
