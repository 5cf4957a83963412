// Knowledge's values to the wire.
#pragma once

#include <string>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "knowledge/answer.h"
#include "knowledge/catalogue.h"
#include "knowledge/entry.h"
#include "knowledge/import/import.h"
#include "knowledge/search.h"
#include "knowledge/town.h"

namespace amtslotse::knowledge {

void Encode(const Link& link, v1::Link* out);
void Encode(const Office& office, v1::Office* out);
// `language`: only modules of that language; empty: all.
void Encode(const Service& service, const std::string& language, v1::Service* out);
void Encode(const Municipality& municipality, v1::Municipality* out);
void Encode(const Notice& notice, v1::Notice* out);
void Encode(const ImportReport& report, v1::ImportReport* out);
void Encode(const Answer& answer, const std::string& service_name, v1::Answer* out);

void Encode(const Hit& hit, v1::Hit* out);
void Encode(const AskResult& result, const Town& town, v1::AskResponse* out);
AskQuestion Decode(const v1::AskRequest& request, std::chrono::sys_seconds now);
// The beginning of what the hit says, plain, at most about 200 bytes.
std::string SnippetOf(const Town& town, const Hit& hit);

void Encode(const Entry& entry, v1::Entry* out);
absl::StatusOr<Entry> Decode(const v1::Entry& entry);
absl::StatusOr<Notice> Decode(const v1::Notice& notice);
// INVALID_ARGUMENT names what Merge would not take.
absl::Status Check(const v1::Municipality& municipality);
// What a request may change; the rest stays as it is.
void Merge(const v1::Municipality& from, Municipality& into);

// YYYY-MM-DD, empty for nothing.
std::string DateText(const std::optional<std::chrono::sys_seconds>& time);
// "heute bis 18:00 Uhr geöffnet", "heute geschlossen (Heiligabend)"; empty when the hours are not known.
std::string TodayText(const OpenState& state, std::chrono::local_seconds now);

}  // namespace amtslotse::knowledge
