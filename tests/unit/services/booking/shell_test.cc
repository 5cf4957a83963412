// The booking service over real gRPC: who of the staff may do what, and what bad requests get.
#include "tests/unit/services/booking/shell.h"

#include <nlohmann/json.hpp>
#include <set>

#include "booking/calendar_json.h"

namespace amtslotse::booking {
namespace {

using grpc::StatusCode;
using staff::v1::ROLE_EDITOR;
using staff::v1::ROLE_LEAD;
using staff::v1::ROLE_LOCATION_STAFF;

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
