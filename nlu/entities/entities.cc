#include "nlu/entities/entities.h"

#include "nlu/entities/contact.h"
#include "nlu/entities/people.h"
#include "nlu/entities/taken.h"
#include "nlu/time/time_entities.h"

namespace amtslotse::nlu {

std::vector<Entity> FindEntities(std::string_view text, std::span<const Token> tokens, const Reference& reference,
                                 const PlaceNames& places) {
  Found found(text);
  found.AddAll(FindContacts(text, tokens, reference.expecting));
  FindNames(text, tokens, reference.expecting, found);
  places.Find(text, tokens, reference.expecting, found);
  FindPeople(text, tokens, reference, found);
  FindTimes(text, tokens, reference, found);
  return found.Take();
}

}  // namespace amtslotse::nlu
