#include "gateways/web/pages/person_form.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "gateways/web/pages/booking_view.h"

namespace amtslotse::gateways::web {
namespace {

std::string Trimmed(std::string text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool LooksLikeEmail(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && text.find('@', at + 1) == std::string::npos &&
         text.find('.', at) != std::string::npos && text.find_first_of(" \t\r\n<>,;") == std::string::npos &&
         text.back() != '.' && text.size() <= 254;
}

bool LooksLikeTelephone(const std::string& text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
  return digits >= 5 && digits <= 20 && text.find_first_not_of("0123456789 +()/.-") == std::string::npos;
}

std::string AttendeeId(std::size_t index) { return fmt::format("person-{}", index + 2); }

// As they call themselves.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kInterpreted{
    {{"dgs", "Deutsche Gebärdensprache"},
     {"ar", "العربية"},
     {"bg", "Български"},
     {"en", "English"},
     {"es", "Español"},
     {"fa", "فارسی"},
     {"fr", "Français"},
     {"ku", "Kurdî"},
     {"pl", "Polski"},
     {"ro", "Română"},
     {"ru", "Русский"},
     {"tr", "Türkçe"},
     {"uk", "Українська"},
     {"vi", "Tiếng Việt"}}};

std::string InterpretedLanguage(const std::string& code) {
  const bool known = std::any_of(kInterpreted.begin(), kInterpreted.end(),
                                 [&](const auto& language) { return language.first == code; });
  return known ? code : "";
}

// Up to the last one that was filled in.
std::vector<std::string> ReadAttendees(const Request& request) {
  constexpr std::size_t kMost = 49;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kMost; ++i) {
    std::string name = Trimmed(request.Query(AttendeeId(i).c_str()));
    if (name.empty()) continue;
    names.resize(i + 1);
    names[i] = std::move(name);
  }
  return names;
}

}  // namespace

Person ReadPerson(const Request& request) {
  return {.name = Trimmed(request.Query("name")),
          .email = Trimmed(request.Query("email")),
          .telephone = Trimmed(request.Query("telefon")),
          .note = Trimmed(request.Query("hinweis")),
          .interpreter = InterpretedLanguage(request.Query("dolmetschen")),
          .reminder = request.Query("erinnerung") == "1",
          .wheelchair = request.Query("rollstuhl") == "1",
          .more_time = request.Query("mehrzeit") == "1",
          .attendees = ReadAttendees(request)};
}

Markup PersonKept(const Person& person) {
  const auto field = [](const std::string& name, const std::string& value) {
    return If(!value.empty(), Fill(R"(<input type="hidden" name="{}" value="{}">)", name, value));
  };
  Markup kept = field("name", person.name);
  kept += field("email", person.email);
  kept += field("telefon", person.telephone);
  kept += field("hinweis", person.note);
  kept += field("dolmetschen", person.interpreter);
  kept += field("erinnerung", person.reminder ? "1" : "");
  kept += field("rollstuhl", person.wheelchair ? "1" : "");
  kept += field("mehrzeit", person.more_time ? "1" : "");
  for (std::size_t i = 0; i < person.attendees.size(); ++i) kept += field(AttendeeId(i), person.attendees[i]);
  return kept;
}

Mistakes CheckPerson(const Shared& shared, const Request& request, std::string_view required_contact,
                     const Person& person, std::uint32_t names) {
  Mistakes mistakes;
  const auto say = [&](const char* field, const char* key) { mistakes.emplace_back(field, Say(shared, request, key)); };
  if (person.name.empty()) say("name", "booking.error.name");
  if (person.name.size() > 200) say("name", "booking.error.long");
  if (person.email.empty() && required_contact == "email") say("email", "booking.error.emailNeeded");
  if (!person.email.empty() && !LooksLikeEmail(person.email)) say("email", "booking.error.email");
  if (person.telephone.empty() && required_contact == "telephone") say("telefon", "booking.error.telephoneNeeded");
  if (person.email.empty() && person.telephone.empty() && required_contact == "email_or_telephone")
    say("email", "booking.error.contact");
  if (!person.telephone.empty() && !LooksLikeTelephone(person.telephone)) say("telefon", "booking.error.telephone");
  if (person.reminder && person.email.empty()) say("email", "booking.error.reminder");
  for (std::size_t i = 0; i < std::max<std::size_t>(names, person.attendees.size()); ++i) {
    const std::string name = i < person.attendees.size() ? person.attendees[i] : "";
    if (name.empty() && i < names) mistakes.emplace_back(AttendeeId(i), Say(shared, request, "booking.error.attendee"));
    if (name.size() > 200) mistakes.emplace_back(AttendeeId(i), Say(shared, request, "booking.error.long"));
  }
  if (person.note.size() > 500) say("hinweis", "booking.error.long");
  return mistakes;
}

