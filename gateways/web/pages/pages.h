// The pages, each a handler. All work without JavaScript.
#pragma once

#include "gateways/web/gateway.h"

namespace amtslotse::gateways::web {

Reply HomePage(const Shared& shared, const Request& request);
Reply ServicesPage(const Shared& shared, const Request& request);
Reply ServicePage(const Shared& shared, const Request& request);
Reply SearchPage(const Shared& shared, const Request& request);
Reply OfficesPage(const Shared& shared, const Request& request);
Reply OfficePage(const Shared& shared, const Request& request);
Reply ChatPage(const Shared& shared, const Request& request);
Reply BookingPage(const Shared& shared, const Request& request);  // steps one and two
Reply HoldSlot(const Shared& shared, const Request& request);
Reply DetailsPage(const Shared& shared, const Request& request);  // step three
Reply ExtendHold(const Shared& shared, const Request& request);
Reply ConfirmSlot(const Shared& shared, const Request& request);
Reply ConfirmByCode(const Shared& shared, const Request& request);
Reply ManageStart(const Shared& shared, const Request& request);
Reply ManageByForm(const Shared& shared, const Request& request);
Reply ManageByLink(const Shared& shared, const Request& request);
Reply CalendarByLink(const Shared& shared, const Request& request);
Reply ActivationPage(const Shared& shared, const Request& request);  // the link of a mail
Reply Activate(const Shared& shared, const Request& request);
Reply ReminderPage(const Shared& shared, const Request& request);
Reply AnswerReminder(const Shared& shared, const Request& request);
Reply WaitingForm(const Shared& shared, const Request& request);
Reply JoinWaitingList(const Shared& shared, const Request& request);
Reply WishPage(const Shared& shared, const Request& request);
Reply ChangeWish(const Shared& shared, const Request& request);
Reply TerminalHome(const Shared& shared, const Request& request);
Reply TicketForm(const Shared& shared, const Request& request);
Reply DrawTicket(const Shared& shared, const Request& request);
Reply RobotsFile(const Shared& shared, const Request& request);
Reply SiteMap(const Shared& shared, const Request& request);
Reply EasyServicePage(const Shared& shared, const Request& request);  // in Leichte Sprache
// call_display.cc
Reply CallDisplayPage(const Shared& shared, const Request& request);
Reply CallDisplayScript(const Shared& shared, const Request& request);
Reply CallDisplayStyle(const Shared& shared, const Request& request);
Reply FeedFile(const Shared& shared, const Request& request);
Reply ImprintPage(const Shared& shared, const Request& request);
Reply PrivacyPage(const Shared& shared, const Request& request);
Reply AccessibilityPage(const Shared& shared, const Request& request);

}  // namespace amtslotse::gateways::web
