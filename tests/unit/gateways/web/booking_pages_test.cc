// From a time to the appointment, as a browser without JavaScript goes through it.
#include <gmock/gmock.h>

#include <ctime>
#include <regex>

#include "gateways/web/qr.h"
#include "tests/unit/gateways/web/fake_town.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class BookingPages : public testing::Test {
 protected:
  BookingPages() {
    v1::HoldResponse held;
    held.mutable_held()->set_hold_id("123456789.geheim");
    held.mutable_held()->mutable_slot()->set_location_id("mitte");
    held.mutable_held()->mutable_slot()->set_location_name("Bürgerbüro Mitte");
    held.mutable_held()->mutable_slot()->set_local_begin("2027-12-03T14:20");
    held.mutable_held()->set_expires_unix(std::time(nullptr) + 600);
    held.mutable_held()->set_required_contact("email");
    town.booking.hold = held;
    v1::ConfirmResponse confirmed;
    FillIn(confirmed.mutable_appointment());
    confirmed.set_cancellation_code("KT4H-92XR");
    confirmed.set_link_token("123456789.token");
    town.booking.confirm = confirmed;
    town.booking.slots = v1::FindSlotsResponse();
    *town.booking.slots->add_slots() = held.held().slot();
  }

  static void FillIn(v1::Appointment* appointment) {
    appointment->set_number("123456789");
    appointment->set_state(v1::APPOINTMENT_STATE_CONFIRMED);
    appointment->mutable_slot()->set_local_begin("2027-12-03T14:20");
    auto* service = appointment->add_services();
    service->set_service_id("personalausweis");
    service->set_name("Personalausweis");
    service->set_minors_text("Ein Elternteil kommt mit.");
    service->set_online_url("https://online.example/ausweis");
  }

  Reply Post(const std::string& path, const std::string& form) {
    return town.Ask("POST", path, form,
                    {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "text/html"}});
  }
  // Holds a time for so many; the ticket of step three.
  std::string Hold(int people = 1) {
    const Reply reply = Post("/termin/reservieren", "leistung=personalausweis*" + std::to_string(people) +
                                                        "&zeit=mitte%7C1828016400&schluessel=k");
    const std::string to = HeaderOf(reply, "Location");
    return to.starts_with("/termin/daten?r=") ? to.substr(std::string("/termin/daten?r=").size()) : "";
  }
  static std::string TicketIn(const std::string& html) {
    std::smatch found;
    return std::regex_search(html, found, std::regex(R"~(name="r" value="([^"]+)")~")) ? found[1].str() : "";
  }

  FakeTown town;
};

TEST_F(BookingPages, HoldAsPagesSoThatAProofIsAskedFor) {
  EXPECT_FALSE(Hold(3).empty());
  EXPECT_EQ(town.booking.hold_request.channel(), "pages");
  EXPECT_EQ(town.booking.hold_request.attendees(), 3u);
}

TEST_F(BookingPages, OpenALinkOutOfAMessengerForSoLongAsItSays) {
  const auto open = [&](const std::string& until) {
    return town.Ask("GET", "/termin?leistung=personalausweis&bis=" + until).body;
  };
  EXPECT_THAT(open("4102444800"), AllOf(HasSubstr("14:20"), Not(HasSubstr("abgelaufen"))));
  for (const char* over : {"1", "0", "morgen"})
    EXPECT_THAT(open(over), AllOf(HasSubstr("abgelaufen"), Not(HasSubstr("14:20")))) << over;
}

TEST_F(BookingPages, SayWhenTheHoldEndsAndKeepWhatWasEnteredWhenItIsExtended) {
  const std::string ticket = Hold();
  const Reply details = town.Ask("GET", "/termin/daten?r=" + ticket);
  EXPECT_THAT(details.body, AllOf(HasSubstr(R"(data-held-until=")"), HasSubstr(R"(aria-live="assertive")"),
                                  HasSubstr(R"(formaction="/termin/verlaengern")")));
  town.booking.extend = v1::ExtendHoldResponse();
  town.booking.extend->set_expires_unix(std::time(nullptr) + 1200);
  const Reply extended = Post("/termin/verlaengern", "r=" + ticket + "&name=Erika+Muster&email=halb%40");
  EXPECT_EQ(extended.status, 200);
  EXPECT_THAT(extended.body, AllOf(HasSubstr(R"(value="Erika Muster")"), HasSubstr(R"(value="halb@")")));
  EXPECT_NE(TicketIn(extended.body), ticket);
}

TEST_F(BookingPages, KeepWhatWasEnteredWhenThePlaceIsGone) {
  const std::string ticket = Hold();
  town.booking.confirm = v1::ConfirmResponse();
  town.booking.confirm->set_refusal(v1::REFUSAL_HOLD_EXPIRED);
  const std::string person = "&name=Erika+Muster&email=erika%40example.org";
  const Reply gone = Post("/termin/buchen", "r=" + ticket + person);
  EXPECT_EQ(gone.status, 409);
  EXPECT_THAT(gone.body, AllOf(HasSubstr(R"(name="name" value="Erika Muster")"),
                               HasSubstr(R"(name="email" value="erika@example.org")")));
  const Reply again = Post("/termin/reservieren",
                           "leistung=personalausweis&zeit=mitte%7C1828016400&schluessel=k2&r=" + ticket + person);
  EXPECT_EQ(again.status, 200);
  EXPECT_THAT(again.body, HasSubstr(R"(value="Erika Muster")"));
  EXPECT_EQ(town.booking.hold_request.replaces_hold_id(), "123456789.geheim");
}

TEST_F(BookingPages, ShowTheAppointmentAsAPictureAndWhoMustCome) {
  const Reply done = Post("/termin/buchen", "r=" + Hold() + "&name=Erika+Muster&email=erika%40example.org");
  EXPECT_THAT(done.body, AllOf(HasSubstr("KT4H-92XR"), HasSubstr(R"(<svg class="qr__code")"),
                               HasSubstr("Ein Elternteil kommt mit."), HasSubstr("https://online.example/ausweis"),
                               HasSubstr("46,00")));
}

TEST_F(BookingPages, NameTheServiceOfEachRuleForMinors) {
  auto* other = town.booking.confirm->mutable_appointment()->add_services();
  other->set_service_id("reisepass");
  other->set_name("Reisepass");
  other->set_minors_text("Beide Eltern stimmen zu.");
  const Reply done = Post("/termin/buchen", "r=" + Hold() + "&name=Erika+Muster&email=erika%40example.org");
  EXPECT_THAT(done.body, AllOf(HasSubstr("<h3>Personalausweis</h3><p>Ein Elternteil kommt mit.</p>"),
                               HasSubstr("<h3>Reisepass</h3><p>Beide Eltern stimmen zu.</p>")));
}

TEST_F(BookingPages, AskForTheCodeOfTheMail) {
  const std::string ticket = Hold();
  town.booking.confirm->mutable_appointment()->set_state(v1::APPOINTMENT_STATE_PENDING);
  const Reply pending = Post("/termin/buchen", "r=" + ticket + "&name=Erika+Muster&email=erika%40example.org");
  EXPECT_THAT(pending.body, AllOf(HasSubstr(R"(action="/termin/code")"), HasSubstr(R"(autocomplete="one-time-code")"),
                                  Not(HasSubstr("KT4H-92XR"))));
  town.booking.activate = v1::ActivateResponse();
  town.booking.activate->set_refusal(v1::REFUSAL_WRONG_CODE);
  const Reply wrong = Post("/termin/code", "r=" + ticket + "&code=000+000");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, HasSubstr(R"(aria-invalid="true")"));
  EXPECT_EQ(town.booking.activate_request.token_or_code(), "000000");
  EXPECT_EQ(town.booking.activate_request.hold_id(), "123456789.geheim");
  town.booking.activate = v1::ActivateResponse();
  FillIn(town.booking.activate->mutable_appointment());
  town.booking.activate->set_cancellation_code("KT4H-92XR");
  EXPECT_THAT(Post("/termin/code", "r=" + ticket + "&code=123456").body, HasSubstr("KT4H-92XR"));
}

TEST_F(BookingPages, AskForEveryNameWhereTheServiceDoes) {
  town.booking.hold->mutable_held()->set_attendee_names(true);
  const std::string ticket = Hold(2);
  EXPECT_THAT(town.Ask("GET", "/termin/daten?r=" + ticket).body,
              AllOf(HasSubstr(R"(name="person-2")"), Not(HasSubstr(R"(name="person-3")"))));
  const std::string person = "&name=Erika+Muster&email=erika%40example.org";
  const Reply missing = Post("/termin/buchen", "r=" + ticket + person);
  EXPECT_EQ(missing.status, 422);
  EXPECT_THAT(missing.body, HasSubstr("person-2-fehler"));
  Post("/termin/buchen", "r=" + ticket + person + "&person-2=Max+Muster");
  ASSERT_EQ(town.booking.confirm_request.attendee_list_size(), 2);
  EXPECT_EQ(town.booking.confirm_request.attendee_list(0).name(), "Erika Muster");
  EXPECT_EQ(town.booking.confirm_request.attendee_list(1).name(), "Max Muster");
}

TEST(Qr, IsAPictureWithItsQuietZone) {
  const auto picture = QrSvg("https://erlenfurt.example/termin/123456789.token", R"(Ihr "Termin")");
  ASSERT_TRUE(picture);
  EXPECT_THAT(picture->html, AllOf(HasSubstr(R"(aria-label="Ihr &quot;Termin&quot;")"),
                                   HasSubstr("M4 4h7v1h-7z")));  // the first finder pattern
  EXPECT_FALSE(QrSvg("", "leer"));
  EXPECT_FALSE(QrSvg(std::string(3000, 'x'), "zu lang"));
}

}  // namespace
}  // namespace amtslotse::gateways::web
