#include "services/knowledge/notice_closures.h"

#include <gtest/gtest.h>

namespace amtslotse::knowledge {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

// 24 November 2026, in Berlin an hour ahead of UTC.
constexpr std::chrono::sys_seconds kTuesday = sys_days(2026y / 11 / 24) - 1h;

Notice Closing(std::chrono::sys_seconds starts, std::optional<std::chrono::sys_seconds> ends) {
  Notice notice;
  notice.title = "Umzug";
  notice.starts = starts;
  notice.ends = ends;
  notice.closes_office = true;
  return notice;
}

std::string Of(const Notice& notice, std::chrono::sys_seconds now = kTuesday) {
  const std::string text = NoticeClosures({notice}, "Europe/Berlin", now);
  return text.substr(sizeof(R"({"notice_closures":[)") - 1, text.size() - sizeof(R"({"notice_closures":[]})") + 1);
}

TEST(NoticeClosures, AreDaysAndPartsOfDays) {
  EXPECT_EQ(Of(Closing(kTuesday, kTuesday + 24h)), R"({"date":"2026-11-24","reason":"Umzug"})");
  EXPECT_EQ(Of(Closing(kTuesday + 10h, kTuesday + 12h)),
            R"({"date":"2026-11-24","from":"10:00","reason":"Umzug","to":"12:00"})");
  EXPECT_EQ(Of(Closing(kTuesday + 10h, kTuesday + 84h)),
            R"({"date":"2026-11-24","from":"10:00","reason":"Umzug"},)"
            R"({"date":"2026-11-25","last":"2026-11-26","reason":"Umzug"},)"
            R"({"date":"2026-11-27","reason":"Umzug","to":"12:00"})");
  EXPECT_EQ(Of(Closing(kTuesday, std::nullopt)),
            R"({"date":"2026-11-24","reason":"Umzug"},{"date":"2026-11-25","last":"2099-12-31","reason":"Umzug"})");
}

TEST(NoticeClosures, NameTheOffices) {
  Notice notice = Closing(kTuesday, kTuesday + 24h);
  notice.offices = {{"buero"}, {"amt"}};
  EXPECT_EQ(Of(notice), R"({"date":"2026-11-24","office_id":"buero","reason":"Umzug"},)"
                        R"({"date":"2026-11-24","office_id":"amt","reason":"Umzug"})");
}

TEST(NoticeClosures, LeaveOutWhatHasEndedAndWhatClosesNothing) {
  EXPECT_EQ(Of(Closing(kTuesday, kTuesday + 1h), kTuesday + 1h), "");
  Notice news = Closing(kTuesday, std::nullopt);
  news.closes_office = false;
  EXPECT_EQ(Of(news), "");
  Notice of_service = Closing(kTuesday, std::nullopt);
  of_service.services = {{"hund"}};
  EXPECT_EQ(Of(of_service), "");
}

}  // namespace
}  // namespace amtslotse::knowledge
