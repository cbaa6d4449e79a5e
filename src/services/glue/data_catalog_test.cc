#include "services/glue/data_catalog.h"

#include <gtest/gtest.h>

#include "services/glue/catalog.h"
#include "services/glue/test_glue.h"

namespace services::glue {
namespace {

using namespace api::glue;

constexpr const char* kParquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

class DataCatalogTest : public GlueTest {
 protected:
  DataCatalogTest() {
    EXPECT_TRUE(glue_->create_database(context_, {.database_input = {.name = "Sales"}}).ok());
  }

  static TableInput orders(std::string name = "Orders") {
    return {.name = std::move(name),
            .storage_descriptor =
                StorageDescriptor{.columns = std::vector<Column>{{.name = "id", .type = "bigint"}},
                                  .location = "s3://lake/orders/",
                                  .serde_info = SerDeInfo{.serialization_library = kParquetSerde}},
            .partition_keys =
                std::vector<Column>{{.name = "year", .type = "int"}, {.name = "month", .type = "string"}}};
  }

  void add_orders() {
    ASSERT_TRUE(glue_->create_table(context_, {.database_name = "sales", .table_input = orders()}).ok());
  }
  void add_partition(std::vector<std::string> values) {
    ASSERT_TRUE(glue_
                    ->create_partition(context_, {.database_name = "sales",
                                                  .table_name = "orders",
                                                  .partition_input = {.values = values}})
                    .ok());
  }
};

TEST_F(DataCatalogTest, NamesAreStoredInLowerCaseAndFoundInAny) {
  add_orders();
  const auto table = glue_->get_table(context_, {.database_name = "SALES", .name = "ORDERS"});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->table->name, "orders");
  EXPECT_EQ(table->table->database_name, "sales");
}

TEST_F(DataCatalogTest, ASecondTableOfANameIsRefused) {
  add_orders();
  EXPECT_EQ(
      glue_->create_table(context_, {.database_name = "sales", .table_input = orders("orders")}).error().code,
      "AlreadyExistsException");
}

TEST_F(DataCatalogTest, StateIsApartByAccountAndRegion) {
  const wire::RequestContext elsewhere{.account = "000000000000", .region = "eu-west-1"};
  EXPECT_EQ(glue_->get_database(elsewhere, {.name = "sales"}).error().message, "Database sales not found.");
}

TEST_F(DataCatalogTest, EachUpdateMakesAVersionUnlessTheArchiveIsSkipped) {
  add_orders();
  ASSERT_TRUE(glue_->update_table(context_, {.database_name = "sales", .table_input = orders()}).ok());
  ASSERT_TRUE(
      glue_->update_table(context_, {.database_name = "sales", .table_input = orders(), .skip_archive = true})
          .ok());
  const auto versions =
      glue_->get_table_versions(context_, {.database_name = "sales", .table_name = "orders"});
  ASSERT_EQ(versions->table_versions->size(), 2u);
  EXPECT_EQ(versions->table_versions->at(0).version_id, "2");
  EXPECT_EQ(versions->table_versions->at(1).version_id, "0");
}

TEST_F(DataCatalogTest, AnUpdateOfAStaleVersionIsRefused) {
  add_orders();
  const auto updated =
      glue_->update_table(context_, {.database_name = "sales", .table_input = orders(), .version_id = "7"});
  EXPECT_EQ(updated.error().code, "ConcurrentModificationException");
}

TEST_F(DataCatalogTest, PartitionsArePagedInOrderAndFilteredByTheExpression) {
  add_orders();
  for (const char* month : {"01", "02", "03"}) add_partition({"2020", month});
  add_partition({"2021", "01"});

  const auto first =
      glue_->get_partitions(context_, {.database_name = "sales", .table_name = "orders", .max_results = 3});
  ASSERT_EQ(first->partitions->size(), 3u);
  const auto second = glue_->get_partitions(
      context_, {.database_name = "sales", .table_name = "orders", .next_token = first->next_token});
  ASSERT_EQ(second->partitions->size(), 1u);
  EXPECT_FALSE(second->next_token);

  const auto filtered = glue_->get_partitions(
      context_,
      {.database_name = "sales", .table_name = "orders", .expression = "year = 2020 and month > '01'"});
  EXPECT_EQ(filtered->partitions->size(), 2u);
}

TEST_F(DataCatalogTest, SegmentsAreDisjointAndCoverAllPartitions) {
  add_orders();
  for (int month = 1; month <= 12; ++month) add_partition({"2020", std::to_string(month)});
  std::size_t total = 0;
  for (int segment = 0; segment < 3; ++segment)
    total +=
        glue_
            ->get_partitions(context_, {.database_name = "sales",
                                        .table_name = "orders",
                                        .segment = Segment{.segment_number = segment, .total_segments = 3}})
            ->partitions->size();
  EXPECT_EQ(total, 12u);
}

TEST_F(DataCatalogTest, APartitionWithTheWrongNumberOfValuesIsRefused) {
  add_orders();
  const auto created = glue_->create_partition(
      context_,
      {.database_name = "sales", .table_name = "orders", .partition_input = {.values = {{"2020"}}}});
  EXPECT_EQ(created.error().message,
            "The number of partition keys do not match the number of partition values");
}

TEST_F(DataCatalogTest, ABatchCreatesWhatItCanAndNamesTheRest) {
  add_orders();
  add_partition({"2020", "01"});
  const auto batch = glue_->batch_create_partition(
      context_, {.database_name = "sales",
                 .table_name = "orders",
                 .partition_input_list = {{.values = {{"2020", "01"}}}, {.values = {{"2020", "02"}}}}});
  ASSERT_EQ(batch->errors->size(), 1u);
  EXPECT_EQ(batch->errors->at(0).error_detail->error_code, "AlreadyExistsException");
  EXPECT_TRUE(glue_
                  ->get_partition(
                      context_,
                      {.database_name = "sales", .table_name = "orders", .partition_values = {"2020", "02"}})
                  .ok());
}

TEST_F(DataCatalogTest, DeletingADatabaseTakesItsTablesAlong) {
  add_orders();
  ASSERT_TRUE(glue_->delete_database(context_, {.name = "sales"}).ok());
  ASSERT_TRUE(glue_->create_database(context_, {.database_input = {.name = "sales"}}).ok());
  EXPECT_EQ(glue_->get_tables(context_, {.database_name = "sales"})->table_list->size(), 0u);
}

TEST_F(DataCatalogTest, PlanningSeesTheStorageFormatAndTheMatchingPartitions) {
  add_orders();
  add_partition({"2020", "01"});
  add_partition({"2020", "__HIVE_DEFAULT_PARTITION__"});
  Catalog catalog(*journal_, Scope::of(context_));
  const auto table = *catalog.table("sales", "orders");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->storage.format, "parquet");
  const auto found = catalog.partitions(
      *table, {{.column = "month", .op = plan::PartitionCondition::Operator::IsNull, .values = {}}});
  ASSERT_EQ(found->size(), 1u);
  EXPECT_FALSE(found->at(0).values[1]);
}

TEST_F(DataCatalogTest, ASerdeThatCannotBeReadIsNamed) {
  TableInput input = orders();
  input.storage_descriptor->serde_info->serialization_library = "org.example.Serde";
  ASSERT_TRUE(glue_->create_table(context_, {.database_name = "sales", .table_input = input}).ok());
  Catalog catalog(*journal_, Scope::of(context_));
  EXPECT_EQ(catalog.table("sales", "orders").error().message, "SerDe org.example.Serde cannot be read yet.");
}

}  // namespace
}  // namespace services::glue
