#include "knowledge/import/report_json.h"

#include "knowledge/json_fields.h"

namespace amtslotse::knowledge {

static void Fields(auto& f, Of<Remark> auto& v) {
  f("severity", v.severity);
  f("object", v.object);
  f("text", v.text);
  f("line", v.line);
}

static void Fields(auto& f, Of<EntryChange> auto& v) {
  f("id", v.id);
  f("before", v.before);
  f("after", v.after);
}

static void Fields(auto& f, Of<ImportReport> auto& v) {
  f("id", v.id);
  f("version", v.version);
  f("before", v.before);
  f("added", v.added);
  f("changed", v.changed);
  f("deleted", v.deleted);
  f("unchanged", v.unchanged);
  f("remark_count", v.remark_count);
  f("remarks", v.remarks);
  f("changes", v.changes);
  f("entries", v.entries);
  f("activated", v.activated);
  f("files", v.files);
  f("actor", v.actor);
  f("finished", v.finished);
}

std::string EncodeReport(const ImportReport& report) {
  return ToJson(report).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<ImportReport> DecodeReport(std::string_view text) {
  try {
    return FromJson<ImportReport>(nlohmann::json::parse(text));
  } catch (const nlohmann::json::exception& error) {
    return absl::DataLossError(std::string("an import's report is damaged: ") + error.what());
  }
}

}  // namespace amtslotse::knowledge
