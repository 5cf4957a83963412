#include "nlu/masking_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "nlu/name_particles.h"

namespace amtslotse::nlu {
namespace {

using Words = std::set<std::string_view>;

const Words& Salutations() {
  static const Words kWords{"herr", "herrn", "frau", "familie", "hr", "fr", "fam"};
  return kWords;
}
const Words& Titles() {
  static const Words kWords{"dr",  "prof", "professor", "doktor", "med", "dent", "vet", "jur",  "phil",
                            "rer", "nat",  "ing",       "dipl",   "mag", "h",    "c",   "habil"};
  return kWords;
}
// clang-format off
const Words& Relatives() {
  static const Words kWords{
      "mann", "frau", "ehemann", "ehefrau", "sohn", "tochter", "kind", "baby", "mutter", "vater", "mama", "papa",
      "bruder", "schwester", "oma", "opa", "grossmutter", "grossvater", "tante", "onkel", "enkel", "enkelin", "neffe",
      "nichte", "cousin", "cousine", "schwager", "schwaegerin", "schwiegersohn", "schwiegervater", "schwiegermutter",
      "schwiegertochter", "partner", "partnerin", "freund", "freundin", "verlobter", "verlobte", "nachbar",
      "nachbarin", "kollege", "kollegin", "chef", "chefin", "vermieter", "vermieterin", "mieter", "mieterin",
      "mitbewohner", "mitbewohnerin", "betreuer", "betreuerin", "lebensgefaehrte", "lebensgefaehrtin", "pflegekind",
      "patenkind"};
  return kWords;
}
// clang-format on
const Words& Roles() {
  static const Words kWords{
      "doktor",        "professor",     "pastor",          "pfarrer",      "pfarrerin",  "anwalt",
      "anwaeltin",     "rechtsanwalt",  "rechtsanwaeltin", "notar",        "notarin",    "richter",
      "richterin",     "praesident",    "praesidentin",    "minister",     "ministerin", "landrat",
      "landraetin",    "stadtrat",      "stadtraetin",     "direktor",     "direktorin", "kollege",
      "kollegin",      "nachbar",       "nachbarin",       "chef",         "chefin",     "amtmann",
      "amtsfrau",      "wachtmeister",  "holle",           "mustermensch", "neue",       "neuer",
      "person",        "antragsteller", "antragstellerin", "besitzer",     "besitzerin", "eigentuemer",
      "eigentuemerin", "inhaber",       "inhaberin",       "halter",       "halterin",   "witwe",
      "witwer",        "erbe",          "erbin",           "braut",        "braeutigam", "rentner",
      "rentnerin",     "student",       "studentin",       "schueler",     "schuelerin", "eltern",
      "familie",       "erste",         "letzte"};
  return kWords;
}
const Words& GivenNames() {
  static const Words kWords{
      "achim",     "agnes",     "ahmet",     "alexander",  "alexandra",  "alfred",    "ali",       "alina",
      "amelie",    "andrea",    "andreas",   "angela",     "angelika",   "anja",      "anke",      "anna",
      "anne",      "anneliese", "annette",   "annika",     "antje",      "anton",     "antonia",   "arne",
      "astrid",    "ayse",      "barbara",   "bastian",    "ben",        "benjamin",  "bernd",     "bernhard",
      "bettina",   "birgit",    "bjoern",    "brigitte",   "britta",     "carla",     "carolin",   "carsten",
      "charlotte", "christa",   "christian", "christiane", "christina",  "christine", "christoph", "clara",
      "claudia",   "cornelia",  "dagmar",    "daniel",     "daniela",    "david",     "dennis",    "detlef",
      "dieter",    "dietmar",   "dirk",      "dominik",    "dorothea",   "eberhard",  "elena",     "elias",
      "elif",      "elisabeth", "elke",      "ella",       "ellen",      "elsa",      "emil",      "emilia",
      "emma",      "emre",      "erich",     "erik",       "erika",      "erwin",     "eva",       "fabian",
      "fatima",    "fatma",     "felix",     "finn",       "florian",    "franz",     "franziska", "frida",
      "friedrich", "fritz",     "gabriele",  "georg",      "gerda",      "gerhard",   "gertrud",   "gisela",
      "guenter",   "guenther",  "gudrun",    "hanna",      "hannah",     "hannelore", "hannes",    "hans",
      "harald",    "hartmut",   "hasan",     "hatice",     "heike",      "heiko",     "heinrich",  "heinz",
      "helga",     "helmut",    "henri",     "henrik",     "herbert",    "hermann",   "hildegard", "holger",
      "horst",     "hubert",    "ibrahim",   "ida",        "ilse",       "ina",       "ines",      "inge",
      "ingeborg",  "ingo",      "ingrid",    "irene",      "iris",       "irmgard",   "isabel",    "jakob",
      "jan",       "jana",      "janina",    "jasmin",     "jens",       "joachim",   "jochen",    "johann",
      "johanna",   "johannes",  "jonas",     "jonathan",   "josef",      "juergen",   "julia",     "julian",
      "juliane",   "jutta",     "kai",       "karin",      "karl",       "karla",     "karsten",   "katharina",
      "kathrin",   "katja",     "katrin",    "kerstin",    "kevin",      "kirsten",   "klara",     "klaus",
      "konrad",    "kristin",   "kurt",      "lara",       "larissa",    "lars",      "laura",     "lea",
      "lena",      "leni",      "leon",      "leonie",     "lina",       "linda",     "lisa",      "lotte",
      "louisa",    "luca",      "lukas",     "luisa",      "magdalena",  "manfred",   "manuel",    "manuela",
      "marcel",    "marco",     "marcus",    "margarete",  "margit",     "maria",     "marianne",  "marie",
      "marina",    "mario",     "marion",    "markus",     "marlene",    "marta",     "martha",    "martin",
      "martina",   "mathilda",  "matthias",  "max",        "maximilian", "mehmet",    "mia",       "michael",
      "michaela",  "mila",      "miriam",    "mohamed",    "mohammed",   "monika",    "moritz",    "mustafa",
      "nadine",    "natalie",   "nele",      "nico",       "nicole",     "niklas",    "nils",      "nina",
      "noah",      "norbert",   "olaf",      "ole",        "oliver",     "oskar",     "otto",      "patricia",
      "patrick",   "paul",      "paula",     "peter",      "petra",      "philipp",   "pia",       "rainer",
      "ralf",      "ralph",     "ramona",    "rebecca",    "regina",     "reinhard",  "renate",    "rene",
      "richard",   "rita",      "robert",    "rolf",       "rosa",       "rosemarie", "rudolf",    "ruth",
      "sabine",    "sabrina",   "sandra",    "sara",       "sarah",      "sascha",    "sebastian", "sibylle",
      "siegfried", "sigrid",    "silke",     "silvia",     "simon",      "simone",    "sofia",     "sonja",
      "sophia",    "sophie",    "stefan",    "stefanie",   "stephan",    "stephanie", "susanne",   "svenja",
      "tanja",     "thea",      "theo",      "theresa",    "thomas",     "thorsten",  "tim",       "tina",
      "tobias",    "tom",       "torsten",   "udo",        "ulrich",     "ulrike",    "ursula",    "ute",
      "uwe",       "vanessa",   "vera",      "verena",     "viktor",     "viktoria",  "volker",    "waltraud",
      "walter",    "werner",    "wiebke",    "wilhelm",    "willi",      "wolfgang",  "yasemin",   "yusuf",
      "yvonne",    "zeynep"};
  return kWords;
}
// Capital words of this subject that are nobody's name.
const Words& Matters() {
  static const Words kWords{
      "kita",    "schule",    "hort",    "wohnung",  "auto",     "hund",     "rente",    "garten",     "rathaus",
      "stadt",   "gemeinde",  "name",    "telefon",  "adresse",  "mail",     "code",     "termin",     "antrag",
      "umzug",   "alg",       "visum",   "kreis",    "montag",   "dienstag", "mittwoch", "donnerstag", "freitag",
      "samstag", "sonntag",   "januar",  "februar",  "maerz",    "april",    "mai",      "juni",       "juli",
      "august",  "september", "oktober", "november", "dezember", "jahre",    "danke",    "bitte",      "hallo",
      "herr",    "frau",      "familie", "kind",     "baby",     "euro",     "uhr",      "wg"};
  return kWords;
}
const Words& Greetings() {
  static const Words kWords{"gruss", "gruesse", "gruessen",         "mfg",      "lg",
                            "vg",    "bg",      "hochachtungsvoll", "gruessle", "gruessli"};
  return kWords;
}
// What goes on after a name in lower case, or stands where one might.
const Words& NoName() {
  static const Words kWords{
      "und",      "oder",   "aus",      "von",     "mit",     "hab",      "habe",     "haben",  "brauche", "brauch",
      "moechte",  "will",   "wohne",    "hier",    "bitte",   "kann",     "muss",     "bin",    "suche",   "wollte",
      "frage",    "wegen",  "fuer",     "in",      "im",      "an",       "am",       "auf",    "ich",     "wir",
      "sie",      "er",     "es",       "der",     "die",     "das",      "den",      "dem",    "ein",     "eine",
      "ihr",      "ihre",   "euer",     "eure",    "dein",    "deine",    "mein",     "meine",  "danke",   "dank",
      "bis",      "bald",   "dann",     "alle",    "euch",    "ihnen",    "zurueck",  "voraus", "und",     "nochmal",
      "heisst",   "ist",    "war",      "hat",     "geboren", "wohnhaft", "zu",       "zum",    "zur",     "wie",
      "was",      "wo",     "auch",     "nicht",   "noch",    "schon",    "jetzt",    "heute",  "morgen",  "schoene",
      "schoenen", "vielen", "zusammen", "braucht", "darf",    "will",     "moechten", "soll",   "kommt",   "geht",
      "bekommt",  "zieht",  "lebt",     "arbeitet"};
  return kWords;
}

bool EndsLikeMatter(std::string_view word) {
  for (const std::string_view end :
       {"ung",       "ungen",   "schein",   "ausweis",    "pass",      "amt",     "antrag",  "geld",    "schaft",
        "heit",      "keit",    "karte",    "steuer",     "platz",     "grad",    "kurs",    "buero",   "stelle",
        "hilfe",     "haus",    "zeugnis",  "nummer",     "termin",    "urkunde", "tion",    "strasse", "schule",
        "erlaubnis", "gebuehr", "formular", "unterlagen", "gymnasium", "verein",  "vertrag", "recht"})
    if (word.ends_with(end)) return true;
  return false;
}
bool IsRole(std::string_view word) {
  for (const std::string_view end :
       {"meister", "meisterin", "leiter", "leiterin", "beamter", "beamte", "beamtin", "bearbeiter", "bearbeiterin",
        "beauftragte", "beauftragter", "rat", "raetin", "arzt", "aerztin"})
    if (word.size() > end.size() && word.ends_with(end)) return true;
  return Roles().contains(word) || Relatives().contains(word);
}

class NameFinder {
 public:
  NameFinder(std::string_view text, std::span<const Token> tokens) : text_(text), tokens_(tokens) {}

