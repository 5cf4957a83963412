#include "booking/forwarding.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "booking/mail.h"
#include "booking/person_kept.h"
#include "booking/tidy.h"
#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// No calendar is applied: a town that gives no appointments forwards all the same.
template <typename Backend>
class ForwardingTest : public testing::Test {
 protected:
  RequestToForward Request(const std::string& text = "Welche Daten haben Sie über mich?") {
    return {.municipality = world_.town,
            .key = world_.NewKey(),
            .to = "datenschutz@erlenfurt.example",
            .subject = "Datenschutz-Anliegen aus dem Chat",
            .text = text,
            .name = "Ida Auskunft",
            .reply_to = "ida@example.org"};
  }
  absl::StatusOr<ForwardOutcome> Forward(const RequestToForward& request) {
    return booking::Forward(*world_.store, request);
  }
  std::vector<Notification> Due() { return *world_.store->ClaimNotifications(100, seconds{60}); }
  nlohmann::json KeptOf(const std::string& email) {
    const auto kept = KeptOfPerson(*world_.store, {world_.town, email, "", "Antrag vom Montag", {"leitung"}});
    EXPECT_TRUE(kept.ok()) << kept.status();
    return nlohmann::json::parse(*kept);
  }
  World<Backend> world_;
};

TYPED_TEST_SUITE(ForwardingTest, Backends, BackendNames);

TYPED_TEST(ForwardingTest, GoesToTheTownWithItsAnswerToTheCitizen) {
  const auto outcome = this->Forward(this->Request());
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(std::get<Forwarded>(*outcome).received, kMondayMorning);
  const auto due = this->Due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].kind, NotificationKind::kForwarded);
  EXPECT_EQ(due[0].route, Route::kTown);
  EXPECT_EQ(due[0].appointment.contact.email, "datenschutz@erlenfurt.example");
  ASSERT_TRUE(due[0].request);
  EXPECT_EQ(due[0].request->reply_to, "ida@example.org");
  EXPECT_EQ(due[0].request->text, "Welche Daten haben Sie über mich?");
  const OutboxPage page = *this->world_.store->ListOutbox({this->world_.town});
  ASSERT_EQ(page.lines.size(), 1U);
  EXPECT_STREQ(KindWord(page.lines[0].kind), "forwarded");
  EXPECT_EQ(page.lines[0].number, "");
}

TYPED_TEST(ForwardingTest, TheSenderOfMailsTakesItAndTheOthersDoNot) {
  ASSERT_TRUE(this->Forward(this->Request()).ok());
  for (const Route other : {Route::kSms, Route::kConversation})
    EXPECT_TRUE(this->world_.store->ClaimNotifications(10, seconds{60}, other)->empty());
  EXPECT_EQ(this->world_.store->ClaimNotifications(10, seconds{60}, Route::kEmail)->size(), 1U);
}

