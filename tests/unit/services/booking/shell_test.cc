// The booking service over real gRPC: who of the staff may do what, and what bad requests get.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <nlohmann/json.hpp>
#include <set>

#include "booking/calendar_json.h"
#include "booking/forwarding.h"
#include "services/booking/booking_service.h"
#include "services/booking/person_service.h"
#include "services/rpc/actor.h"
#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using grpc::StatusCode;
using staff::v1::ROLE_ADMINISTRATOR;
using staff::v1::ROLE_EDITOR;
using staff::v1::ROLE_LEAD;
using staff::v1::ROLE_LOCATION_STAFF;

const std::string kActorKey(32, 'k');

class BookingShell : public testing::Test {
 protected:
  BookingShell() {
    world.Apply(SmallOffice());
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + (folder / "booking.sock"), grpc::InsecureServerCredentials());
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    builder.RegisterService(&persons);
    server = builder.BuildAndStart();
    const auto channel = grpc::CreateChannel("unix:" + (folder / "booking.sock"), grpc::InsecureChannelCredentials());
    stub = v1::Booking::NewStub(channel);
    person_stub = v1::Persons::NewStub(channel);
  }

  template <class Request, class Response>
  StatusCode Call(grpc::Status (v1::Booking::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  Request request, Response& response, const std::string& actor = "") {
    request.set_municipality_id("erlenfurt");
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!actor.empty()) context.AddMetadata(rpc::kActorKey, actor);
    return (*stub.*method)(&context, request, &response).error_code();
  }

  std::string ActorFor(staff::v1::Role role, const std::string& office = "", bool confirmed = false) {
    staff::v1::Actor actor;
    actor.set_account_id("k1");
    actor.set_municipality_id("erlenfurt");
    actor.add_roles(role);
    if (!office.empty()) actor.add_office_ids(office);
    actor.set_reauthenticated(confirmed);
    actor.set_expires_unix(
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count() +
        60);
    return rpc::SignActor(actor, kActorKey);
  }

  v1::GetCalendarResponse Calendar() {
    v1::GetCalendarRequest ask;
    ask.set_location_id("mitte");
    v1::GetCalendarResponse answer;
    EXPECT_EQ(Call(&v1::Booking::Stub::GetCalendar, ask, answer, ActorFor(ROLE_LEAD)), StatusCode::OK);
    return answer;
  }

  World<OnSqlite> world;
  rpc::Metrics metrics;
  BookingService service{*world.store, world.clock, metrics, {kActorKey, "", false}};
  TemporaryDirectory folder;
  ErasureList erasures{folder / "erasures", world.keys};
  PersonService persons{{*world.store, erasures, world.clock, metrics, kActorKey}};
  int port = 0;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::Booking::Stub> stub;
  std::unique_ptr<v1::Persons::Stub> person_stub;
};

TEST_F(BookingShell, CalendarsAreForWhoLeadsTheOffice) {
  v1::GetCalendarRequest ask;
  ask.set_location_id("mitte");
  v1::GetCalendarResponse calendar;
  const auto get = [&](const std::string& actor) {
    return Call(&v1::Booking::Stub::GetCalendar, ask, calendar, actor);
  };
  EXPECT_EQ(get(""), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(get("gefaelscht"), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(get(ActorFor(ROLE_EDITOR)), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(get(ActorFor(ROLE_LOCATION_STAFF, "standesamt")), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(get(ActorFor(ROLE_LOCATION_STAFF, "buergerbuero")), StatusCode::OK);
  v1::SaveCalendarRequest save;
  save.set_calendar_json(calendar.calendar_json());
  save.set_expected_version(calendar.version());
  v1::SaveCalendarResponse saved;
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LOCATION_STAFF)),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD, "standesamt")),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD, "buergerbuero")), StatusCode::OK);
}

