#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace amtslotse::nlu {

// The moment that relative expressions count from, in local time with its distance from UTC.
struct TimeReference {
  std::chrono::local_seconds now;
  std::optional<std::chrono::seconds> offset;
};

// ISO 8601: "2013-02-12T04:30:00-02:00", also with "Z" or without an offset.
absl::StatusOr<TimeReference> ParseTimeReference(std::string_view text);

// `amtslotse nlu time`: one JSON object on one line with `text` and `readings`, each with `start`,
// `end` (exclusive; null when open), `grain` and `span` ([begin, end) in characters). The preferred
// reading of the fullest expression comes first, lengths of time last.
std::string TimeAsJson(std::string_view text, const TimeReference& reference);

}  // namespace amtslotse::nlu