TYPED_TEST(ForwardingTest, OnceForEachKeyHoweverOftenItIsAsked) {
  const RequestToForward request = this->Request();
  ASSERT_TRUE(this->Forward(request).ok());
  this->world_.clock.Advance(minutes{5});
  const auto again = this->Forward(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(std::get<Forwarded>(*again).received, kMondayMorning);
  EXPECT_EQ(this->Due().size(), 1U);
  RequestToForward other = request;
  other.text = "Bitte löschen Sie alles.";
  EXPECT_TRUE(absl::IsInvalidArgument(this->Forward(other).status()));
}

TYPED_TEST(ForwardingTest, AFloodEndsAtTheLimitOfTheTownAndHour) {
  for (int i = 0; i < kForwardedPerHour; ++i) ASSERT_TRUE(Is<Forwarded>(*this->Forward(this->Request())));
  const auto refused = this->Forward(this->Request());
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(std::get<TryLater>(*refused).at, kMondayMorning + hours{1});
  EXPECT_EQ(this->Due().size(), static_cast<std::size_t>(kForwardedPerHour));
  RequestToForward elsewhere = this->Request();
  elsewhere.municipality = {"krummwik"};
  EXPECT_TRUE(Is<Forwarded>(*this->Forward(elsewhere))) << "another town has a limit of its own";
  this->world_.clock.Advance(hours{1});
  EXPECT_TRUE(Is<Forwarded>(*this->Forward(this->Request())));
}

TYPED_TEST(ForwardingTest, WhatIsNoRequestIsRefusedByItsField) {
  const auto says = [&](const RequestToForward& request) { return this->Forward(request).status(); };
  const auto with = [&](auto change) {
    RequestToForward request = this->Request();
    change(request);
    const absl::Status status = says(request);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    return std::string(status.message());
  };
  EXPECT_THAT(with([](auto& one) { one.to = ""; }), HasSubstr("to:"));
  EXPECT_THAT(with([](auto& one) { one.to = "a@b.de, c@d.de"; }), HasSubstr("to:"));
  EXPECT_THAT(with([](auto& one) { one.reply_to = "ida at example"; }), HasSubstr("reply_to:"));
  EXPECT_THAT(with([](auto& one) { one.reply_to = "ida@example.org\r\nBcc: all@example.org"; }),
              AllOf(HasSubstr("reply_to:"), Not(HasSubstr("ida"))));
  EXPECT_THAT(with([](auto& one) { one.name = " \t"; }), HasSubstr("name:"));
  EXPECT_THAT(with([](auto& one) { one.name = "Ida\nBcc: all@example.org"; }), HasSubstr("name:"));
  EXPECT_THAT(with([](auto& one) { one.subject = ""; }), HasSubstr("subject:"));
  EXPECT_THAT(with([](auto& one) { one.subject = "zwei\nZeilen"; }), HasSubstr("subject:"));
  EXPECT_THAT(with([](auto& one) { one.text = " \r\n "; }), HasSubstr("text:"));
  EXPECT_THAT(with([](auto& one) { one.text = std::string(kLongestRequest + 1, 'x'); }), HasSubstr("text:"));
  std::string longest;
  for (std::size_t i = 0; i < kLongestRequest; ++i) longest += "ü";
  EXPECT_EQ(says(this->Request(longest)), absl::OkStatus()) << "characters, not bytes";
}

TYPED_TEST(ForwardingTest, ThePersonIsToldOfItAndErasesItAndNobodyElses) {
  auto& world = this->world_;
  const RequestToForward request = this->Request();
  ASSERT_TRUE(this->Forward(request).ok());
  RequestToForward other = this->Request("Bitte berichtigen Sie meine Anschrift.");
  other.reply_to = "otto@example.org";
  ASSERT_TRUE(this->Forward(other).ok());
  const nlohmann::json kept = this->KeptOf(" IDA@example.org");
  ASSERT_EQ(kept["requests"].size(), 1U) << kept;
  EXPECT_EQ(kept["requests"][0]["text"], request.text);
  EXPECT_EQ(kept["requests"][0]["name"], "Ida Auskunft");
  EXPECT_EQ(kept["requests"][0]["to"], request.to);
  EXPECT_EQ(world.store->ErasePerson({{"krummwik"}, "ida@example.org", "", "Antrag", {"leitung"}})->requests, 0);
  const auto erased = world.store->ErasePerson({world.town, "Ida@Example.org", "", "Antrag", {"leitung"}});
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->requests, 1);
  EXPECT_TRUE(this->KeptOf("ida@example.org")["requests"].empty());
  const auto due = this->Due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].request->reply_to, "otto@example.org");
  EXPECT_TRUE(Is<Forwarded>(*this->Forward(request))) << "a late repeat";
  EXPECT_TRUE(this->Due().empty()) << "brings nothing back";
}

TYPED_TEST(ForwardingTest, ErasingSomebodyWithAppointmentsMindsNoRequestOfOthers) {
  auto& world = this->world_;
  world.Apply(SmallOffice());
  world.Book(kTuesdayAtEight);
  ASSERT_TRUE(this->Forward(this->Request()).ok());
  const auto erased = world.store->ErasePerson({world.town, "anna@example.org", "", "Antrag", {"leitung"}});
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->appointments, 1);
  EXPECT_EQ(erased->requests, 0);
  EXPECT_EQ(this->KeptOf("ida@example.org")["requests"].size(), 1U);
}

