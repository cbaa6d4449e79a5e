#include <libstemmer.h>

#include <map>
#include <memory>

#include "engine/functions/trino_kernels.h"

// word_stem: https://trino.io/docs/435/functions/string.html#word_stem
namespace engine {
namespace {

using View = std::string_view;

struct Language {
  View code;
  const char* algorithm;
};

constexpr Language kLanguages[] = {
    {"ca", "catalan"},    {"da", "danish"},   {"de", "german"},     {"en", "english"},   {"es", "spanish"},
    {"eu", "basque"},     {"fi", "finnish"},  {"fr", "french"},     {"hu", "hungarian"}, {"hy", "armenian"},
    {"ir", "irish"},      {"it", "italian"},  {"lt", "lithuanian"}, {"nl", "dutch"},     {"no", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},    {"sv", "swedish"},   {"tr", "turkish"},
};

struct Release {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, Release>;

// One of this thread's own: a stemmer works on a buffer that it keeps.
sb_stemmer& stemmer_of(View language) {
  thread_local std::map<View, Stemmer> stemmers;  // by the code in kLanguages, which outlives them
  for (const auto& [code, algorithm] : kLanguages) {
    if (code != language) continue;
    Stemmer& stemmer = stemmers[code];
    if (!stemmer) stemmer.reset(sb_stemmer_new(algorithm, "UTF_8"));
    if (!stemmer) throw std::bad_alloc();
    return *stemmer;
  }
  refuse_argument("Unknown stemmer language: " + std::string(language));
}

std::optional<std::string> word_stem(View word, View language) {
  sb_stemmer& stemmer = stemmer_of(language);
  const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem = sb_stemmer_stem(&stemmer, bytes, static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return std::string(reinterpret_cast<const char*>(stem),
                     static_cast<std::size_t>(sb_stemmer_length(&stemmer)));
}

}  // namespace

std::vector<TrinoKernel> stem_kernels() {
  const Type text = Type::VARCHAR;
  return {{"trino.word_stem", {text, text}, text, row_kernel<View, View>(word_stem)}};
}

}  // namespace engine
