// The small town with the language model that ships.
#pragma once

#include <string>

#include "booking/folding.h"
#include "nlu/understander.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {

// Understands as the product does; one appointment with a code and a surname.
class UnderstandingTown : public FakeTown {
 public:
  UnderstandingTown() {
    appointments["token"] = {.number = "4711",
                             .slot = free.front(),
                             .services = {{"personalausweis", "Personalausweis beantragen"}},
                             .address = "Marktplatz 1"};
  }
  std::string surname = "Muster";

  absl::StatusOr<nlu::Understanding> Understand(const std::string& text, nlu::Expecting expecting) override {
    static const auto* understander = new auto(nlu::Understander::Load(AMTSLOTSE_NLU_MODEL));
    if (nlu_down || !understander->ok()) return absl::UnavailableError("nlu");
    const std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
    return (**understander)->Understand(text, {.now = now, .land = {}, .expecting = expecting});
  }
  absl::StatusOr<OrRefusal<Appointment>> FindAppointment(const AppointmentKey& key) override {
    const bool opens = key.code.find("KT4H") == 0 && booking::SurnameMatches("Vera " + surname, key.surname);
    if (!opens) return Refusal::kNoSuchAppointment;
    return appointments["token"];
  }
};

// What a town says where it fears for somebody.
inline bool Alarms(const std::string& said) {
  return said.find("112") != std::string::npos || said.find("110") != std::string::npos ||
         said.find("0800 111") != std::string::npos;
}

}  // namespace amtslotse::dialogue
