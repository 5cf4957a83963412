#include "booking/forwarding.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booking/folding.h"
#include "booking/forwarding_rows.h"
#include "booking/message_texts.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kOfLate{
    "SELECT CAST(count(*) AS BIGINT), CAST(coalesce(min(created), 0) AS BIGINT) FROM outbox "
    "WHERE municipality = ?1 AND kind = 9 AND created > ?2"};
constexpr sql::Statement kAll{"SELECT key, sealed FROM outbox WHERE municipality = ?1 AND kind = 9"};
constexpr sql::Statement kForget{"DELETE FROM outbox WHERE key = ?1"};

constexpr std::chrono::hours kWindow{1};
constexpr std::size_t kLongestSubject = 200;
constexpr const char* kZone = "Europe/Berlin";  // of every town

absl::Status CheckAddress(const char* field, const std::string& address) {
  Contact contact;
  contact.email = address;
  const Demands demands{.name = false, .email = true};
  const bool one_line = CheckTexts(contact, {}, {}).ok();
  if (one_line && MissingFields(demands, contact).empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{}: expected an e-mail address", field));
}

std::size_t Characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Lines stay lines, whichever way they ended; what else nobody can see goes.
std::string Lines(const std::string& text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') lines += '\n';
    } else if (!IsControl(text[i]) || text[i] == '\n' || text[i] == '\t') {
      lines += text[i];
    }
  }
  return lines;
}

absl::Status Check(const RequestToForward& request) {
  if (absl::Status key = CheckKey(request.key); !key.ok()) return key;
  const std::string& municipality = request.municipality.value;
  if (municipality.empty() || municipality.size() > 200)
    return absl::InvalidArgumentError("municipality id: expected 1..200 bytes");
  if (absl::Status to = CheckAddress("to", request.to); !to.ok()) return to;
  if (absl::Status from = CheckAddress("reply_to", request.reply_to); !from.ok()) return from;
  if (FoldName(request.name).empty() || !CheckTexts({.name = request.name}, {}, {}).ok())
    return absl::InvalidArgumentError("name: expected one line with a name");
  if (request.subject.empty() || request.subject.size() > kLongestSubject ||
      std::any_of(request.subject.begin(), request.subject.end(), IsControl))
    return absl::InvalidArgumentError(fmt::format("subject: expected one line of at most {} bytes", kLongestSubject));
  if (Trimmed(Lines(request.text)).empty() || Characters(request.text) > kLongestRequest)
    return absl::InvalidArgumentError(fmt::format("text: expected 1..{} characters", kLongestRequest));
  return absl::OkStatus();
}

// The same for a repeat; a JSON list, so that no field runs into the next.
std::string Fingerprint(const RequestToForward& request) {
  JsonText json;
  json.Begin('[').Text("forward").Text(request.to).Text(request.subject).Text(request.text);
  json.Text(request.name).Text(request.reply_to).End(']');
  return std::move(json).Take();
}

absl::StatusOr<ForwardOutcome> ForwardIn(Store::Parts& parts, sql::Transaction& transaction,
                                         const RequestToForward& request) {
  const std::int64_t town = parts.keys.SearchHash("town", request.municipality.value, "");
  const absl::Status locked = transaction.Lock({{sql::LockKey::Kind::kOther, 5, town}});
  if (!locked.ok()) return locked;
  const Pen pen = parts.PenFor(transaction);
  const std::string fingerprint = Fingerprint(request);
  const auto before = RecallAnywhere(pen, request.municipality, request.key, fingerprint);
  if (!before.ok()) return before.status();
  if (*before) return std::get<Forwarded>(**before);
  const auto of_late = transaction.Run(kOfLate, {request.municipality.value, ToSeconds(pen.now - kWindow)});
  if (!of_late.ok()) return of_late.status();
  if (of_late->Int(0, 0) >= kForwardedPerHour) return TryLater{FromSeconds(of_late->Int(0, 1)) + kWindow};

  Message message{.kind = NotificationKind::kForwarded, .due = pen.now};
  message.appointment.contact.email = request.to;
  message.request = ForwardedRequest{.subject = request.subject,
                                     .text = Lines(request.text),
                                     .name = Trimmed(request.name),
                                     .reply_to = request.reply_to,
                                     .received = pen.now};
  if (const absl::Status written = Enqueue(pen, request.municipality, message); !written.ok()) return written;
  const Forwarded forwarded{pen.now};
  const absl::Status kept = Remember(pen, request.municipality, request.key, fingerprint, forwarded);
  if (!kept.ok()) return kept;
  return forwarded;
}

}  // namespace

