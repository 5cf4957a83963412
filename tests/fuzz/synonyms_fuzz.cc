// Synonyms and phrases to measure with, in any bytes: read or refused in words, and then looked up.
#include <cstdlib>
#include <string>

#include "knowledge/search/evaluate.h"
#include "knowledge/search/synonyms.h"

namespace kn = amtslotse::knowledge;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto queries = kn::ParseTestQueries(text);
  if (!queries.ok() && queries.status().message().empty()) std::abort();
  const auto synonyms = kn::Synonyms::Parse(text);
  if (!synonyms.ok()) {
    if (!absl::IsInvalidArgument(synonyms.status()) || synonyms.status().message().empty()) std::abort();
    return 0;
  }
  const auto words = kn::QueryWords(text.substr(0, 500));
  for (const auto& expansion : synonyms->Expand(words)) {
    if (expansion.words->empty() || expansion.source < 0 || static_cast<std::size_t>(expansion.source) >= words.size())
      std::abort();
  }
  for (const auto& word : words) (void)synonyms->Near(word.stem);
  return 0;
}
