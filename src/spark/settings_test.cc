#include "spark/settings.h"

#include <gmock/gmock.h>

#include "spark/known_settings.h"

namespace spark_door {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string refusal(Settings& settings, const std::string& key, const std::string& value) {
  const auto done = settings.set(key, value);
  return done.ok() ? "taken" : done.error().code + ": " + done.error().message;
}

TEST(SettingsTest, WhatChangesResultsAndIsNotDoneIsRefusedByName) {
  Settings settings;
  for (const auto& [key, value] : {std::pair("spark.sql.caseSensitive", "true"),
                                   std::pair("spark.sql.legacy.timeParserPolicy", "LEGACY"),
                                   std::pair("spark.sql.legacy.sizeOfNull", "false"),
                                   std::pair("spark.sql.legacy.whatIsNotInTheTable", "true"),
                                   std::pair("spark.sql.storeAssignmentPolicy", "LEGACY"),
                                   std::pair("spark.sql.binaryOutputStyle", "HEX")})
    EXPECT_THAT(refusal(settings, key, value), testing::AllOf(HasSubstr("INVALID_CONF_VALUE.REQUIREMENT"),
                                                              HasSubstr(key), HasSubstr("supported yet")));
  EXPECT_TRUE(settings.all().empty());
}

TEST(SettingsTest, ADefaultMayBeSetInAnyCase) {
  Settings settings;
  EXPECT_EQ(refusal(settings, "spark.sql.caseSensitive", "FALSE"), "taken");
  EXPECT_EQ(refusal(settings, "spark.sql.legacy.timeParserPolicy", "corrected"), "taken");
  EXPECT_EQ(refusal(settings, "spark.sql.legacy.sizeOfNull", " true"), "taken");
  EXPECT_EQ(settings.find("spark.sql.legacy.timeParserPolicy"), "corrected");
}

TEST(SettingsTest, WhatHasNoEffectAndWhatIsAnybodysOwnIsGivenBack) {
  Settings settings;
  for (const auto& [key, value] :
       {std::pair("spark.sql.adaptive.enabled", "false"),
        std::pair("spark.sql.optimizer.excludedRules", "some.Rule"),
        std::pair("spark.sql.autoBroadcastJoinThreshold", "-1"),
        std::pair("spark.sql.autoBroadcastJoinThreshold", "100MB"),
        std::pair("spark.sql.legacy.mysql.bitArrayMapping.enabled", "true"),
        std::pair("spark.sql.what.spark.does.not.know", "x"), std::pair("spark.my.own", "x")}) {
    EXPECT_EQ(refusal(settings, key, value), "taken") << key;
    EXPECT_EQ(settings.find(key), value);
  }
}

TEST(SettingsTest, AValueIsOfTheTypeOfItsKey) {
  Settings settings;
  for (const auto& [key, value] :
       {std::pair("spark.sql.adaptive.enabled", "yes"), std::pair("spark.sql.pivotMaxValues", "many"),
        std::pair("spark.sql.autoBroadcastJoinThreshold", "much"),
        std::pair("spark.sql.broadcastTimeout", "soon")})
    EXPECT_THAT(refusal(settings, key, value), HasSubstr("INVALID_CONF_VALUE.TYPE_MISMATCH")) << key;
  EXPECT_THAT(refusal(settings, "spark.sql.mapKeyDedupPolicy", "FIRST"),
              HasSubstr("It should be one of 'EXCEPTION, LAST_WIN'."));
}

TEST(SettingsTest, AServersWordStandsUntilTheSessionHasItsOwn) {
  Settings settings({{"spark.app.name", "Dovetail"}, {"spark.sql.warehouse.dir", "s3://lake/w"}});
  EXPECT_EQ(settings.find("spark.app.name"), "Dovetail");
  EXPECT_TRUE(settings.set("spark.app.name", "mine").ok());
  EXPECT_THAT(settings.all(),
              ElementsAre(Pair("spark.app.name", "mine"), Pair("spark.sql.warehouse.dir", "s3://lake/w")));
  EXPECT_THAT(refusal(settings, "spark.sql.warehouse.dir", "s3://other"),
              HasSubstr("CANNOT_MODIFY_STATIC_CONFIG"));
}

TEST(SettingsTest, TheEngineIsToldWhatIsSetOfWhatItObeys) {
  Settings settings;
  EXPECT_TRUE(settings.of_the_engine().empty());
  EXPECT_TRUE(settings.set("spark.sql.mapKeyDedupPolicy", "LAST_WIN").ok());
  EXPECT_TRUE(settings.set("spark.sql.shuffle.partitions", "7").ok());
  EXPECT_THAT(settings.of_the_engine(), ElementsAre(Pair("spark.sql.mapKeyDedupPolicy", "LAST_WIN")));
}

TEST(SettingsTest, OnlyWhatSparkKnowsOfASessionsIsModifiable) {
  EXPECT_TRUE(is_modifiable("spark.sql.adaptive.enabled"));
  EXPECT_TRUE(is_modifiable("spark.sql.mapKeyDedupPolicy"));
  for (const char* key : {"spark.sql.warehouse.dir", "spark.executor.memory", "spark.sql.not.known",
                          "spark.my.own", "spark.sql.caseSensitive"})
    EXPECT_FALSE(is_modifiable(key)) << key;
}

}  // namespace
}  // namespace spark_door