TEST_F(BookingShell, AClosedDayIsPreviewedThenSavedAndSeenAtOnce) {
  world.Book(kTuesdayAtEight);
  const auto before = Calendar();
  auto json = nlohmann::json::parse(before.calendar_json());
  json["closures"].push_back({{"date", "2026-11-24"}, {"reason", "Krankheit"}});
  v1::SaveCalendarRequest save;
  save.set_calendar_json(json.dump());
  save.set_expected_version(before.version());
  save.set_preview(true);
  v1::SaveCalendarResponse preview;
  ASSERT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, preview, ActorFor(ROLE_LEAD)), StatusCode::OK);
  ASSERT_EQ(preview.affected_size(), 1);
  EXPECT_EQ(preview.affected(0).name(), "Anna Müller");
  EXPECT_EQ(preview.reasons(0), "closed");
  EXPECT_EQ(Calendar().version(), before.version());
  save.set_preview(false);
  v1::SaveCalendarResponse saved;
  ASSERT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD)), StatusCode::OK);
  EXPECT_EQ(saved.affected_size(), 1);
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD)), StatusCode::ABORTED);
  v1::FindSlotsRequest find;
  auto* wanted = find.mutable_filter()->add_services();
  wanted->set_service_id("melden");
  wanted->set_quantity(1);
  find.mutable_filter()->set_to_date("2026-11-24");
  v1::FindSlotsResponse slots;
  ASSERT_EQ(Call(&v1::Booking::Stub::FindSlots, find, slots), StatusCode::OK);
  for (const auto& slot : slots.slots()) EXPECT_EQ(slot.local_begin().substr(0, 10), "2026-11-23");
}

TEST_F(BookingShell, EveryEmptyAnswerSaysWhenNewTimesAppear) {
  v1::FindSlotsRequest slots;
  v1::FindDaysRequest days;
  for (auto* filter : {slots.mutable_filter(), days.mutable_filter()}) {
    filter->add_services()->set_service_id("melden");
    filter->set_from_date("2028-01-03");  // beyond the window
    filter->set_to_date("2028-01-07");
  }
  const auto says = [&](const std::string& words) {
    v1::FindSlotsResponse no_slots;
    v1::FindDaysResponse no_days;
    ASSERT_EQ(Call(&v1::Booking::Stub::FindSlots, slots, no_slots), StatusCode::OK);
    ASSERT_EQ(Call(&v1::Booking::Stub::FindDays, days, no_days), StatusCode::OK);
    EXPECT_THAT(no_slots.release_text(), testing::HasSubstr(words));
    EXPECT_THAT(no_days.release_text(), testing::HasSubstr(words));
    EXPECT_GT(no_slots.next_release_unix(), world.clock.Now().time_since_epoch().count());
    EXPECT_EQ(no_days.next_release_unix(), no_slots.next_release_unix());
  };
  says("jeden Tag um 0 Uhr");
  Location weekly = SmallOffice();
  weekly.rules.release = ReleaseWeekly{std::chrono::Monday, TimeOfDay{8 * 60}};
  world.Apply(weekly);
  says("Neue Termine erscheinen montags um 8 Uhr.");
  // Of several the one where it is first.
  Location daily = SmallOffice("nord");
  daily.rules.release = ReleaseDaily{TimeOfDay{7 * 60 + 30}};
  world.Apply(daily);
  says("Neue Termine erscheinen täglich um 7:30 Uhr.");
}

TEST_F(BookingShell, ABadCalendarIsRefusedByItsField) {
  v1::SaveCalendarRequest save;
  v1::SaveCalendarResponse saved;
  for (const char* text : {"", "{}", R"({"id":"x","farbe":1})", R"({"id":"x","slot_minutes":0})"}) {
    save.set_calendar_json(text);
    EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD)), StatusCode::INVALID_ARGUMENT)
        << text;
  }
  save.set_calendar_json(Calendar().calendar_json());
  save.set_expected_version(0);
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD)), StatusCode::FAILED_PRECONDITION);
}

TEST_F(BookingShell, TheCatalogueNamesServicesWithoutTouchingWhatStaffSaved) {
  auto json = nlohmann::json::parse(Calendar().calendar_json());
  json["capacity_per_slot"] = 7;
  v1::SaveCalendarRequest save;
  save.set_calendar_json(json.dump());
  save.set_expected_version(Calendar().version());
  v1::SaveCalendarResponse saved;
  ASSERT_EQ(Call(&v1::Booking::Stub::SaveCalendar, save, saved, ActorFor(ROLE_LEAD)), StatusCode::OK);
  v1::ApplyCatalogueRequest catalogue;
  auto* service_name = catalogue.add_services();
  service_name->set_service_id("melden");
  service_name->set_name("Meldebescheinigung, erweitert");
  v1::ApplyCatalogueResponse applied;
  ASSERT_EQ(Call(&v1::Booking::Stub::ApplyCatalogue, catalogue, applied), StatusCode::OK);
  const Location now = *ParseLocation(Calendar().calendar_json());
  EXPECT_EQ(now.capacity, 7);
  EXPECT_EQ(now.Find({"melden"})->name, "Meldebescheinigung, erweitert");
}

