// nlu's answers, from the wire to the library's own values.
#include <absl/strings/match.h>

#include <algorithm>
#include <charconv>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "services/dialogue/grpc_town.h"

namespace amtslotse::dialogue {
namespace {

nlu::Span Decode(const nlu::v1::Span& span) { return {span.begin(), span.end()}; }

std::optional<nlu::EntityKind> KindOf(const std::string& id) {
  for (int i = 0; i <= static_cast<int>(nlu::EntityKind::kChoice); ++i) {
    if (nlu::EntityKindId(static_cast<nlu::EntityKind>(i)) == id) return static_cast<nlu::EntityKind>(i);
  }
  return std::nullopt;
}

std::chrono::local_days Day(const std::string& text) {
  int numbers[3] = {0, 0, 0};
  std::from_chars(text.data(), text.data() + 4, numbers[0]);
  std::from_chars(text.data() + 5, text.data() + 7, numbers[1]);
  std::from_chars(text.data() + 8, text.data() + 10, numbers[2]);
  return std::chrono::local_days(std::chrono::year(numbers[0]) / numbers[1] / numbers[2]);
}

nlu::Grain GrainOf(const std::string& id) {
  for (int i = 0; i <= static_cast<int>(nlu::Grain::kSecond); ++i) {
    if (nlu::GrainId(static_cast<nlu::Grain>(i)) == id) return static_cast<nlu::Grain>(i);
  }
  return nlu::Grain::kDay;
}

nlu::TimeValue Times(const nlu::v1::Entity& entity) {
  nlu::TimeValue value;
  value.ambiguous = entity.ambiguous();
  value.weekly = absl::StrContains(entity.text(), "weekly");
  value.ruled_out = absl::StrContains(entity.text(), "ruled_out");
  for (const auto& in : entity.readings()) {
    nlu::TimeReading& reading = value.readings.emplace_back();
    if (in.first_date().size() == 10 && in.last_date().size() == 10)
      reading.days = nlu::DateRange{Day(in.first_date()), Day(in.last_date())};
    if (in.has_clock())
      reading.clock = nlu::TimeRange{std::chrono::seconds(in.from_second()), std::chrono::seconds(in.until_second())};
    reading.grain = GrainOf(in.grain());
    reading.open_begin = in.open_begin();
    reading.open_end = in.open_end();
  }
  return value;
}

void DecodeEntity(const nlu::v1::Entity& in, std::vector<nlu::Entity>& out) {
  const auto kind = KindOf(in.kind());
  if (!kind) return;  // of a newer release
  nlu::Entity& entity = out.emplace_back();
  entity.kind = *kind;
  entity.span = Decode(in.span());
  entity.surface = in.surface();
  switch (*kind) {
    case nlu::EntityKind::kDateTime: entity.value = Times(in); break;
    case nlu::EntityKind::kDuration: entity.value = nlu::DurationValue{std::chrono::seconds(in.number())}; break;
    case nlu::EntityKind::kStreetAddress: entity.value = nlu::StreetAddress{in.text(), in.house_number()}; break;
    case nlu::EntityKind::kPersonCount:
    case nlu::EntityKind::kAge:
    case nlu::EntityKind::kChoice: entity.value = std::int64_t{in.number()}; break;
    case nlu::EntityKind::kAsSoonAsPossible:
    case nlu::EntityKind::kAnyTime: break;
    default: entity.value = in.text();
  }
}

nlu::Language LanguageOf(const std::string& code) {
  for (int i = 0; i <= static_cast<int>(nlu::Language::kUnknown); ++i) {
    if (nlu::LanguageCode(static_cast<nlu::Language>(i)) == code) return static_cast<nlu::Language>(i);
  }
  return nlu::Language::kUnknown;
}

nlu::EmergencyKind EmergencyOf(const std::string& id) {
  for (int i = 0; i <= static_cast<int>(nlu::EmergencyKind::kOtherDanger); ++i) {
    if (nlu::EmergencyKindId(static_cast<nlu::EmergencyKind>(i)) == id) return static_cast<nlu::EmergencyKind>(i);
  }
  return nlu::EmergencyKind::kOtherDanger;
}

nlu::Understanding Decode(const nlu::v1::UnderstandResponse& in) {
  nlu::Understanding out;
  for (const auto& from : in.segments()) {
    nlu::Segment& segment = out.segments.emplace_back();
    segment.span = Decode(from.span());
    segment.topic = from.topic();
    segment.band = from.band() == nlu::v1::BAND_ACT   ? nlu::Band::kAct
                   : from.band() == nlu::v1::BAND_ASK ? nlu::Band::kAsk
                                                      : nlu::Band::kDecline;
    for (const auto& guess : from.guesses()) {
      if (const auto act = nlu::ActFromId(guess.act())) segment.guesses.push_back({*act, guess.confidence()});
    }
    if (segment.guesses.empty()) segment.guesses.emplace_back();
  }
  if (out.segments.empty()) out.segments.emplace_back().guesses.emplace_back();
  for (const auto& from : in.entities()) DecodeEntity(from, out.entities);
  out.language = {LanguageOf(in.language()), in.language_confidence(), in.mixed_with_german()};
  if (in.has_emergency())
    out.emergency =
        nlu::Emergency{EmergencyOf(in.emergency().kind()), in.emergency().confidence(), Decode(in.emergency().span())};
  out.topic = in.topic();
  out.truncated = in.truncated();
  return out;
}

nlu::v1::Expecting Encode(nlu::Expecting expecting) {
  switch (expecting) {
    case nlu::Expecting::kName: return nlu::v1::EXPECTING_NAME;
    case nlu::Expecting::kChoice: return nlu::v1::EXPECTING_CHOICE;
    case nlu::Expecting::kDateOrTime: return nlu::v1::EXPECTING_DATE_OR_TIME;
    case nlu::Expecting::kPlace: return nlu::v1::EXPECTING_PLACE;
    case nlu::Expecting::kEmail: return nlu::v1::EXPECTING_EMAIL;
    case nlu::Expecting::kTelephone: return nlu::v1::EXPECTING_TELEPHONE;
    case nlu::Expecting::kCode: return nlu::v1::EXPECTING_CODE;
    case nlu::Expecting::kPeople: return nlu::v1::EXPECTING_PEOPLE;
    case nlu::Expecting::kYesNo: return nlu::v1::EXPECTING_YES_NO;
    default: return nlu::v1::EXPECTING_UNSPECIFIED;
  }
}

// Answers to "Wie heißen Sie?" and the like seldom have more.
constexpr int kSpacesOfAnAnswer = 2;

absl::StatusOr<nlu::Understanding> AskNlu(Services& services, const Municipality& municipality, const std::string& text,
                                          nlu::Expecting expecting, const rpc::Caller& caller,
                                          std::chrono::sys_seconds now) {
  nlu::v1::UnderstandRequest request;
  request.set_municipality_id(municipality.id);
  request.set_text(text);
  request.set_now_unix(now.time_since_epoch().count());
  request.set_time_zone(municipality.time_zone);
  request.set_land(municipality.land);
  request.set_expecting(Encode(expecting));
  const auto response = rpc::Call(*services.nlu, &nlu::v1::Nlu::StubInterface::Understand, request, caller,
                                  {.method = "Nlu/Understand", .repeatable = true}, &services.metrics);
  if (!response.ok()) return response.status();
  return Decode(*response);
}

}  // namespace

std::optional<Foreseen> Foresee(Services& services, const Municipality& municipality, const std::string& text,
                                const rpc::Caller& caller, std::chrono::sys_seconds now) {
  if (std::count(text.begin(), text.end(), ' ') <= kSpacesOfAnAnswer) return std::nullopt;
  return Foreseen{.text = text,
                  .understood = AskNlu(services, municipality, text, nlu::Expecting::kNothing, caller, now)};
}

absl::StatusOr<nlu::Understanding> GrpcTown::Understand(const std::string& text, nlu::Expecting expecting) {
  if (foreseen_ && expecting == nlu::Expecting::kNothing && foreseen_->text == text) return foreseen_->understood;
  return AskNlu(services_, municipality_, text, expecting, caller_, now_);
}

}  // namespace amtslotse::dialogue
