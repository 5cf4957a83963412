#include "services/nlu/encode.h"

#include <fmt/format.h>

#include "nlu/act.h"

namespace amtslotse::nlu {
namespace {

void EncodeSpan(const Span& span, v1::Span* out) {
  out->set_begin(static_cast<std::uint32_t>(span.begin));
  out->set_end(static_cast<std::uint32_t>(span.end));
}

v1::Band EncodeBand(Band band) {
  return band == Band::kAct ? v1::BAND_ACT : band == Band::kAsk ? v1::BAND_ASK : v1::BAND_DECLINE;
}

std::string DateText(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

void EncodeReading(const TimeReading& reading, v1::TimeReading* out) {
  if (reading.days) {
    out->set_first_date(DateText(reading.days->first));
    out->set_last_date(DateText(reading.days->last));
  }
  if (reading.clock) {
    out->set_has_clock(true);
    out->set_from_second(static_cast<std::uint32_t>(reading.clock->from.count()));
    out->set_until_second(static_cast<std::uint32_t>(reading.clock->until.count()));
  }
  out->set_grain(std::string(GrainId(reading.grain)));
  out->set_open_begin(reading.open_begin);
  out->set_open_end(reading.open_end);
}

struct EncodeValue {
  v1::Entity* out;
  void operator()(std::monostate) const {}
  void operator()(const std::string& text) const { out->set_text(text); }
  void operator()(std::int64_t number) const { out->set_number(number); }
  void operator()(const DurationValue& duration) const { out->set_number(duration.length.count()); }
  void operator()(const StreetAddress& address) const {
    out->set_text(address.street);
    out->set_house_number(address.number);
  }
  void operator()(const TimeValue& time) const {
    for (const TimeReading& reading : time.readings) EncodeReading(reading, out->add_readings());
    out->set_ambiguous(time.ambiguous);
    // The text of a time: "weekly", "ruled_out", both, or nothing.
    if (time.weekly) out->set_text("weekly");
    if (time.ruled_out) out->set_text(time.weekly ? "weekly ruled_out" : "ruled_out");
  }
};

Expecting DecodeExpecting(v1::Expecting expecting) {
  switch (expecting) {
    case v1::EXPECTING_NAME: return Expecting::kName;
    case v1::EXPECTING_CHOICE: return Expecting::kChoice;
    case v1::EXPECTING_DATE_OR_TIME: return Expecting::kDateOrTime;
    case v1::EXPECTING_PLACE: return Expecting::kPlace;
    case v1::EXPECTING_EMAIL: return Expecting::kEmail;
    case v1::EXPECTING_TELEPHONE: return Expecting::kTelephone;
    case v1::EXPECTING_CODE: return Expecting::kCode;
    case v1::EXPECTING_PEOPLE: return Expecting::kPeople;
    case v1::EXPECTING_YES_NO: return Expecting::kYesNo;
    default: return Expecting::kNothing;
  }
}

v1::Verdict EncodeVerdict(Verdict verdict) {
  return verdict == Verdict::kNotWorse ? v1::VERDICT_NOT_WORSE
         : verdict == Verdict::kWorse  ? v1::VERDICT_WORSE
                                       : v1::VERDICT_UNCHANGED;
}

}  // namespace

v1::UnderstandResponse Encode(const Understanding& understanding) {
  v1::UnderstandResponse out;
  for (const Segment& segment : understanding.segments) {
    auto* to = out.add_segments();
    EncodeSpan(segment.span, to->mutable_span());
    for (const ActGuess& guess : segment.guesses) {
      auto* to_guess = to->add_guesses();
      to_guess->set_act(std::string(ActId(guess.act)));
      to_guess->set_confidence(guess.confidence);
    }
    to->set_band(EncodeBand(segment.band));
    to->set_topic(segment.topic);
  }
  for (const Entity& entity : understanding.entities) {
    auto* to = out.add_entities();
    to->set_kind(std::string(EntityKindId(entity.kind)));
    EncodeSpan(entity.span, to->mutable_span());
    to->set_surface(entity.surface);
    std::visit(EncodeValue{to}, entity.value);
  }
  out.set_language(std::string(LanguageCode(understanding.language.language)));
  out.set_language_confidence(understanding.language.confidence);
  out.set_mixed_with_german(understanding.language.mixed_with_german);
  if (understanding.emergency) {
    out.mutable_emergency()->set_kind(std::string(EmergencyKindId(understanding.emergency->kind)));
    out.mutable_emergency()->set_confidence(understanding.emergency->confidence);
    EncodeSpan(understanding.emergency->span, out.mutable_emergency()->mutable_span());
  }
  out.set_topic(understanding.topic);
  out.set_truncated(understanding.truncated);
  return out;
}

Reference Decode(const v1::UnderstandRequest& request) {
  Reference reference;
  reference.now = std::chrono::sys_seconds(std::chrono::seconds(request.now_unix()));
  if (!request.time_zone().empty()) reference.zone = request.time_zone();
  reference.land = LandFromCode(request.land());
  reference.expecting = DecodeExpecting(request.expecting());
  return reference;
}

v1::Model Encode(const StoredModel& model) {
  v1::Model out;
  out.set_version(model.manifest.version);
  out.set_trained_unix(model.manifest.trained_unix);
  out.set_active(model.active);
  out.set_precision_at_1(model.manifest.precision_at_1);
  out.set_macro_f1(model.manifest.macro_f1);
  out.set_out_of_scope_auroc(model.manifest.out_of_scope_auroc);
  out.set_calibration_error(model.manifest.calibration_error);
  out.set_examples(model.manifest.examples);
  out.set_shipped(model.shipped);
  out.set_own_examples(model.own_examples);
  out.set_verdict(EncodeVerdict(model.verdict));
  return out;
}

v1::ChangedAnswer Encode(const ChangedAnswer& change) {
  v1::ChangedAnswer out;
  out.set_text(change.text);
  out.set_act_before(change.before);
  out.set_act_after(change.after);
  out.set_act_wanted(change.wanted);
  out.set_own_case(change.own_case);
  return out;
}

v1::TrainResponse Encode(const Trained& trained) {
  v1::TrainResponse out;
  out.set_step("Fertig");
  out.set_fraction(1);
  *out.mutable_candidate() = Encode(trained.candidate);
  for (const ChangedAnswer& change : trained.comparison.changed) *out.add_changed() = Encode(change);
  out.set_verdict(EncodeVerdict(trained.comparison.verdict));
  out.set_activated(trained.activated);
  return out;
}

}  // namespace amtslotse::nlu