// What knowledge delivers of notices that close offices.
TEST_F(BookingShell, ANoticeThatClosesTheOfficeTakesItsTimesAwayAndGivesThemBack) {
  const auto days_with_times = [&] {
    v1::FindSlotsRequest find;
    auto* wanted = find.mutable_filter()->add_services();
    wanted->set_service_id("melden");
    wanted->set_quantity(1);
    find.mutable_filter()->set_from_date("2026-11-24");
    find.mutable_filter()->set_to_date("2026-11-24");
    v1::FindSlotsResponse slots;
    EXPECT_EQ(Call(&v1::Booking::Stub::FindSlots, find, slots), StatusCode::OK);
    std::set<std::string> days;
    for (const auto& slot : slots.slots()) days.insert(slot.local_begin().substr(0, 10));
    return days;
  };
  const auto apply = [&](const std::string& closures) {
    v1::ApplyCatalogueRequest catalogue;
    catalogue.set_calendars_json(R"({"notice_closures":[)" + closures + "]}");
    v1::ApplyCatalogueResponse applied;
    return Call(&v1::Booking::Stub::ApplyCatalogue, catalogue, applied);
  };
  const auto open = days_with_times();
  ASSERT_TRUE(open.contains("2026-11-24"));
  const auto version = Calendar().version();
  ASSERT_EQ(apply(R"({"date":"2026-11-24","reason":"Personalversammlung"})"), StatusCode::OK);
  EXPECT_FALSE(days_with_times().contains("2026-11-24"));
  EXPECT_NE(Calendar().calendar_json().find("Hinweis: Personalversammlung"), std::string::npos);
  const auto closed_version = Calendar().version();
  EXPECT_NE(closed_version, version);
  ASSERT_EQ(apply(R"({"date":"2026-11-24","reason":"Personalversammlung"})"), StatusCode::OK);
  EXPECT_EQ(Calendar().version(), closed_version);  // the same again changes nothing
  EXPECT_EQ(apply(R"({"date":"2026-99-99"})"), StatusCode::INVALID_ARGUMENT);
  ASSERT_EQ(apply(R"({"date":"2026-11-24","office_id":"anderswo"})"), StatusCode::OK);
  EXPECT_EQ(days_with_times(), open);
}

TEST_F(BookingShell, ErasureNeedsAConfirmedAdministrator) {
  const Confirmed booked = world.Book(kTuesdayAtEight);
  v1::ErasePersonRequest erase;
  erase.mutable_contact()->set_email("anna@example.org");
  erase.set_reason("Antrag");
  v1::ErasePersonResponse erased;
  EXPECT_EQ(Call(&v1::Booking::Stub::ErasePerson, erase, erased, ActorFor(ROLE_LEAD, "", true)),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&v1::Booking::Stub::ErasePerson, erase, erased, ActorFor(ROLE_ADMINISTRATOR)),
            StatusCode::FAILED_PRECONDITION);
  ASSERT_EQ(Call(&v1::Booking::Stub::ErasePerson, erase, erased, ActorFor(ROLE_ADMINISTRATOR, "", true)),
            StatusCode::OK);
  EXPECT_EQ(erased.erased(), 1u);
  v1::CorrectNameRequest correct;
  correct.set_appointment_id(booked.appointment.number.value);
  correct.set_name("Anna Meier");
  correct.set_reason("Tippfehler");
  v1::CorrectNameResponse corrected;
  EXPECT_EQ(Call(&v1::Booking::Stub::CorrectName, correct, corrected, ActorFor(ROLE_LOCATION_STAFF)),
            StatusCode::NOT_FOUND);
}

