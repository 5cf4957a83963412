#pragma once

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/classify/text_classifier.h"

namespace amtslotse::nlu {

// "label TAB text" lines; empty lines and lines beginning with '#' are skipped. InvalidArgument, with the name and the
// line's number, for a line without a tab.
absl::StatusOr<std::vector<LabelledText>> ParseLabelledLines(std::istream& lines, const std::string& name);

// NotFound for a missing file.
absl::StatusOr<std::vector<LabelledText>> ReadLabelledFile(const std::string& path);

// All *.tsv of a directory, in the order of their names.
absl::StatusOr<std::vector<LabelledText>> ReadLabelledDirectory(const std::string& directory);

// A file with one text per line, or with "label TAB text" lines, of which the text is taken.
absl::StatusOr<std::vector<std::string>> ReadTexts(const std::string& path);

}  // namespace amtslotse::nlu
