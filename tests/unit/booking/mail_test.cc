#include "booking/mail.h"

#include <array>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::hours;

Notification Reminder(NotificationKind kind = NotificationKind::kConfirmed) {
  Notification notification;
  notification.kind = kind;
  notification.message_id = "0123456789abcdefghij";
  notification.answer_token = "482199371.secret";
  notification.token = {"482199371.token"};
  notification.code = "KT4H-92XR";
  Appointment& appointment = notification.appointment;
  appointment.number = {"482199371"};
  appointment.time_zone = "Europe/Berlin";
  appointment.start = kTuesdayAtEight;
  appointment.end = kTuesdayAtEight + std::chrono::minutes{20};
  appointment.location_name = "Bürgerbüro Mitte";
  appointment.services = {{{"pass"}, "Reisepass", 1, 20}};
  appointment.contact.name = "Anna Müller";
  appointment.contact.email = "anna@example.org";
  appointment.uid = "uid@amtslotse";
  return notification;
}

TownProfile Erlenfurt() {
  TownProfile profile;
  profile.name = "Stadt Erlenfurt";
  profile.hosts = {"erlenfurt.example"};
  profile.telephone = "040 66969-100";
  return profile;
}

TEST(Mail, NeitherSubjectNorSenderNamesTheService) {
  for (const NotificationKind kind :
       {NotificationKind::kConfirm, NotificationKind::kConfirmed, NotificationKind::kRebooked,
        NotificationKind::kCancelled, NotificationKind::kReminder, NotificationKind::kOffer,
        NotificationKind::kWaiting}) {
    const MessageText text = TextOf(Reminder(kind), Erlenfurt(), "https://erlenfurt.example", "text");
    EXPECT_FALSE(text.subject.empty());
    EXPECT_EQ(text.subject.find("Reisepass"), std::string::npos);
    EXPECT_EQ(text.body.find('{'), std::string::npos) << text.body;
    EXPECT_EQ(TextOf(Reminder(kind), Erlenfurt(), "", "sms").body.find("Reisepass"), std::string::npos);
  }
}

TEST(Mail, HasTheTownsLinkAndLeavesOutEmptyLines) {
  Notification moved = Reminder(NotificationKind::kRebooked);
  MessageText text = TextOf(moved, Erlenfurt(), "https://erlenfurt.example", "text");
  EXPECT_NE(text.body.find("https://erlenfurt.example/termin/482199371.token"), std::string::npos);
  EXPECT_NE(text.body.find("Dienstag, 24. November 2026, 8:00 Uhr"), std::string::npos);
  EXPECT_EQ(text.body.find("\n\n\n"), std::string::npos);
  moved.reason = "Wir sind krank.";
  EXPECT_NE(TextOf(moved, Erlenfurt(), "", "text").body.find("Wir sind krank."), std::string::npos);
}

TEST(Mail, SaysThatNobodyWroteItAndCannotBeForged) {
  Notification hostile = Reminder();
  hostile.appointment.contact.email = "anna@example.org\r\nBcc: all@example.org";
  TownProfile profile = Erlenfurt();
  profile.sender_name = "Stadt\r\nBcc: all@example.org";
  const Mail mail = ComposeMail(hostile, profile,
                                {"termine@erlenfurt.example", "bounce@erlenfurt.example", "https://erlenfurt.example"},
                                kMondayMorning);
  EXPECT_EQ(mail.message.find("\r\nBcc"), std::string::npos);
  EXPECT_NE(mail.message.find("\r\nAuto-Submitted: auto-generated\r\n"), std::string::npos);
  EXPECT_NE(mail.message.find("Message-ID: <0123456789abcdefghij@erlenfurt.example>"), std::string::npos);
  EXPECT_NE(mail.message.find("method=REQUEST"), std::string::npos);
  EXPECT_EQ(mail.from, "bounce@erlenfurt.example");
}

TEST(MessageTexts, ATownsOwnTextsAreChecked) {
  TownProfile profile = Erlenfurt();
  EXPECT_EQ(CheckTexts(profile), absl::OkStatus());
  profile.texts = DefaultTexts();
  EXPECT_EQ(CheckTexts(profile), absl::OkStatus());
  const auto refused = [](const std::string& id, const std::string& text) {
    TownProfile own;
    own.texts[id] = text;
    return !CheckTexts(own).ok();
  };
  EXPECT_TRUE(refused("reminder.subject", "Ihr {services}"));
  EXPECT_TRUE(refused("reminder.text", "{surprise}"));
  EXPECT_TRUE(refused("reminder.subject", "zwei\nZeilen"));
  EXPECT_TRUE(refused("nothing.text", "x"));
  TownProfile forged;
  forged.sender_address = "a@b, c@d";
  EXPECT_FALSE(CheckTexts(forged).ok());
}

