#include "sql/signature.h"

#include <gtest/gtest.h>

namespace sql {
namespace {

const Type kInteger{TypeKind::Integer};
const Type kBigint{TypeKind::Bigint};

TEST(SignatureTest, IsReadAsTrinosDocumentationWritesIt) {
  const Signature signature = Signature::parse("reduce(array(T), S, function(S, T, S)) -> S");
  EXPECT_EQ(function_name("reduce(array(T), S) -> S"), "reduce");
  ASSERT_EQ(signature.takes.size(), 3u);
  EXPECT_EQ(signature.takes[0].parts[0].name, "T");
  EXPECT_EQ(signature.takes[2].parts.size(), 3u);
  EXPECT_EQ(signature.gives.name, "S");
}

TEST(SignatureTest, DotsLetTheLastArgumentRepeat) {
  const Signature signature = Signature::parse("concat_ws(varchar, varchar...) -> varchar");
  EXPECT_FALSE(signature.takes_count(1));
  EXPECT_TRUE(signature.takes_count(5));
  EXPECT_EQ(signature.argument(4).name, "varchar");
}

TEST(BindingsTest, ALetterIsOneTypeWhereverItStands) {
  const Signature signature = Signature::parse("contains(array(T), T) -> boolean");
  Bindings bindings;
  EXPECT_TRUE(bindings.bind(signature.takes[0], array_type(kInteger), false));
  EXPECT_TRUE(bindings.bind(signature.takes[1], kBigint, false));
  EXPECT_EQ(bindings.resolve(signature.takes[0], array_type(kInteger)), array_type(kBigint));
  EXPECT_FALSE(bindings.bind(signature.takes[1], varchar_type(), true));
}

TEST(BindingsTest, AnArgumentIsConvertedOnlyWhereNothingCanFail) {
  const Signature signature = Signature::parse("f(double, bigint, timestamp) -> double");
  Bindings bindings;
  EXPECT_FALSE(bindings.bind(signature.takes[0], kInteger, false));
  EXPECT_TRUE(bindings.bind(signature.takes[0], kInteger, true));
  EXPECT_TRUE(bindings.bind(signature.takes[1], kInteger, true));
  EXPECT_FALSE(bindings.bind(signature.takes[1], {TypeKind::Double}, true));
  EXPECT_TRUE(bindings.bind(signature.takes[2], {TypeKind::Date}, true));
  EXPECT_EQ(bindings.resolve(signature.takes[2], {TypeKind::Date}), timestamp_type());
}

}  // namespace
}  // namespace sql
