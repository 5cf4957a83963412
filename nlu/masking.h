#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::nlu {

struct MaskOptions {
  std::vector<std::string> known_names;  // of the booking; each word of them is masked, in any case or spelling
  std::chrono::year this_year{2026};     // a full date more than a year older is taken for a birth date
};

// The text with personal data replaced by «…» marks: e-mail addresses, telephone numbers, IBANs,
// numbers of identity papers, tax, social insurance and health insurance, birth dates, names, and
// streets with house numbers. For logs and for what is kept for training.
//
// Masking a little too much is intended: a number of eleven digits is masked whatever it is.
// Masking twice changes nothing. Thread-safe; linear in the text's length but for the names.
std::string MaskPersonalData(std::string_view text, const MaskOptions& options);

}  // namespace amtslotse::nlu