TYPED_TEST(ForwardingTest, IsTriedAgainAndGoesSomeDaysAfterItWent) {
  auto& world = this->world_;
  ASSERT_TRUE(this->Forward(this->Request()).ok());
  auto due = this->Due();
  ASSERT_EQ(due.size(), 1U);
  ASSERT_EQ(world.store->MarkFailed(due[0].id, due[0].fence, "451", /*permanent=*/false), absl::OkStatus());
  world.clock.Advance(minutes{1});
  due = this->Due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].attempts, 2);
  ASSERT_EQ(world.store->MarkSent(due[0].id, due[0].fence), absl::OkStatus());
  world.clock.Advance(kResultsKept - hours{1});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  EXPECT_EQ(this->KeptOf("ida@example.org")["requests"].size(), 1U);
  world.clock.Advance(hours{2});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  EXPECT_TRUE(this->KeptOf("ida@example.org")["requests"].empty());
}

TYPED_TEST(ForwardingTest, IsNotLostWhereNoServerTakesItAndCanBeSentAgain) {
  auto& world = this->world_;
  ASSERT_TRUE(this->Forward(this->Request()).ok());
  ASSERT_TRUE(this->Forward(this->Request("2")).ok());  // which nobody ever tries
  auto due = this->Due();
  ASSERT_EQ(due.size(), 2U);
  const auto failed = due[0].id;
  ASSERT_EQ(world.store->MarkFailed(failed, due[0].fence, "550", /*permanent=*/true), absl::OkStatus());
  world.clock.Advance(kUnsentRequestsKept - hours{1});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  const auto page = world.store->ListOutbox({.municipality = world.town, .state = MessageState::kFailed});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->lines.size(), 1U) << "staff see it";
  EXPECT_EQ(page->lines[0].kind, NotificationKind::kForwarded);
  EXPECT_EQ(page->failed, 1);
  EXPECT_EQ(this->Due().size(), 1U) << "and what was never tried still waits";
  ASSERT_TRUE(*world.store->Resend(world.town, failed, {}));
  due = this->Due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].id, failed);
  ASSERT_TRUE(due[0].request);
  world.clock.Advance(hours{2});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  EXPECT_TRUE(this->KeptOf("ida@example.org")["requests"].empty()) << "not for ever";
}

// --- the mail ---

Notification Hostile() {
  Notification notification;
  notification.kind = NotificationKind::kForwarded;
  notification.message_id = "0123456789abcdefghij";
  notification.appointment.contact.email = "datenschutz@erlenfurt.example\r\nBcc: all@example.org";
  notification.request = ForwardedRequest{.subject = "Anliegen\r\nBcc: all@example.org",
                                          .text = "Guten Tag\r\n.\r\nBcc: all@example.org",
                                          .name = "Ida\r\nBcc: all@example.org",
                                          .reply_to = "ida@example.org>\r\nBcc: <all@example.org",
                                          .received = kTuesdayAtEight};
  return notification;
}

TEST(ForwardedMail, NothingThatWasWrittenBeginsAHeader) {
  TownProfile town;
  town.name = "Stadt Erlenfurt";
  town.reply_to = "rathaus@erlenfurt.example";
  const Mail mail = ComposeMail(Hostile(), town, {"termine@erlenfurt.example", "", ""}, kTuesdayAtEight);
  const std::string headers = mail.message.substr(0, mail.message.find("\r\n\r\n"));
  EXPECT_THAT(headers, Not(HasSubstr("\r\nBcc")));
  EXPECT_THAT(headers, Not(HasSubstr("rathaus@")));
  EXPECT_THAT(headers, HasSubstr("From: =?UTF-8?B?"));
  EXPECT_THAT(mail.message, Not(HasSubstr("Bcc: all")));
  EXPECT_THAT(mail.message, AllOf(Not(HasSubstr("text/calendar")), Not(HasSubstr("text/html"))));
  EXPECT_EQ(mail.to.find_first_of("\r\n <>,"), std::string::npos) << mail.to;
}

TEST(ForwardedMail, SaysWhenItCameWhoAsksAndUntilWhenToAnswer) {
  ForwardedRequest request = *Hostile().request;
  request.name = "Ida Auskunft";
  request.reply_to = "ida@example.org";
  EXPECT_THAT(ForwardedText(request, "Stadt Erlenfurt"),
              AllOf(HasSubstr("Stadt Erlenfurt"), HasSubstr("Dienstag, 24. November 2026, 8:00 Uhr"),
                    HasSubstr("Name: Ida Auskunft"), HasSubstr("Antwort an: ida@example.org"), HasSubstr("Guten Tag"),
                    HasSubstr("einen Monat nach dem Eingang (Art. 12 Abs. 3 DSGVO)")));
}

}  // namespace
}  // namespace amtslotse::booking
