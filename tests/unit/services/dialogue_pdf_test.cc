#include <gtest/gtest.h>

#include "services/dialogue/hand_over_pdf.h"

namespace amtslotse::dialogue {
namespace {

TEST(HandOverPdf, ShowsGermanTextAsItIs) {
  EXPECT_EQ(PrintableText("Größe, Straße – 12 € „so“\nzweite Zeile"), "Größe, Straße – 12 € „so“\nzweite Zeile");
}

TEST(HandOverPdf, LosesNothingUnseen) {
  EXPECT_EQ(PrintableText("gut 🙂!"), "gut [U+1F642]!");
  EXPECT_EQ(PrintableText("a\tb\r\n\x01"), "a b\n");
  EXPECT_EQ(PrintableText("abgeschnitten \xF0\x9F"), "abgeschnitten \xF0\x9F");
}

}  // namespace
}  // namespace amtslotse::dialogue
