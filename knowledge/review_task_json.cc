#include "knowledge/review_task_json.h"

#include "knowledge/json_fields.h"

namespace amtslotse::knowledge {

static void Fields(auto& f, Of<ReviewTask> auto& v) {
  f("entry", v.entry);
  f("owner", v.owner);
  f("at", v.at);
  f("before", v.before);
  f("after", v.after);
}

std::string EncodeReviewTask(const ReviewTask& task) {
  return ToJson(task).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<ReviewTask> DecodeReviewTask(std::string_view text) {
  try {
    return FromJson<ReviewTask>(nlohmann::json::parse(text));
  } catch (const nlohmann::json::exception& error) {
    return absl::DataLossError(std::string("a review task is damaged: ") + error.what());
  }
}

}  // namespace amtslotse::knowledge
