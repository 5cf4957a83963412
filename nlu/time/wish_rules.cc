#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {

MaybeNode TimeReader::Wish(std::size_t i) const {
  const auto soon = [&](std::size_t end) {
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.as_soon_as_possible = true;
    return node;
  };
  const auto any = [&](std::size_t end) {
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.any_time = true;
    return node;
  };
  if (Text(i) == "so" && Is(i + 1, {"bald", "schnell", "frueh", "zeitnah", "zuegig"}) && Is(i + 2, {"wie", "als"}) &&
      Is(i + 3, {"moeglich", "es", "irgend"})) {
    return soon(Text(i + 3) == "es" && Text(i + 4) == "geht" ? i + 5 : Text(i + 3) == "irgend" ? i + 5 : i + 4);
  }
  if (Is(i, {"sobald", "so"}) && Text(i + 1) == "wie" && Is(i + 2, {"moeglich", "moegl"})) return soon(i + 3);
  if (Is(i, {"schnellstmoeglich", "baldmoeglichst", "fruehestmoeglich", "schnellstmoeglichst", "asap", "umgehend",
             "schnellstens", "baldigst", "unverzueglich"}))
    return soon(i + 1);
  if (Is(i, {"moeglichst"}) && Is(i + 1, {"bald", "schnell", "frueh", "zeitnah", "zuegig", "sofort"}))
    return soon(i + 2);
  if (Is(i, {"naechstmoeglichen", "naechstmoegliche", "naechstmoeglicher", "fruehestmoeglichen", "schnellstmoeglichen",
             "baldmoeglichsten", "fruehesten", "frueheste", "fruehester", "ehesten"}) &&
      !Is(i, {"ehesten"}))
    return soon(i + 1);
  if (Is(i, {"naechsten", "naechster", "naechste", "ersten", "erste", "erster"}) &&
      Is(i + 1, {"freien", "freier", "freie", "moeglichen", "moeglicher", "verfuegbaren", "verfuegbare"}))
    return soon(i + 2);
  if (Is(i, {"egal"}) && Is(i + 1, {"wann"})) return any(i + 2);
  if (Is(i, {"wann"}) && Is(i + 1, {"ist", "is"}) && Is(i + 2, {"egal", "mir"}))
    return any(Text(i + 2) == "mir" ? i + 4 : i + 3);
  if (Is(i, {"jederzeit", "irgendwann"})) return any(i + 1);
  if (Is(i, {"zeitlich"}) && Is(i + 1, {"flexibel", "egal", "ungebunden"})) return any(i + 2);
  if (Is(i, {"wann"}) && Is(i + 1, {"auch"}) && Is(i + 2, {"immer"})) return any(i + 3);
  if (Is(i, {"jetzt", "genau", "gerade", "sofort"}) && !context_.office_hours) {
    const std::size_t end = Text(i) == "genau"    ? (Text(i + 1) == "jetzt" ? i + 2 : 0)
                            : Text(i) == "gerade" ? (Text(i + 1) == "eben" ? i + 2 : 0)
                                                  : i + 1;
    if (end == 0) return std::nullopt;
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.exact = ExactReading{context_.now, context_.now + std::chrono::seconds{1}, Grain::kSecond};
    return node;
  }
  return std::nullopt;
}

}  // namespace amtslotse::nlu
