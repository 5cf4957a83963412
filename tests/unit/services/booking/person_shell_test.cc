// What staff may learn and erase of a person over real gRPC, and what goes on to the town.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "booking/forwarding.h"
#include "services/booking/mail_folder.h"
#include "services/booking/transport.h"
#include "tests/unit/services/booking/shell.h"

namespace amtslotse::booking {
namespace {

using grpc::StatusCode;
using staff::v1::ROLE_ADMINISTRATOR;
using staff::v1::ROLE_LEAD;
using staff::v1::ROLE_LOCATION_STAFF;

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
  v1::ForwardRequestResponse response;
  EXPECT_EQ(Call(&v1::Booking::Stub::ForwardRequest, request, response), StatusCode::FAILED_PRECONDITION)
      << "before what it lacks, so that nobody is asked for a name in vain";
  request.set_idempotency_key("talk:1");
  request.set_to("datenschutz@erlenfurt.example");
  request.set_subject("Datenschutz-Anliegen aus dem Chat");
  request.set_text("Welche Daten haben Sie über mich?");
  request.set_name("Ida Auskunft");
  request.set_reply_to("ida@example.org");
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

// Of one that was written to `to` then; its name.
std::string WriteOne(const std::string& folder, const std::string& to, Instant when, std::int64_t id) {
  Notification notification;
  notification.id = id;
  const std::string name = MailFileName(notification, when);
  const Mail mail{.from = "termine@erlenfurt.example",
                  .to = to,
                  .message = "From: Erlenfurt\r\n <termine@erlenfurt.example>\r\nTo: <" + to +
                             ">\r\nMIME-Version: 1.0\r\n\r\n<other@example.org>"};
  EXPECT_EQ(WriteMail(folder, name, mail).fate, Fate::kSent);
  return name + ".eml";
}

std::set<std::string> FilesIn(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) names.insert(file.path().filename());
  return names;
}

TEST_F(BookingShell, WhoIsErasedByTelephoneIsInNoMailFileEither) {
  ConfirmRequest confirm = world.ConfirmFor(std::get<Held>(world.Hold(kTuesdayAtEight)).hold);
  confirm.contact.telephone = "0431 123456";
  ASSERT_TRUE(std::holds_alternative<Confirmed>(world.Confirm(confirm)));
  WriteOne(mails, "Anna@Example.org", world.clock.Now(), 1);
  const std::string stays = WriteOne(mails, "other@example.org", world.clock.Now(), 2);
  std::ofstream(mails + "/2026-notizen.eml") << "To: <anna@example.org>\n";  // not ours
  v1::ForgetPersonRequest forget;
  forget.set_municipality_id("erlenfurt");
  forget.set_telephone("0431 123456");
  forget.set_reason("Antrag");
  v1::ForgetPersonResponse forgotten;
  grpc::ClientContext context;
  context.AddMetadata(rpc::kActorKey, ActorFor(ROLE_ADMINISTRATOR, "", true));
  ASSERT_TRUE(person_stub->ForgetPerson(&context, forget, &forgotten).ok());
  ASSERT_EQ(forgotten.erased(), 1u);
  EXPECT_EQ(FilesIn(mails), (std::set<std::string>{stays, "2026-notizen.eml"}));
}

TEST_F(BookingShell, MailFilesAreKeptAsLongAsMessagesThatWentOut) {
  const Instant now = world.clock.Now();
  ASSERT_TRUE(TidyMailFolder("", now).ok());
  ASSERT_TRUE(TidyMailFolder(mails, now).ok());
  WriteOne(mails, "anna@example.org", now - kMailFilesKept - std::chrono::seconds(1), 1);
  const std::string stays = WriteOne(mails, "anna@example.org", now - kMailFilesKept, 2);
  ASSERT_TRUE(TidyMailFolder(mails, now).ok());
  EXPECT_EQ(FilesIn(mails), std::set<std::string>{stays});
}

}  // namespace
}  // namespace amtslotse::booking
