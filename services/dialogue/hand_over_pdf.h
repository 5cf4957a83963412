// A chat as a PDF for the e-file.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "services/dialogue/core/message.h"
#include "services/dialogue/core/town.h"
#include "services/dialogue/hand_over_store.h"

namespace amtslotse::dialogue {

// What the paper can show of a text: a tab as a space, no other control characters but the line's end; what lies beyond
// the font's reach (emoji) by its number, "[U+1F642]", so that nothing is lost unseen.
std::string PrintableText(const std::string& text);

// A4, text that can be searched and copied, the font embedded. Names no employee: a person's messages carry the office.
// FAILED_PRECONDITION when the font (fonts-dejavu-core) is missing.
absl::StatusOr<std::string> HandOverPdf(const HandOverRecord& record, const std::vector<Message>& transcript,
                                        const Municipality& municipality, std::chrono::sys_seconds now);

}  // namespace amtslotse::dialogue