absl::StatusOr<ForwardOutcome> Forward(Store& store, const RequestToForward& request) {
  if (const absl::Status valid = Check(request); !valid.ok()) return valid;
  return store.parts().WriteOutcome<ForwardOutcome>(
      [&](sql::Transaction& transaction) { return ForwardIn(store.parts(), transaction, request); },
      [](const ForwardOutcome& outcome) { return std::holds_alternative<Forwarded>(outcome); });
}

std::string ForwardedText(const ForwardedRequest& request, const std::string& town) {
  return fmt::format(
      "Im Chat{} hat jemand ein Anliegen zum Datenschutz geschrieben. Der automatische Assistent leitet es hiermit "
      "weiter.\n\n"
      "Eingegangen: {}, {}\nName: {}\nAntwort an: {}\n\nDas Anliegen in den Worten der Person:\n\n{}\n\n"
      "----------\n\n"
      "Das Anliegen muss unverzüglich beantwortet werden, spätestens einen Monat nach dem Eingang (Art. 12 Abs. 3 "
      "DSGVO). Wenn Sie auf diese Nachricht antworten, geht Ihre Antwort an {}.\n\n"
      "Name und Adresse hat die Person selbst angegeben. Niemand hat sie geprüft. Wenn Sie zweifeln, wer schreibt, "
      "fragen Sie nach, bevor Sie Auskunft geben oder etwas ändern (Art. 12 Abs. 6 DSGVO).\n\n"
      "Was Chat und Terminvergabe von einer Person gespeichert haben, zeigt die Verwaltungsoberfläche unter "
      "„Auskunft und Löschung“.\n",
      town.empty() ? "" : " (" + town + ")", DayText(request.received, kZone), ClockText(request.received, kZone),
      request.name, request.reply_to, request.text, request.reply_to);
}

void Write(JsonText& json, const ForwardedRequest& request) {
  json.Begin('{')
      .Text("subject", request.subject)
      .Text("text", request.text)
      .Text("name", request.name)
      .Text("reply_to", request.reply_to)
      .Number("received", ToSeconds(request.received))
      .End('}');
}

std::optional<ForwardedRequest> RequestIn(const nlohmann::json& content) {
  const auto found = content.find("request");
  if (found == content.end()) return std::nullopt;
  return ForwardedRequest{.subject = found->at("subject"),
                          .text = found->at("text"),
                          .name = found->at("name"),
                          .reply_to = found->at("reply_to"),
                          .received = FromSeconds(found->at("received"))};
}

absl::StatusOr<std::vector<KeptRequest>> RequestsOf(const Pen& pen, const MunicipalityId& municipality,
                                                    const std::string& email) {
  const std::string sought = FoldEmail(email);
  std::vector<KeptRequest> found;
  if (sought.empty()) return found;
  const auto rows = pen.transaction.Run(kAll, {municipality.value});
  if (!rows.ok()) return rows.status();
  for (std::size_t row = 0; row < rows->size(); ++row) {
    const auto plain = pen.keys.Open(rows->Bytes(row, 1), "outbox/" + municipality.value);
    const nlohmann::json content = nlohmann::json::parse(plain.ok() ? *plain : "", nullptr, /*allow_exceptions=*/false);
    auto request = content.is_object() ? RequestIn(content) : std::nullopt;
    if (!request || FoldEmail(request->reply_to) != sought) continue;
    found.push_back({rows->Int(row, 0), content.at("appointment").at("contact").at("email"), *std::move(request)});
  }
  return found;
}

absl::StatusOr<int> ForgetRequests(const Pen& pen, const MunicipalityId& municipality, const std::string& email) {
  const auto all = RequestsOf(pen, municipality, email);
  if (!all.ok()) return all.status();
  for (const KeptRequest& one : *all) {
    if (const auto gone = pen.transaction.Run(kForget, {one.key}); !gone.ok()) return gone.status();
  }
  return static_cast<int>(all->size());
}

}  // namespace amtslotse::booking