TEST_F(BookingShell, ARequestToTheTownIsTakenOnlyWhereMailsGoOutAndListedForWhoHasTheWholeTown) {
  v1::ForwardRequestRequest request;
  request.set_idempotency_key("talk:1");
  request.set_to("datenschutz@erlenfurt.example");
  request.set_subject("Datenschutz-Anliegen aus dem Chat");
  request.set_text("Welche Daten haben Sie über mich?");
  request.set_name("Ida Auskunft");
  request.set_reply_to("ida@example.org");
  v1::ForwardRequestResponse response;
  EXPECT_EQ(Call(&v1::Booking::Stub::ForwardRequest, request, response), StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Forward(*world.store, {.municipality = world.town,
                                     .key = {request.idempotency_key()},
                                     .to = request.to(),
                                     .subject = request.subject(),
                                     .text = request.text(),
                                     .name = request.name(),
                                     .reply_to = request.reply_to()})
                  .ok());
  v1::ListOutboxRequest ask;
  v1::ListOutboxResponse seen;
  ASSERT_EQ(Call(&v1::Booking::Stub::ListOutbox, ask, seen, ActorFor(ROLE_LEAD)), StatusCode::OK);
  ASSERT_EQ(seen.items_size(), 1);
  EXPECT_EQ(seen.items(0).kind(), "forwarded");
  EXPECT_EQ(seen.items(0).channel(), "email");
  EXPECT_EQ(seen.DebugString().find("ida@example.org"), std::string::npos);
  ASSERT_EQ(Call(&v1::Booking::Stub::ListOutbox, ask, seen, ActorFor(ROLE_LEAD, "buergerbuero")), StatusCode::OK);
  EXPECT_EQ(seen.items_size(), 0) << "no business of one office";
}

TEST_F(BookingShell, WhatIsKeptOfAPersonIsToldAndForgottenForAConfirmedAdministrator) {
  const Confirmed booked = world.Book(kTuesdayAtEight);
  const auto call = [&](auto method, auto request, auto& response, const std::string& actor) {
    request.set_municipality_id("erlenfurt");
    grpc::ClientContext context;
    context.AddMetadata(rpc::kActorKey, actor);
    return (*person_stub.*method)(&context, request, &response).error_code();
  };
  const std::string confirmed = ActorFor(ROLE_ADMINISTRATOR, "", true);
  v1::ExportPersonRequest ask;
  ask.set_email("anna@example.org");
  ask.set_reason("Antrag");
  v1::ExportPersonResponse kept;
  using Stub = v1::Persons::Stub;
  EXPECT_EQ(call(&Stub::ExportPerson, ask, kept, ActorFor(ROLE_LEAD, "", true)), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(call(&Stub::ExportPerson, ask, kept, ActorFor(ROLE_ADMINISTRATOR)), StatusCode::FAILED_PRECONDITION);
  ASSERT_EQ(call(&Stub::ExportPerson, ask, kept, confirmed), StatusCode::OK);
  EXPECT_EQ(nlohmann::json::parse(kept.kept_json())["appointments"][0]["number"], booked.appointment.number.value);
  EXPECT_TRUE(erasures.Read()->empty());
  v1::ForgetPersonRequest forget;
  forget.set_email("anna@example.org");
  forget.set_reason("Antrag");
  v1::ForgetPersonResponse forgotten;
  ASSERT_EQ(call(&Stub::ForgetPerson, forget, forgotten, confirmed), StatusCode::OK);
  EXPECT_EQ(forgotten.cancelled(), 1u);
  ASSERT_EQ(erasures.Read()->size(), 1u);
  forget.clear_email();
  EXPECT_EQ(call(&Stub::ForgetPerson, forget, forgotten, confirmed), StatusCode::INVALID_ARGUMENT);
}

TEST_F(BookingShell, ACodeFromTheMessageConfirmsTheHoldAndWrongOnesAreCounted) {
  Location careful = SmallOffice();
  careful.rules.confirm_by_message = true;
  world.Apply(careful);
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  ASSERT_TRUE(std::holds_alternative<AwaitingConfirmation>(world.Confirm(world.ConfirmFor(held.hold))));
  const auto messages = *world.store->ClaimNotifications(5, std::chrono::seconds{60});
  ASSERT_EQ(messages.size(), 1u);
  v1::ActivateRequest activate;
  activate.set_hold_id(held.hold.value);
  activate.set_token_or_code("kein-Code");
  v1::ActivateResponse answer;
  ASSERT_EQ(Call(&v1::Booking::Stub::Activate, activate, answer), StatusCode::OK);
  EXPECT_EQ(answer.refusal(), v1::REFUSAL_WRONG_CODE);
  EXPECT_EQ(answer.attempts_left(), 4u);
  activate.set_token_or_code(messages[0].code);
  v1::ActivateResponse good;
  ASSERT_EQ(Call(&v1::Booking::Stub::Activate, activate, good), StatusCode::OK);
  EXPECT_EQ(good.appointment().state(), v1::APPOINTMENT_STATE_CONFIRMED);
  EXPECT_FALSE(good.cancellation_code().empty());
}

TEST_F(BookingShell, MovesAreTakenBackByTheOfficeTheyBelongTo) {
  const Confirmed booked = world.Book(kTuesdayAtEight);
  v1::MoveAppointmentsRequest move;
  move.set_idempotency_key("krank");
  auto* one = move.add_moves();
  one->set_appointment_id(booked.appointment.number.value);
  one->set_location_id("mitte");
  one->set_begin_unix((kTuesdayAtEight + std::chrono::minutes{30}).time_since_epoch().count());
  v1::MoveAppointmentsResponse moved;
  EXPECT_EQ(Call(&v1::Booking::Stub::MoveAppointments, move, moved, ActorFor(ROLE_LOCATION_STAFF, "standesamt")),
            StatusCode::PERMISSION_DENIED);
  ASSERT_EQ(Call(&v1::Booking::Stub::MoveAppointments, move, moved, ActorFor(ROLE_LOCATION_STAFF, "buergerbuero")),
            StatusCode::OK);
  v1::UndoMoveRequest undo;
  v1::UndoMoveResponse undone;
  undo.set_move_id(moved.move_id());
  EXPECT_EQ(Call(&v1::Booking::Stub::UndoMove, undo, undone, ActorFor(ROLE_LOCATION_STAFF, "standesamt")),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&v1::Booking::Stub::UndoMove, undo, undone, ActorFor(ROLE_EDITOR)), StatusCode::PERMISSION_DENIED);
  ASSERT_EQ(Call(&v1::Booking::Stub::UndoMove, undo, undone, ActorFor(ROLE_LOCATION_STAFF, "buergerbuero")),
            StatusCode::OK);
  EXPECT_EQ(undone.results(0).appointment().slot().begin_unix(), kTuesdayAtEight.time_since_epoch().count());
  undo.set_move_id("999999");
  EXPECT_EQ(Call(&v1::Booking::Stub::UndoMove, undo, undone, ActorFor(ROLE_LEAD)), StatusCode::NOT_FOUND);
}

