#include "engine/patterns/character_sets.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/assert.h"
#include "base/text.h"

namespace engine::patterns {
namespace {

using View = std::string_view;
using Found = std::optional<icu::UnicodeSet>;

struct Named {
  View name;
  View items;
};

template <std::size_t size>
Found found_in(const std::array<Named, size>& names, View name) {
  const auto named = std::ranges::find(names, name, &Named::name);
  return named == names.end() ? std::nullopt : Found(set_of(named->items));
}

// Of ASCII alone.
constexpr auto kPosix = std::to_array<Named>({{"Lower", "[a-z]"},
                                              {"Upper", "[A-Z]"},
                                              {"ASCII", "[\\u0000-\\u007f]"},
                                              {"Alpha", "[A-Za-z]"},
                                              {"Digit", "[0-9]"},
                                              {"Alnum", "[0-9A-Za-z]"},
                                              {"Punct", "[!-/\\:-@\\[-`\\{-~]"},
                                              {"Graph", "[!-~]"},
                                              {"Print", "[\\u0020-~]"},
                                              {"Blank", "[\\u0020\\t]"},
                                              {"Cntrl", "[\\u0000-\\u001f\\u007f]"},
                                              {"XDigit", "[0-9A-Fa-f]"},
                                              {"Space", "[\\t-\\r\\u0020]"}});

// Java's \p{Is...}, and POSIX's names with the flag U.
constexpr auto kUnicode = std::to_array<Named>({{"alphabetic", "[:Alphabetic:]"},
                                                {"alpha", "[:Alphabetic:]"},
                                                {"letter", "[:L:]"},
                                                {"ideographic", "[:Ideographic:]"},
                                                {"lowercase", "[:Lowercase:]"},
                                                {"lower", "[:Lowercase:]"},
                                                {"uppercase", "[:Uppercase:]"},
                                                {"upper", "[:Uppercase:]"},
                                                {"titlecase", "[:Lt:]"},
                                                {"white_space", "[:White_Space:]"},
                                                {"whitespace", "[:White_Space:]"},
                                                {"space", "[:White_Space:]"},
                                                {"control", "[:Cc:]"},
                                                {"cntrl", "[:Cc:]"},
                                                {"punctuation", "[:P:]"},
                                                {"punct", "[:P:]"},
                                                {"hex_digit", "[[:Nd:]A-Fa-f\\uff21-\\uff26\\uff41-\\uff46]"},
                                                {"hexdigit", "[[:Nd:]A-Fa-f\\uff21-\\uff26\\uff41-\\uff46]"},
                                                {"xdigit", "[[:Nd:]A-Fa-f\\uff21-\\uff26\\uff41-\\uff46]"},
                                                {"assigned", "[:^Cn:]"},
                                                {"noncharacter_code_point", "[:Noncharacter_Code_Point:]"},
                                                {"noncharactercodepoint", "[:Noncharacter_Code_Point:]"},
                                                {"digit", "[:Nd:]"},
                                                {"alnum", "[[:Alphabetic:][:Nd:]]"},
                                                {"blank", "[[:Zs:]\\t]"},
                                                {"graph", "[^[:White_Space:][:Cc:][:Cs:][:Cn:]]"},
                                                {"print", "[[^[:White_Space:][:Cc:][:Cs:][:Cn:]][:Zs:]]"},
                                                {"word", "[[:Alphabetic:][:M:][:Nd:][:Pc:][:Join_Control:]]"},
                                                {"join_control", "[:Join_Control:]"},
                                                {"joincontrol", "[:Join_Control:]"},
                                                {"ascii", "[\\u0000-\\u007f]"}});

// The methods of java.lang.Character.
constexpr auto kMethods = std::to_array<Named>(
    {{"LowerCase", "[:Lowercase:]"},
     {"UpperCase", "[:Uppercase:]"},
     {"TitleCase", "[:Lt:]"},
     {"Alphabetic", "[:Alphabetic:]"},
     {"Ideographic", "[:Ideographic:]"},
     {"Digit", "[:Nd:]"},
     {"Defined", "[:^Cn:]"},
     {"Letter", "[:L:]"},
     {"LetterOrDigit", "[[:L:][:Nd:]]"},
     {"JavaIdentifierStart", "[[:L:][:Nl:][:Sc:][:Pc:]]"},
     {"JavaIdentifierPart",
      "[[:L:][:Nl:][:Sc:][:Pc:][:Nd:][:Mn:][:Mc:][:Cf:]\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f]"},
     {"UnicodeIdentifierStart", "[:ID_Start:]"},
     {"UnicodeIdentifierPart", "[[:ID_Continue:][:Cf:]\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f]"},
     {"IdentifierIgnorable", "[[:Cf:]\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f]"},
     {"SpaceChar", "[:Z:]"},
     {"Whitespace", "[[[:Z:]-[\\u00a0\\u2007\\u202f]]\\t-\\r\\u001c-\\u001f]"},
     {"ISOControl", "[\\u0000-\\u001f\\u007f-\\u009f]"},
     {"Mirrored", "[:Bidi_Mirrored:]"}});

constexpr View kAllCases = "[[:Lowercase:][:Uppercase:][:Lt:]]";

// What Joni has beside Unicode's own names, in small letters.
constexpr auto kJonis = std::to_array<Named>({{"alnum", "[[:Alphabetic:][:Nd:]]"},
                                              {"alpha", "[:Alphabetic:]"},
                                              {"ascii", "[\\u0000-\\u007f]"},
                                              {"blank", "[[:Zs:]\\t]"},
                                              {"cntrl", "[:Cc:]"},
                                              {"digit", "[:Nd:]"},
                                              {"graph", "[^[:White_Space:][:Cc:][:Cs:][:Cn:]]"},
                                              {"lower", "[:Lowercase:]"},
                                              {"print", "[[^[:White_Space:][:Cc:][:Cs:][:Cn:]][:Zs:]]"},
                                              {"punct", "[:P:]"},
                                              {"space", "[:White_Space:]"},
                                              {"upper", "[:Uppercase:]"},
                                              {"xdigit", "[0-9A-Fa-f]"},
                                              {"word", "[[:Alphabetic:][:M:][:Nd:][:Pc:]]"},
                                              {"newline", "[\\n]"},
                                              {"any", "[\\u0000-\\U0010ffff]"},
                                              {"assigned", "[:^Cn:]"},
                                              {"ld", "[[:L:][:Nd:]]"},
                                              {"l1", "[\\u0000-\\u00ff]"},
                                              {"unknown", "[:Zzzz:]"},
                                              {"inherited", "[:Zinh:]"}});

Found valued(UProperty property, const std::string& value) {
  const std::int32_t code = u_getPropertyValueEnum(property, value.c_str());
  if (code == UCHAR_INVALID_CODE) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set;
  set.applyIntPropertyValue(property, code, status);
  return U_SUCCESS(status) ? Found(std::move(set)) : std::nullopt;
}

Found category(const std::string& name) {
  return valued(UCHAR_GENERAL_CATEGORY_MASK, name);
}

Found script(const std::string& name) {
  return valued(UCHAR_SCRIPT, name);
}

Found block(const std::string& name) {
  return valued(UCHAR_BLOCK, name);
}

Found binary(const std::string& name) {
  const UProperty property = u_getPropertyEnum(name.c_str());
  if (property < UCHAR_BINARY_START || property >= UCHAR_BINARY_LIMIT) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set;
  set.applyIntPropertyValue(property, 1, status);
  return U_SUCCESS(status) ? Found(std::move(set)) : std::nullopt;
}

bool is_one_case(const std::string& small_name) {
  constexpr std::array<View, 8> kNames = {"lowercase", "uppercase", "titlecase", "lower",
                                          "upper",     "ll",        "lu",        "lt"};
  return std::ranges::find(kNames, small_name) != kNames.end();
}

// script=Latin, block=Greek, general_category=Lu and the like.
Found java_pair(const std::string& key, const std::string& value) {
  const std::string name = base::to_lower(key);
  if (name == "sc" || name == "script") return script(value);
  if (name == "blk" || name == "block") return block(value);
  if (name == "gc" || name == "general_category") return category(value);
  return std::nullopt;
}

// Behind Is: a property of Unicode's, a category or a script.
Found java_is(const std::string& name, JavaCase letters) {
  const std::string small = base::to_lower(name);
  if (letters.folds && is_one_case(small)) return set_of(small.size() == 2 ? "[:LC:]" : kAllCases);
  if (const auto known = found_in(kUnicode, small)) return known;
  if (name.size() <= 2)
    if (const auto known = category(name)) return known;
  return script(name);
}

Found java_category(const std::string& name, JavaCase letters) {
  if (name == "all") return set_of("[\\u0000-\\U0010ffff]");
  if (name == "L1") return set_of("[\\u0000-\\u00ff]");
  if (name == "LD") return set_of("[[:L:][:Nd:]]");
  if (letters.folds && (name == "Ll" || name == "Lu" || name == "Lt")) return set_of("[:LC:]");
  const bool spelled = !name.empty() && name.size() <= 2 && name[0] >= 'A' && name[0] <= 'Z' &&
                       (name.size() == 1 || (name[1] >= 'a' && name[1] <= 'z') || name == "LC");
  return spelled ? category(name) : std::nullopt;
}

Found java_method(const std::string& name, JavaCase letters) {
  if (letters.folds && (name == "LowerCase" || name == "UpperCase" || name == "TitleCase"))
    return set_of(kAllCases);
  return found_in(kMethods, name);
}

}  // namespace

icu::UnicodeSet set_of(View items) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set(icu::UnicodeString::fromUTF8({items.data(), static_cast<std::int32_t>(items.size())}),
                      status);
  ASSERT(U_SUCCESS(status), "a set that the program writes is one");
  return set;
}

