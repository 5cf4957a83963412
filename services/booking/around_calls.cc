// The waiting list and reminders as RPCs.
#include <algorithm>

#include "booking/reminders.h"
#include "services/booking/around_service.h"
#include "services/booking/convert.h"
#include "services/booking/staff_access.h"
#include "services/rpc/actor.h"
#include "services/rpc/text.h"

namespace amtslotse::booking {
namespace {

std::string DateText(Date date) {
  return std::to_string(static_cast<int>(date.year())) + (static_cast<unsigned>(date.month()) < 10 ? "-0" : "-") +
         std::to_string(static_cast<unsigned>(date.month())) + (static_cast<unsigned>(date.day()) < 10 ? "-0" : "-") +
         std::to_string(static_cast<unsigned>(date.day()));
}

const char* Word(WishState state) {
  switch (state) {
    case WishState::kWaiting: return "waiting";
    case WishState::kOffered: return "offered";
    case WishState::kBooked: return "booked";
    case WishState::kLeft: return "left";
    case WishState::kEnded: return "ended";
  }
  return "ended";
}

void EncodeOffer(const Offer& offer, v1::Wish* out) {
  Location place;
  place.id = offer.location;
  place.name = offer.location_name;
  place.time_zone = offer.time_zone;
  Encode(FreeSlot{offer.location, offer.start, offer.end, 1}, &place, out->mutable_offer());
  out->set_offer_expires_unix(Unix(offer.ends));
  out->set_offer_id(offer.id);
}

void Encode(const Wish& wish, v1::Wish* out) {
  out->set_id(std::to_string(wish.id));
  for (const ServiceItem& item : wish.criteria.items) {
    auto* service = out->add_services();
    service->set_service_id(item.service.value);
    service->set_quantity(static_cast<std::uint32_t>(item.quantity));
  }
  for (const LocationId& location : wish.criteria.locations) out->add_location_ids(location.value);
  for (const std::string& name : wish.service_names) out->add_service_names(name);
  out->set_from_date(DateText(wish.criteria.from));
  out->set_to_date(DateText(wish.criteria.to));
  out->set_from_minute(static_cast<std::uint32_t>(wish.criteria.from_time.count()));
  if (wish.criteria.to_time < TimeOfDay{24 * 60})
    out->set_to_minute(static_cast<std::uint32_t>(wish.criteria.to_time.count()));
  out->set_position(static_cast<std::uint32_t>(wish.position));
  out->set_state(Word(wish.state));
  out->set_created_unix(Unix(wish.created));
  out->set_number(wish.number);
  if (wish.offer) EncodeOffer(*wish.offer, out);
}

absl::StatusOr<WishCriteria> CriteriaOf(const v1::Wish& wish, Instant now) {
  WishCriteria criteria;
  auto items = Decode(wish.services());
  if (!items.ok()) return items.status();
  criteria.items = *std::move(items);
  for (const std::string& location : wish.location_ids()) criteria.locations.push_back({location});
  const auto today = std::chrono::floor<std::chrono::days>(now);
  criteria.from = Date{today};
  criteria.to = Date{today + std::chrono::days{60}};
  for (const auto& [name, text, target] : {std::tuple{"from_date", &wish.from_date(), &criteria.from},
                                           std::tuple{"to_date", &wish.to_date(), &criteria.to}}) {
    if (text->empty()) continue;
    const auto date = DecodeDate(name, *text);
    if (!date.ok()) return date.status();
    *target = *date;
  }
  if (wish.from_minute() > 1440 || wish.to_minute() > 1440)
    return absl::InvalidArgumentError("from_minute, to_minute: at most 1440");
  criteria.from_time = TimeOfDay{wish.from_minute()};
  if (wish.to_minute() > 0) criteria.to_time = TimeOfDay{wish.to_minute()};
  return criteria;
}

}  // namespace

absl::StatusOr<staff::v1::Actor> AroundService::Staff(const rpc::Caller& caller, const std::string& municipality_id,
                                                      std::initializer_list<staff::v1::Role> roles) const {
  return rpc::CheckActor(caller.signed_actor, settings_.actor_key, municipality_id, roles,
                         std::chrono::system_clock::now());
}

grpc::Status AroundService::JoinWaitingList(grpc::ServerContext* context, const v1::JoinWaitingListRequest* request,
                                            v1::JoinWaitingListResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/JoinWaitingList", [&](const rpc::Caller&) -> absl::Status {
    JoinRequest join;
    join.municipality = {request->municipality_id()};
    join.key = {request->idempotency_key()};
    auto criteria = CriteriaOf(request->wish(), around_clock_.Now());
    if (!criteria.ok()) return criteria.status();
    join.criteria = *std::move(criteria);
    join.contact = Decode(request->contact());
    join.contact.conversation = request->conversation_ref();
    join.channel = request->conversation_ref().empty()               ? Channel::kWeb
                   : request->conversation_ref().starts_with("web-") ? Channel::kChat
                                                                     : Channel::kMessenger;
    const auto outcome = WaitingList(around_).Join(join);
    if (!outcome.ok()) return outcome.status();
    if (const auto* joined = std::get_if<Joined>(&*outcome)) {
      Encode(joined->wish, response->mutable_wish());
      response->set_link_token(joined->token.value);
    } else if (std::holds_alternative<DetailsMissing>(*outcome)) {
      response->set_refusal(v1::REFUSAL_CONTACT_NEEDED);
    } else {
      response->set_refusal(std::holds_alternative<LimitReached>(*outcome) ? v1::REFUSAL_PERSON_LIMIT
                                                                           : v1::REFUSAL_NOT_BOOKABLE);
    }
    return absl::OkStatus();
  });
}