TEST_F(BookingShell, MessagesAreForTheOfficeTheirAppointmentBelongsTo) {
  world.Book(kTuesdayAtEight);
  const auto seen = [&](const std::string& office) {
    v1::ListOutboxResponse answer;
    EXPECT_EQ(Call(&v1::Booking::Stub::ListOutbox, {}, answer, ActorFor(ROLE_LOCATION_STAFF, office)), StatusCode::OK);
    return answer;
  };
  const auto all = seen("");
  ASSERT_GT(all.items_size(), 0);
  EXPECT_EQ(seen("buergerbuero").items_size(), all.items_size());
  EXPECT_EQ(seen("standesamt").items_size(), 0);

  v1::ResendNotificationRequest again;
  v1::ResendNotificationResponse done;
  const auto resend = [&](const std::string& id, const std::string& office) {
    again.set_id(id);
    return Call(&v1::Booking::Stub::ResendNotification, again, done, ActorFor(ROLE_LOCATION_STAFF, office));
  };
  EXPECT_EQ(resend(all.items(0).id(), "standesamt"), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(resend(all.items(0).id(), "buergerbuero"), StatusCode::OK);
  EXPECT_EQ(resend("999999", "buergerbuero"), StatusCode::NOT_FOUND);
}

TEST_F(BookingShell, TheTownsTextsAreForWhoLeadsTheWholeTown) {
  v1::SaveMessageTextsRequest save;
  (*save.mutable_texts()->mutable_texts())["reminder.text"] = "Guten Tag {name}, bis morgen!";
  v1::SaveMessageTextsResponse saved;
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveMessageTexts, save, saved, ActorFor(ROLE_LEAD, "buergerbuero")),
            StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Call(&v1::Booking::Stub::SaveMessageTexts, save, saved, ActorFor(ROLE_LEAD)), StatusCode::OK);
}

TEST_F(BookingShell, BackupsAreForThisMachine) {
  const auto remote = v1::Booking::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials()));
  v1::BackupRequest ask;
  ask.set_path(folder / "copy.db");
  grpc::ClientContext context;
  v1::BackupResponse answer;
  EXPECT_EQ(remote->Backup(&context, ask, &answer).error_code(), StatusCode::PERMISSION_DENIED);
  grpc::ClientContext near;
  ASSERT_TRUE(stub->Backup(&near, ask, &answer).ok());
  EXPECT_GT(answer.bytes(), 10'000u);
  grpc::ClientContext again;
  EXPECT_EQ(stub->Backup(&again, ask, &answer).error_code(), StatusCode::ALREADY_EXISTS);
}

}  // namespace
}  // namespace amtslotse::booking