TEST(MessageTexts, LinksGoToTheTownsHost) {
  EXPECT_EQ(PublicUrl(Erlenfurt(), "http://localhost:8080"), "http://erlenfurt.example:8080");
  TownProfile local = Erlenfurt();
  local.hosts = {"erlenfurt.localhost", "localhost"};
  EXPECT_EQ(PublicUrl(local, "http://localhost:8080"), "http://localhost:8080");
  local.public_url = "https://termine.erlenfurt.example";
  EXPECT_EQ(PublicUrl(local, "http://localhost:8080"), "https://termine.erlenfurt.example");
}

TEST(Routes, RemindersGoToTheMessengerAllElseByMail) {
  Contact contact;
  contact.conversation = "telegram-1.x";
  contact.email = "a@example.org";
  EXPECT_EQ(RouteOf(NotificationKind::kReminder, contact, false), Route::kConversation);
  EXPECT_EQ(RouteOf(NotificationKind::kConfirmed, contact, false), Route::kEmail);
  contact.conversation = "web-1.x";
  EXPECT_EQ(RouteOf(NotificationKind::kReminder, contact, false), Route::kEmail);
  contact.email.clear();
  EXPECT_EQ(RouteOf(NotificationKind::kReminder, contact, false), Route::kConversation);
  EXPECT_EQ(RouteOf(NotificationKind::kCancelled, contact, false), std::nullopt);
  EXPECT_EQ(RouteOf(NotificationKind::kCancelled, contact, true), Route::kConversation);
  contact = {};
  contact.telephone = "0431 1234";
  EXPECT_EQ(RouteOf(NotificationKind::kCancelled, contact, true), Route::kSms);
  EXPECT_EQ(RouteOf(NotificationKind::kConfirmed, contact, true), std::nullopt);
}

template <typename Backend>
class OutboxTest : public testing::Test {};
TYPED_TEST_SUITE(OutboxTest, Backends, BackendNames);

TYPED_TEST(OutboxTest, WhatFailsIsTriedLaterAndResentByStaff) {
  World<TypeParam> world;
  world.Apply(SmallOffice());
  world.Book(kTuesdayAtEight);
  auto claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{60});
  ASSERT_EQ(claimed.size(), 1u);
  const std::string message_id = claimed[0].message_id;
  EXPECT_TRUE((*world.store->ClaimNotifications(10, std::chrono::seconds{60})).empty());
  ASSERT_EQ(world.store->MarkFailed(claimed[0].id, claimed[0].fence, "550 no such user", /*permanent=*/true),
            absl::OkStatus());
  OutboxPage page = *world.store->ListOutbox({world.town, MessageState::kFailed});
  ASSERT_EQ(page.lines.size(), 1u);
  EXPECT_EQ(page.failed, 1);
  EXPECT_EQ(page.lines[0].last_error, "550 no such user");
  EXPECT_FALSE(*world.store->Resend({"krummwik"}, page.lines[0].id, {"lead"}));
  EXPECT_TRUE(*world.store->Resend(world.town, page.lines[0].id, {"lead"}));
  claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{60});
  ASSERT_EQ(claimed.size(), 1u);
  EXPECT_EQ(claimed[0].message_id, message_id);
  EXPECT_EQ(world.store->MarkSent(claimed[0].id, claimed[0].fence), absl::OkStatus());
  EXPECT_TRUE(*world.store->Resend(world.town, page.lines[0].id, {"lead"}));
  EXPECT_TRUE((*world.store->ClaimNotifications(10, std::chrono::seconds{60})).empty())
      << "what was sent is not sent again";
}

TYPED_TEST(OutboxTest, WhatWasClaimedAndNotTriedIsDueAtOnceWithoutAnAttempt) {
  World<TypeParam> world;
  world.Apply(SmallOffice());
  for (int i = 0; i < 3; ++i) world.Book(kTuesdayAtEight + i * std::chrono::minutes{10});
  const auto claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{60});
  ASSERT_EQ(claimed.size(), 3u);
  Settlement settlement;
  settlement.sent.push_back({claimed[0].id, claimed[0].fence});
  settlement.failed.push_back({{claimed[1].id, claimed[1].fence}, "no connection", false});
  settlement.untried.push_back({{claimed[2].id, claimed[2].fence}, claimed[2].due});
  EXPECT_EQ(world.store->Settle(settlement), absl::OkStatus());
  const auto again = *world.store->ClaimNotifications(10, std::chrono::seconds{60});
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].id, claimed[2].id);
  EXPECT_EQ(again[0].attempts, 1);
  const OutboxPage page = *world.store->ListOutbox({world.town});
  EXPECT_EQ(page.waiting, 2);
  for (const OutboxLine& line : page.lines) EXPECT_EQ(line.attempts, line.id == claimed[2].id ? 0 : 1);
  // Too late: another has it.
  settlement = {};
  settlement.untried.push_back({{claimed[2].id, claimed[2].fence}, claimed[2].due});
  EXPECT_EQ(world.store->Settle(settlement), absl::OkStatus());
  EXPECT_TRUE((*world.store->ClaimNotifications(10, std::chrono::seconds{60})).empty());
}

