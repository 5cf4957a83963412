// Whatever a citizen sends: a defined answer whose spans lie within the text, in order.
// AMTSLOTSE_NLU_MODEL names a model directory (else build/release/nlu/model).
#include <cstdio>
#include <cstdlib>

#include "nlu/json.h"
#include "nlu/understander.h"

namespace {

const amtslotse::nlu::Understander& Model() {
  static const auto loaded = [] {
    const char* directory = std::getenv("AMTSLOTSE_NLU_MODEL");
    return amtslotse::nlu::Understander::Load(directory != nullptr ? directory : "build/release/nlu/model");
  }();
  if (!loaded.ok()) {
    std::fprintf(stderr, "no model to understand with: %s\n", loaded.status().ToString().c_str());
    std::exit(2);  // nothing that was found
  }
  return **loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  using namespace amtslotse::nlu;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Reference reference;
  reference.now = std::chrono::sys_seconds(std::chrono::seconds(1'790'000'000));
  reference.land = LandFromCode("SH");
  reference.expecting = static_cast<Expecting>(size % 10);
  const Understanding read = Model().Understand(text, reference);
  if (read.segments.empty()) std::abort();
  std::size_t end = 0;
  for (const Segment& segment : read.segments) {
    if (segment.guesses.empty() || segment.span.begin < end || segment.span.end < segment.span.begin ||
        segment.span.end > size)
      std::abort();
    end = segment.span.end;
  }
  for (const Entity& entity : read.entities)
    if (entity.span.begin >= entity.span.end || entity.span.end > size) std::abort();
  if (UnderstandingAsJson(text, read).empty()) std::abort();
  return 0;
}