grpc::Status AroundService::GetWish(grpc::ServerContext* context, const v1::GetWishRequest* request,
                                    v1::GetWishResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/GetWish", [&](const rpc::Caller&) -> absl::Status {
    const auto outcome = WaitingList(around_).Look({request->municipality_id()}, {request->link_token()});
    if (!outcome.ok()) return outcome.status();
    if (const auto* wish = std::get_if<Wish>(&*outcome))
      Encode(*wish, response->mutable_wish());
    else
      response->set_refusal(v1::REFUSAL_NO_SUCH_APPOINTMENT);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::LeaveWaitingList(grpc::ServerContext* context, const v1::LeaveWaitingListRequest* request,
                                             v1::LeaveWaitingListResponse*) {
  return rpc::Serve(*context, around_metrics_, "Booking/LeaveWaitingList", [&](const rpc::Caller&) {
    return WaitingList(around_).Leave({request->municipality_id()}, {request->link_token()});
  });
}

grpc::Status AroundService::AnswerOffer(grpc::ServerContext* context, const v1::AnswerOfferRequest* request,
                                        v1::AnswerOfferResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/AnswerOffer", [&](const rpc::Caller&) -> absl::Status {
    WaitingList list(around_);
    const MunicipalityId municipality{request->municipality_id()};
    const LinkToken token{request->link_token()};
    std::string offer = request->offer_id();
    if (offer.empty()) {  // the one that stands: one offer at a time
      const auto now = list.Look(municipality, token);
      if (!now.ok()) return now.status();
      const auto* wish = std::get_if<Wish>(&*now);
      if (wish != nullptr && wish->offer) offer = wish->offer->id;
    }
    const auto outcome = list.Answer(municipality, token, offer, request->accept());
    if (!outcome.ok()) return outcome.status();
    if (const auto* confirmed = std::get_if<Confirmed>(&*outcome)) {
      Encode(confirmed->appointment, response->mutable_appointment());
      response->set_cancellation_code(confirmed->cancellation_code);
    } else if (std::holds_alternative<OfferGone>(*outcome)) {
      response->set_refusal(v1::REFUSAL_OFFER_EXPIRED);
    } else if (std::holds_alternative<NotFound>(*outcome)) {
      response->set_refusal(v1::REFUSAL_NO_SUCH_APPOINTMENT);
    }
    return absl::OkStatus();
  });
}

grpc::Status AroundService::AnswerReminder(grpc::ServerContext* context, const v1::AnswerReminderRequest* request,
                                           v1::AnswerReminderResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/AnswerReminder", [&](const rpc::Caller&) -> absl::Status {
    const auto outcome =
        Reminders(around_).Answer({request->municipality_id()}, request->key().answer_token(), request->coming());
    if (!outcome.ok()) return outcome.status();
    if (const auto* coming = std::get_if<WillCome>(&*outcome))
      Encode(coming->appointment, response->mutable_appointment());
    if (const auto* cancelled = std::get_if<Cancelled>(&*outcome))
      Encode(cancelled->appointment, response->mutable_appointment());
    if (std::holds_alternative<NotFound>(*outcome)) response->set_refusal(v1::REFUSAL_NO_SUCH_APPOINTMENT);
    if (std::holds_alternative<TryLater>(*outcome)) response->set_refusal(v1::REFUSAL_TOO_MANY_ATTEMPTS);
    if (const auto* refused = std::get_if<NotChangeable>(&*outcome)) {
      response->set_refusal(refused->state == AppointmentState::kCancelled ? v1::REFUSAL_ALREADY_CANCELLED
                                                                           : v1::REFUSAL_PAST);
    }
    return absl::OkStatus();
  });
}

grpc::Status AroundService::SetReminders(grpc::ServerContext* context, const v1::SetRemindersRequest* request,
                                         v1::SetRemindersResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/SetReminders", [&](const rpc::Caller&) -> absl::Status {
    const auto access = Decode(request->key(), request->limit_key());
    if (!access.ok()) return access.status();
    if (request->conversation_ref().size() > 800)
      return absl::InvalidArgumentError("conversation_ref: at most 800 bytes");
    const auto outcome =
        Reminders(around_).Set({request->municipality_id()}, *access, request->wanted(), request->conversation_ref());
    if (!outcome.ok()) return outcome.status();
    if (std::holds_alternative<NotFound>(*outcome)) response->set_refusal(v1::REFUSAL_NO_SUCH_APPOINTMENT);
    if (std::holds_alternative<TryLater>(*outcome)) response->set_refusal(v1::REFUSAL_TOO_MANY_ATTEMPTS);
    return absl::OkStatus();
  });
}

grpc::Status AroundService::ListWishes(grpc::ServerContext* context, const v1::ListWishesRequest* request,
                                       v1::ListWishesResponse* response) {
  return rpc::Serve(*context, around_metrics_, "Booking/ListWishes", [&](const rpc::Caller& caller) -> absl::Status {
    if (const auto actor = StaffAt(caller, request->municipality_id(), request->location_id(), kDesk); !actor.ok())
      return actor.status();
    const std::string& token = request->page_token();
    if (token.size() > 6 || token.find_first_not_of("0123456789") != std::string::npos)
      return absl::InvalidArgumentError("page_token: unknown");
    const int offset = token.empty() ? 0 : std::stoi(token);
    const int limit = request->page_size() == 0 ? 50 : static_cast<int>(std::min(request->page_size(), 500u));
    const auto page = WaitingList(around_).List({request->municipality_id()}, {request->location_id()}, offset, limit);
    if (!page.ok()) return page.status();
    for (const Wish& wish : page->wishes) Encode(wish, response->add_wishes());
    response->set_total(static_cast<std::uint32_t>(page->total));
    if (page->more) response->set_next_page_token(std::to_string(offset + limit));
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::booking