Markup PersonField(const Shared& shared, const Request& request, const FieldLook& look, const Mistakes& mistakes) {
  const auto mistake =
      std::find_if(mistakes.begin(), mistakes.end(), [&](const auto& each) { return each.first == look.id; });
  const bool wrong = mistake != mistakes.end();
  return Fill(R"(<div class="kern-form-input"><label class="kern-label" for="{0}">{1}{2}</label>
<input class="kern-form-input__input{3}" id="{0}" name="{0}" type="{4}" autocomplete="{5}" value="{6}" maxlength="250"{7}{8}>{9}</div>)",
              look.id, Say(shared, request, look.key) + look.more,
              look.required
                  ? Markup{}
                  : Fill(R"( <span class="kern-label__optional">({})</span>)", Say(shared, request, "chat.optional")),
              Markup{wrong ? " kern-form-input__input--error" : ""}, look.type, look.autocomplete, look.value,
              Markup{look.required ? R"( aria-required="true")" : ""},
              wrong ? Fill(R"( aria-invalid="true" aria-describedby="{}-fehler")", look.id) : Markup{},
              wrong ? Fill(R"(<p class="kern-error" id="{}-fehler">{}<span class="kern-body">{}</span></p>)", look.id,
                           Icon("kern-icon--danger"), mistake->second)
                    : Markup{});
}

Markup PersonFields(const Shared& shared, const Request& request, std::string_view required_contact,
                    const Person& person, const Mistakes& mistakes) {
  return Fill(
      "{}{}{}", PersonField(shared, request, {"name", "booking.name", "text", "name", person.name, true}, mistakes),
      PersonField(shared, request,
                  {"email", "booking.email", "email", "email", person.email, required_contact == "email"}, mistakes),
      PersonField(shared, request,
                  {"telefon", "booking.telephone", "tel", "tel", person.telephone, required_contact == "telephone"},
                  mistakes));
}

std::string LanguageName(const std::string& code) {
  if (code == "de") return "Deutsch";
  const auto known = std::find_if(kInterpreted.begin(), kInterpreted.end(),
                                  [&](const auto& language) { return language.first == code; });
  return known == kInterpreted.end() ? code : std::string(known->second);
}

Markup InterpreterField(const Shared& shared, const Request& request, const std::string& chosen) {
  Markup options = Fill(R"(<option value="">{}</option>)", Say(shared, request, "booking.interpreter.none"));
  for (const auto& [code, name] : kInterpreted) {
    options += Fill(R"(<option value="{0}" lang="{1}"{2}>{3}</option>)", code, code == "dgs" ? "de" : code,
                    Markup{code == chosen ? " selected" : ""}, name);
  }
  return Fill(
      R"(<div class="pick"><label class="kern-label" for="dolmetschen">{}</label><select class="field" id="dolmetschen" name="dolmetschen">{}</select></div>)",
      Say(shared, request, "booking.interpreter"), options);
}

Markup AttendeeFields(const Shared& shared, const Request& request, std::uint32_t names, const Person& person,
                      const Mistakes& mistakes) {
  if (names == 0) return {};
  Markup fields;
  for (std::size_t i = 0; i < names; ++i) {
    const std::string id = AttendeeId(i);
    const std::string value = i < person.attendees.size() ? person.attendees[i] : "";
    fields +=
        PersonField(shared, request,
                    {id.c_str(), "booking.attendee", "text", "off", value, true, fmt::format(" {}", i + 2)}, mistakes);
  }
  return Fill(R"(<fieldset class="attendees"><legend>{}</legend>{}</fieldset>)",
              Say(shared, request, "booking.attendees"), fields);
}

Markup CheckBox(const Shared& shared, const Request& request, const char* id, const char* key, bool checked) {
  return Fill(
      R"(<div class="check"><input type="checkbox" id="{0}" name="{0}" value="1"{1}><label for="{0}">{2}</label></div>)",
      id, Markup{checked ? " checked" : ""}, Say(shared, request, key));
}

Markup Mistaken(const Shared& shared, const Request& request, const Mistakes& mistakes) {
  return If(!mistakes.empty(), Alert("danger", Say(shared, request, "booking.errors"),
                                     Fill(R"(<ul>{}</ul>)", Each(mistakes, [](const auto& each) {
                                            return Fill(R"(<li><a class="kern-link" href="#{}">{}</a></li>)",
                                                        each.first, each.second);
                                          }))));
}

}  // namespace amtslotse::gateways::web
