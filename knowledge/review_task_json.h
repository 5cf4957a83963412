#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "knowledge/entry_store.h"

namespace amtslotse::knowledge {

std::string EncodeReviewTask(const ReviewTask& task);  // without its id
absl::StatusOr<ReviewTask> DecodeReviewTask(std::string_view text);

}  // namespace amtslotse::knowledge
