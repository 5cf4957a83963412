// Who comes, as forms ask for it: fields with their mistakes beside them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {

struct Person {
  std::string name, email, telephone, note;
  std::string interpreter{};  // BCP 47, "dgs" for German sign language
  bool reminder = false, wheelchair = false, more_time = false;
  std::vector<std::string> attendees{};  // besides who books
};
using Mistakes = std::vector<std::pair<std::string, std::string>>;  // field, words

Person ReadPerson(const Request& request);
// The same as hidden fields; empty when nothing was entered.
Markup PersonKept(const Person& person);

// `required_contact` as Location says it: none, email, telephone, email_or_telephone.
Mistakes CheckPerson(const Shared& shared, const Request& request, std::string_view required_contact,
                     const Person& person, std::uint32_t names = 0);

struct FieldLook {
  const char* id;
  const char* key;  // of its label
  const char* type;
  const char* autocomplete;
  std::string value;
  bool required;
  std::string more = {};  // behind the label
};
Markup PersonField(const Shared& shared, const Request& request, const FieldLook& look, const Mistakes& mistakes);

// Name, e-mail address and telephone number.
Markup PersonFields(const Shared& shared, const Request& request, std::string_view required_contact,
                    const Person& person, const Mistakes& mistakes);

Markup CheckBox(const Shared& shared, const Request& request, const char* id, const char* key, bool checked);

// As it calls itself; the code of an unknown one.
std::string LanguageName(const std::string& code);

// For which language somebody is to interpret.
Markup InterpreterField(const Shared& shared, const Request& request, const std::string& chosen);

// The names of who comes along.
Markup AttendeeFields(const Shared& shared, const Request& request, std::uint32_t names, const Person& person,
                      const Mistakes& mistakes);

// The box above the form that links to each mistake; empty without any.
Markup Mistaken(const Shared& shared, const Request& request, const Mistakes& mistakes);

}  // namespace amtslotse::gateways::web
