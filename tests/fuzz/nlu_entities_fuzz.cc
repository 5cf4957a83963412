// Places, streets, people, codes, names, dates: found ones lie within the text and say something.
#include <cstdlib>

#include "nlu/entities/entities.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::nlu;
  static const PlaceNames places({"Erlenfurt", "Krummwik", "Hof", "Bad Segeberg"}, {"hof"});
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Reference reference;
  reference.now = std::chrono::sys_seconds(std::chrono::seconds(1'790'000'000));
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  for (int expecting = 0; expecting <= static_cast<int>(Expecting::kYesNo); ++expecting) {
    reference.expecting = static_cast<Expecting>(expecting);
    for (const Entity& entity : FindEntities(text, tokens, reference, places))
      if (entity.span.begin >= entity.span.end || entity.span.end > size || EntityKindId(entity.kind).empty())
        std::abort();
  }
  return 0;
}