icu::UnicodeSet set_of(char32_t from, char32_t to) {
  return icu::UnicodeSet(static_cast<UChar32>(from), static_cast<UChar32>(to));
}

icu::UnicodeSet others_than(icu::UnicodeSet set) {
  set.complement();
  return set;
}

Found java_property(View given, JavaCase letters) {
  const std::string name(given);
  const std::size_t equals = name.find('=');
  if (equals != std::string::npos) return java_pair(name.substr(0, equals), name.substr(equals + 1));
  if (name.starts_with("In")) return block(name.substr(2));
  if (name.starts_with("Is")) return java_is(name.substr(2), letters);
  if (name.starts_with("java")) return java_method(name.substr(4), letters);
  if (const auto posix = found_in(kPosix, name)) {
    if (letters.unicode) return java_is(name, letters);
    return letters.folds && (name == "Lower" || name == "Upper") ? set_of("[A-Za-z]") : posix;
  }
  return java_category(name, letters);
}

Found joni_property(View given) {
  const std::string name(given), small = base::to_lower(given);
  if (name.find_first_of(" =:") != std::string::npos) return std::nullopt;
  if (const auto known = found_in(kJonis, small)) return known;
  if (name.starts_with("java"))
    if (const auto known = found_in(kMethods, View(name).substr(4))) return known;
  if (const auto known = category(name)) return known;
  if (const auto known = script(name)) return known;
  if (const auto known = binary(name)) return known;
  return small.starts_with("in") ? block(name.substr(2)) : std::nullopt;
}

Found joni_bracket(View name) {
  constexpr auto kNames =
      std::to_array<View>({"alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
                           "space", "upper", "xdigit", "ascii", "word"});
  return std::ranges::find(kNames, name) == kNames.end() ? std::nullopt : found_in(kJonis, name);
}

}  // namespace engine::patterns