TYPED_TEST(OutboxTest, TheFiguresTellWhatIsDueWhatIsLateAndWhatWasGivenUp) {
  World<TypeParam> world;
  world.Apply(SmallOffice());
  const auto seen = [&] {
    const OutboxBacklog backlog = *world.store->Backlog();
    return std::array{backlog.waiting, backlog.late, backlog.failed};
  };
  EXPECT_EQ(seen(), (std::array{0, 0, 0}));
  for (int i = 0; i < 2; ++i) world.Book(kTuesdayAtEight + i * std::chrono::minutes{10});
  EXPECT_EQ(seen(), (std::array{2, 0, 0})) << "reminders are not due";
  const auto claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{1});
  Settlement settlement;
  settlement.failed.push_back({{claimed[0].id, claimed[0].fence}, "no connection", false});
  settlement.failed.push_back({{claimed[1].id, claimed[1].fence}, "550 no such user", true});
  EXPECT_EQ(world.store->Settle(settlement), absl::OkStatus());
  EXPECT_EQ(seen(), (std::array{1, 1, 1})) << "tried in vain is late at once";
  EXPECT_TRUE(*world.store->Resend(world.town, claimed[1].id, {"lead"}));
  EXPECT_EQ(seen(), (std::array{2, 1, 0}));
  world.clock.Advance(std::chrono::minutes{1});
  EXPECT_EQ(seen(), (std::array{2, 2, 0})) << "and so is what nobody took for a minute";
}

TYPED_TEST(OutboxTest, AClaimThatIsKeptOutlastsItsTimeAndOneThatIsLostIsTold) {
  World<TypeParam> world;
  world.Apply(SmallOffice());
  world.Book(kTuesdayAtEight);
  const auto claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{30});
  world.clock.Advance(std::chrono::seconds{20});
  EXPECT_EQ((*world.store->KeepClaims(claimed, std::chrono::seconds{30})).size(), 1u);
  world.clock.Advance(std::chrono::seconds{20});
  EXPECT_TRUE((*world.store->ClaimNotifications(10, std::chrono::seconds{30})).empty());
  world.clock.Advance(std::chrono::seconds{10});
  EXPECT_EQ((*world.store->ClaimNotifications(10, std::chrono::seconds{30})).size(), 1u);
  EXPECT_TRUE((*world.store->KeepClaims(claimed, std::chrono::seconds{30})).empty());
}

TYPED_TEST(OutboxTest, TwelveAttemptsAreEnough) {
  World<TypeParam> world;
  world.Apply(SmallOffice());
  world.Book(kTuesdayAtEight + std::chrono::days{30});
  for (int attempt = 1; attempt <= 12; ++attempt) {
    const auto claimed = *world.store->ClaimNotifications(10, std::chrono::seconds{60});
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].attempts, attempt);
    EXPECT_EQ(world.store->MarkFailed(claimed[0].id, claimed[0].fence, "451", /*permanent=*/false), absl::OkStatus());
    world.clock.Advance(std::chrono::hours{6});
  }
  EXPECT_TRUE((*world.store->ClaimNotifications(10, std::chrono::seconds{60})).empty());
  EXPECT_EQ((*world.store->ListOutbox({world.town, MessageState::kFailed})).failed, 1);
}

TYPED_TEST(OutboxTest, ATownsProfileKeepsBothHalves) {
  World<TypeParam> world;
  Profiles profiles(*world.store);
  EXPECT_EQ(profiles.SetTown(world.town, Erlenfurt()), absl::OkStatus());
  TownProfile own;
  own.sender_address = "termine@erlenfurt.example";
  own.texts["reminder.subject"] = "Morgen ist Ihr Termin";
  EXPECT_EQ(profiles.SetTexts(world.town, own, {"lead"}), absl::OkStatus());
  EXPECT_EQ(profiles.SetTown(world.town, Erlenfurt()), absl::OkStatus());
  const TownProfile kept = *profiles.Get(world.town);
  EXPECT_EQ(kept.name, "Stadt Erlenfurt");
  EXPECT_EQ(kept.sender_address, "termine@erlenfurt.example");
  EXPECT_EQ(kept.texts.at("reminder.subject"), "Morgen ist Ihr Termin");
}

}  // namespace
}  // namespace amtslotse::booking
