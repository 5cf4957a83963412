// Texts to train and measure with, in any bytes: read or refused with the line's number.
#include <cstdlib>
#include <sstream>
#include <string>

#include "nlu/training/labelled_file.h"

namespace nlu = amtslotse::nlu;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes), size));
  const auto texts = nlu::ParseLabelledLines(lines, "file");
  if (!texts.ok()) {
    if (!absl::IsInvalidArgument(texts.status()) || texts.status().message().substr(0, 5) != "file:") std::abort();
    return 0;
  }
  for (const auto& each : *texts) {
    if (each.label.empty() || each.text.empty() || each.label.find('\t') != std::string::npos) std::abort();
  }
  return 0;
}