  std::vector<Span> Run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::kWord) continue;
      if (Salutations().contains(At(i))) AfterSalutation(i + 1);
      if (Relatives().contains(At(i)) || IsRole(At(i))) AfterRelative(i);
      if (Greetings().contains(At(i))) AfterGreeting(i + 1);
      if (At(i) == "bin" || (At(i) == "ist" && i > 0 && At(i - 1) == "hier")) AfterIntroduction(i + 1);
      if (At(i) == "mein" && At(i + 1) == "name") BeforeName(i);
      if (IntroducesAbroad(i)) AfterIntroductionAbroad(i + 1);
      if (GivenNames().contains(At(i)) && IsCapital(i)) GivenAndFamily(i);
    }
    return std::move(found_);
  }

 private:
  std::string_view At(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }

  bool IsCapital(std::size_t i) const {
    const std::string_view original = Slice(text_, tokens_[i].span);
    const auto first = static_cast<unsigned char>(original.empty() ? ' ' : original.front());
    return std::isupper(first) != 0 || first >= 0x80;
  }
  bool IsWord(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::kWord; }
  // A capital word that may be part of a name.
  bool MayBeName(std::size_t i) const {
    return IsWord(i) && IsCapital(i) && At(i).size() >= 2 && !Matters().contains(At(i)) && !EndsLikeMatter(At(i)) &&
           !IsRole(At(i)) && !Titles().contains(At(i)) && !NoName().contains(At(i)) &&
           At(i).find_first_of("0123456789") == std::string_view::npos;
  }
  bool Joins(std::size_t i) const {
    return (At(i) == "-" || At(i) == "'") && i + 1 < tokens_.size() &&
           tokens_[i - 1].span.end == tokens_[i].span.begin && tokens_[i].span.end == tokens_[i + 1].span.begin;
  }
  // One past the capital words of a name from `i` on, at most `longest` (joined ones are one), with "von", "van der".
  std::size_t NameEnd(std::size_t i, std::size_t longest, std::size_t& words) const {
    std::size_t end = i;
    words = 0;
    while (words < longest && MayBeName(end)) {
      ++words;
      ++end;
      while (end < tokens_.size() && Joins(end) && IsWord(end + 1)) end += 2;
      std::size_t next = end;
      while (next < end + 3 && IsNameParticle(At(next))) ++next;
      if (next > end && MayBeName(next)) end = next;
    }
    return end;
  }
  void Add(std::size_t begin, std::size_t end) {
    if (end > begin) found_.push_back({tokens_[begin].span.begin, tokens_[end - 1].span.end});
  }
  std::size_t SkipTitles(std::size_t i) const {
    while (i < tokens_.size()) {
      const bool title = Titles().contains(At(i)) || (IsWord(i) && IsCapital(i) && IsRole(At(i)));
      const bool between = (At(i) == "." || At(i) == "-") && i > 0;
      if (!title && !between) break;
      ++i;
    }
    return i;
  }

  // "Herr Dr. med. Alfons Brettschneider", "Herr Bürgermeister Kunze"
  void AfterSalutation(std::size_t i) {
    std::size_t words = 0;
    i = SkipTitles(i);
    Add(i, NameEnd(i, 3, words));
  }

  // "Mein Nachbar Kunibert Vogelgesang"; of one word only a given name ("meine Tochter Kita").
  void AfterRelative(std::size_t i) {
    std::size_t begin = i + 1;
    if (At(begin) == "," || At(begin) == "heisst") ++begin;
    begin = SkipTitles(begin);
    std::size_t words = 0;
    const std::size_t end = NameEnd(begin, 3, words);
    if (words >= 2 || (words == 1 && (GivenNames().contains(At(begin)) || At(i + 1) == "heisst"))) Add(begin, end);
    if (words == 0 && begin < tokens_.size() && GivenNames().contains(At(begin))) Lower(begin);
  }

  bool EndsHere(std::size_t i) const {
    return i >= tokens_.size() || tokens_[i].kind == TokenKind::kPunctuation || tokens_[i].kind == TokenKind::kSymbol;
  }

  // Nothing more is said from `i` on.
  bool OnlyMarksFrom(std::size_t i) const {
    while (i < tokens_.size() && EndsHere(i)) ++i;
    return i >= tokens_.size();
  }

  // "Viele Grüße, Ihre Waltraud Dinkelbach"; in lower case up to the end or a pause ("lg jonas kramer", "mfg h.
  // kramer"), behind a given name also before more ("grüße von karla meisenbach aus der hofgasse").
  void AfterGreeting(std::size_t i) {
    static const Words kBetween{",",   ".",   "!",   "-",   "ihr", "ihre",    "dein",  "deine",   "euer",     "eure",
                                "von", "vom", "der", "die", "und", "schoene", "liebe", "sonnige", "herzliche"};
    while (kBetween.contains(At(i))) ++i;
    i = SkipTitles(i);
    std::size_t words = 0;
    if (const std::size_t end = NameEnd(i, 3, words); end > i) return Add(i, end);
    const auto may_be = [&](std::size_t k) {
      return IsWord(k) && !NoName().contains(At(k)) && !Matters().contains(At(k)) && !EndsLikeMatter(At(k)) &&
             !IsRole(At(k));
    };
    std::size_t end = i;
    for (; words < 3 && may_be(end); ++words) {
      const bool initial = At(end).size() == 1 && At(end + 1) == ".";
      end += initial ? 2 : 1;
      while (end < tokens_.size() && Joins(end) && IsWord(end + 1)) end += 2;
      std::size_t particles = end;
      while (particles < end + 2 && IsNameParticle(At(particles))) ++particles;
      if (particles > end && may_be(particles)) end = particles;
    }
    if (end == i) return;
    if (OnlyMarksFrom(end) || (words <= 2 && EndsHere(end))) return Add(i, end);
    if (GivenNames().contains(At(i))) Add(i, words >= 2 ? SecondWordEnd(i) : end);
  }

  // Behind a given name and one more word.
  std::size_t SecondWordEnd(std::size_t i) const {
    std::size_t end = i + 1;
    while (end < tokens_.size() && Joins(end) && IsWord(end + 1)) end += 2;
    return end + 1;
  }

  // "ich bin die erika mustermann", "ich bin Thomas Müller und", and of an unknown given name "ich bin Thorbjörn
  // Wackernagel und wohne".
  void AfterIntroduction(std::size_t i) {
    while (At(i) == "der" || At(i) == "die") ++i;
    if (i >= tokens_.size()) return;
    std::size_t words = 0;
    const std::size_t end = NameEnd(i, 3, words);
    const bool given = GivenNames().contains(At(i));
    // "ich bin Anna-Lena Hofmeister": behind a given name it is no trade.
    if (given && words == 1 && IsWord(end) && IsCapital(end) && IsRole(At(end))) return Add(i, end + 1);
    if (words >= 2 && (given || EndsHere(end) || At(end) == "und" || At(end) == "aus")) return Add(i, end);
    if (given) Lower(i);
  }

  // "Guten Tag, Becker mein Name", "Winter ist mein Name": where a sentence begins with it.
  void BeforeName(std::size_t end) {
    if (end > 0 && At(end - 1) == "ist") --end;
    std::size_t begin = end;
    while (begin > 0 && end - begin < 3 && MayBeName(begin - 1)) --begin;
    if (begin < end && (begin == 0 || EndsHere(begin - 1))) Add(begin, end);
  }

  // "I am John Baker", "je m'appelle Jeanne", "nazywam się Ewa Lis", "меня зовут Ольга"
  bool IntroducesAbroad(std::size_t i) const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTwo{{{"i", "am"},
                                                                                        {"name", "is"},
                                                                                        {"nazywam", "sie"},
                                                                                        {"mam", "imie"},
                                                                                        {"меня", "зовут"},
                                                                                        {"мене", "звати"},
                                                                                        {"i", "m"}}};
    static constexpr std::array<std::string_view, 3> kOne{"appelle", "adim", "ismim"};
    if (std::find(kOne.begin(), kOne.end(), At(i)) != kOne.end()) return true;
    std::size_t before = i;
    while (before > 0 && (At(before - 1) == "'" || At(before - 1) == "’")) --before;
    return before > 0 && std::any_of(kTwo.begin(), kTwo.end(), [&](const auto& words) {
             return At(before - 1) == words.first && At(i) == words.second;
           });
  }
  // "I am Polish" is no name, which is one word too few.
  void AfterIntroductionAbroad(std::size_t i) {
    std::size_t words = 0;
    const std::size_t end = NameEnd(SkipTitles(i), 3, words);
    if (words >= 2 || At(i - 1) != "am") Add(SkipTitles(i), end);
  }

  // A given name and, up to a pause or "und", one more word.
  void Lower(std::size_t i) {
    std::size_t end = i + 1;
    while (end < tokens_.size() && Joins(end) && IsWord(end + 1)) end += 2;
    if (IsWord(end) && !NoName().contains(At(end)) && !Matters().contains(At(end)) && !EndsLikeMatter(At(end)) &&
        (EndsHere(end + 1) || At(end + 1) == "und"))
      ++end;
    Add(i, end);
  }

  // "Erika Mustermann", but no "Heinrich Heine Straße" and no "Sankt Peter".
  void GivenAndFamily(std::size_t i) {
    if (i > 0 && (At(i - 1) == "sankt" || At(i - 1) == "st" || At(i - 1) == "-" || At(i - 1) == ".")) return;
    std::size_t words = 0;
    const std::size_t end = NameEnd(i, 3, words);
    const auto is_place = [&](std::size_t k) {
      while (At(k) == "-") ++k;
      for (const std::string_view what : {"str", "strasse", "platz", "weg", "allee", "ring", "ufer", "halle", "park",
                                          "stiftung", "institut", "kirche", "stadion", "gasse", "bibliothek"})
        if (At(k) == what) return true;
      return EndsLikeMatter(At(k));
    };
    for (std::size_t k = i + 1; k <= end; ++k)
      if (is_place(k)) return;
    if (words >= 2) Add(i, end);
  }

  std::string_view text_;
  std::span<const Token> tokens_;
  std::vector<Span> found_;
};

}  // namespace

std::vector<Span> FindNamesToMask(std::string_view text, std::span<const Token> tokens) {
  return NameFinder(text, tokens).Run();
}

Span WithoutRoles(std::string_view, std::span<const Token> tokens, const Span& name) {
  std::size_t begin = 0;
  while (begin < tokens.size() && tokens[begin].span.begin < name.begin) ++begin;
  std::size_t end = begin;
  while (end < tokens.size() && tokens[end].span.end <= name.end) ++end;
  const auto is_none = [&](const Token& token) {
    return token.kind != TokenKind::kWord || IsRole(token.text) || Titles().contains(token.text) ||
           Salutations().contains(token.text);
  };
  while (begin < end && is_none(tokens[begin])) ++begin;
  while (end > begin && is_none(tokens[end - 1])) --end;
  return begin == end ? Span{name.begin, name.begin} : Span{tokens[begin].span.begin, tokens[end - 1].span.end};
}

}  // namespace amtslotse::nlu
