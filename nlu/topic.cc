#include "nlu/topic.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

namespace amtslotse::nlu {
namespace {

// Folded. Function words, greetings and politeness, verbs of wishing, and the words of the acts.
const std::unordered_set<std::string_view>& Filler() {
  // clang-format off
  static const std::unordered_set<std::string_view> words = {
      "aber", "alle", "allem", "allen", "alles", "als", "also", "am", "an", "ans", "auch", "auf", "aus", "bei", "beim",
      "bin", "bis", "bist", "bitte", "bitteschoen", "bloss", "brauch", "brauche", "brauchen", "braucht", "braeuchte",
      "da", "dabei", "dafuer", "daher", "damit", "danach", "danke", "dann", "daran", "darauf", "darf", "das", "dass",
      "dazu", "dein", "deine", "dem", "den", "denn", "der", "des", "die", "dies", "diese", "diesem", "diesen", "dieser",
      "dieses", "doch", "dort", "du", "durch", "duerfen", "eben", "eigentlich", "ein", "eine", "einem", "einen", "einer",
      "eines", "einfach", "einmal", "er", "es", "etwa", "etwas", "euch", "euer", "eure", "fuer", "fuers", "gar", "geben",
      "gehen", "geht", "gerade", "gern", "gerne", "gibt", "gibts", "gleich", "gut", "guten", "haben", "habe", "habt",
      "hab", "haette", "haetten", "haett", "hallo", "halt", "hat", "hatte", "hi", "hey", "hier", "ich", "ihm", "ihn",
      "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "in", "ins", "ist", "ja", "jetzt", "kann", "kannst",
      "koennen", "koennte", "koennten", "koennt", "liebe", "mache", "machen", "macht", "mal", "man", "mehr", "mein",
      "meine", "meinem", "meinen", "meiner", "meines", "mich", "mir", "mit", "moechte", "moechten", "moin", "morgens",
      "muss", "muesste", "muessen", "nach", "naemlich", "nein", "nicht", "nichts", "noch", "nun", "nur", "ob", "oder",
      "ohne", "schon", "schoen", "sehr", "sein", "seit", "servus", "sich", "sie", "sind", "so", "sofort", "soll",
      "sollen", "sollte", "tag", "tach", "tschuess", "ueber", "um", "und", "uns", "unser", "unsere", "unseren", "unter",
      "viel", "viele", "vielen", "vom", "von", "vor", "waere", "wann", "war", "warum", "was", "weil", "wozu", "wofuer", "welche",
      "welchem", "welchen", "welcher", "welches", "wem", "wen", "wenn", "wer", "werde", "werden", "wie", "wieder",
      "wieviel", "wieso", "will", "wir", "wird", "wo", "woher", "wohin", "wollen", "wollte", "wuerde", "wuerden", "zu",
      "zum", "zur", "abend", "gruess", "gott", "gruesse", "gruss", "freundlichen", "sehr", "geehrte", "geehrter",
      "damen", "herren", "hilfe", "helfen", "frage", "fragen", "wissen", "sagen", "bekomme", "bekommen", "kriege",
      "kriegen", "mitbringen", "mitnehmen", "vorlegen", "erforderlich", "notwendig", "noetig", "benoetige", "benoetigen",
      "benoetigt", "kostet", "kosten", "kost", "spass", "preis", "gebuehr", "gebuehren", "teuer", "bezahlen", "zahlen",
      "unterlagen", "dokumente", "papiere", "nachweise", "frist", "fristen", "dauert", "dauer", "lange", "lang",
      "bearbeitungszeit", "ablauf", "voraussetzungen", "voraussetzung", "anspruch", "formular", "formulare", "online",
      "internet", "geoeffnet", "oeffnungszeiten", "offen", "auf", "zu", "adresse", "anschrift", "zustaendig",
      "zustaendige", "zustaendigkeit", "telefonnummer", "nummer", "telefon", "email", "mail", "termin", "termine",
      "buchen", "buche", "bucht", "vereinbaren", "reservieren", "ausmachen", "freie", "freier", "frei", "verschieben", "absagen",
      "stornieren", "umbuchen", "warteliste", "stand", "antrag", "beantragen", "beantragung", "thema", "bezueglich",
      "wegen", "betrifft", "betreff", "informationen", "infos", "info", "auskunft", "the", "a", "is", "for", "how",
      "s", "n", "ne", "nen", "en", "fuern", "fuerm", "laeuft", "gilt", "gelten", "mitkommen", "pro", "nem", "ner", "dat", "wat", "ick", "i", "ma", "bitt", "schoenen", "guen", "nem",
      "was", "nochmal", "alles", "zusammen", "egal", "heute", "hin", "hingehen", "komm", "komme",
      "kommen", "vorbeikommen", "naechste", "naechsten", "naechster", "voraus", "bald", "moeglich",
      "jemand", "jemanden", "jemandem", "niemand", "niemanden", "keiner", "kein", "keine", "keinen", "keinem", "finde",
      "finden", "findet", "sitzt", "erreiche", "erreichen", "meinte", "meinten", "meint", "gemeint", "geehrten",
      "gruessen", "hiermit", "hierfuer", "hierbei", "hierzu", "mitteilung", "mitzuteilen", "beizubringen", "vorzulegen",
      "mitzubringen", "einzureichen", "zeig", "zeige", "zeigen", "zeigt", "entschuldigung", "entschuldigen", "entschuldige", "verzeihung", "sorry", "zeit", "wohne", "wohn", "naehe",
      "seid", "freien", "freies", "jo", "jep", "jau", "joa", "noe", "nee", "passt", "genau", "lieber", "nu", "na", "hinkommen",
      "herkommen", "wenden", "anrufen", "mitteilen", "rechnen", "behoerde", "tun", "dagegen", "passiert",
      "schnell", "schnellstmoeglich", "schnellstens", "dringend", "eilig", "eilt"};
  // clang-format on
  return words;
}

// "Buch mir den nächsten Termin", not the book of a library.
bool IsImperativeOfBooking(std::span<const Token> tokens, std::size_t at) {
  static constexpr std::array<std::string_view, 6> kBefore{"und", "dann", "bitte", "ok", "ja", "also"};
  if (tokens[at].text != "buch" || at + 1 == tokens.size()) return false;
  return at == 0 || std::find(kBefore.begin(), kBefore.end(), tokens[at - 1].text) != kBefore.end();
}

// "habt ihr grad offen", not "Grad der Behinderung", "Grad 50".
bool IsJustNow(std::span<const Token> tokens, std::size_t at) {
  if (tokens[at].text != "grad" && tokens[at].text != "grade") return false;
  const bool of = at + 1 < tokens.size() && (tokens[at + 1].text == "der" || tokens[at + 1].text == "von" ||
                                             tokens[at + 1].kind == TokenKind::kNumber);
  const bool counted = at > 0 && (tokens[at - 1].kind == TokenKind::kNumber || tokens[at - 1].text == "welchen" ||
                                  tokens[at - 1].text == "welcher" || tokens[at - 1].text == "welchem");
  return tokens.size() > 1 && !of && !counted;
}

// "auf keinen Fall", "mit dem Handy ummelden": no matter behind these words.
bool IsManner(std::span<const Token> tokens, std::size_t at) {
  static constexpr std::array<std::string_view, 7> kCase{"keinen", "keinem", "jeden", "jedem",
                                                         "meinem", "diesem", "alle"};
  static constexpr std::array<std::string_view, 10> kBy{"mit", "mitm", "uebers", "ueber", "am",
                                                        "vom", "per",  "meinem", "dem",   "von"};
  static constexpr std::array<std::string_view, 7> kDevices{"handy", "smartphone", "tablet", "laptop",
                                                            "pc",    "computer",   "rechner"};
  if (at == 0) return false;
  const auto is_in = [](const auto& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const std::string_view before = tokens[at - 1].text;
  return (tokens[at].text == "fall" || tokens[at].text == "faelle"
              ? is_in(kCase, before)
              : is_in(kDevices, tokens[at].text) && is_in(kBy, before));
}

// The "name" of "mein Name ist Gerda Wolff"; the name itself is an entity.
bool IsIntroduction(std::span<const Token> tokens, std::size_t at) {
  if (tokens[at].text != "name" || at == 0 || at + 1 == tokens.size()) return false;
  return tokens[at - 1].text == "mein" && (tokens[at + 1].text == "ist" || tokens[at + 1].text == "lautet");
}

// "Meine Adresse hat sich geändert": there the address is the matter, else it is what is asked for.
bool IsChangedAddress(std::span<const Token> tokens, std::size_t at) {
  if (tokens[at].text != "adresse" && tokens[at].text != "anschrift") return false;
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.text.starts_with("aender") || token.text.starts_with("geaender");
  });
}

bool IsFormOfNew(std::string_view word) {
  return word == "neue" || word == "neuen" || word == "neuer" || word == "neues";
}

// "Brauch sofort einen neuen": of what, was said before.
bool IsOnlyNew(const std::string& topic) {
  const std::vector<std::string> words = FoldedWords(topic);
  return words.size() == 1 && (IsFormOfNew(words.front()) || words.front() == "neu" || words.front() == "ersatz");
}

// "Perso weg, brauch einen neuen": behind a matter, the word stands for it once more.
bool StandsForMatter(std::span<const Token> tokens, std::size_t at) {
  const bool ends = at + 1 == tokens.size() || tokens[at + 1].kind != TokenKind::kWord;
  return ends && IsFormOfNew(tokens[at].text);
}

bool IsTaken(const Span& span, const std::vector<Span>& taken) {
  return std::any_of(taken.begin(), taken.end(), [&](const Span& other) { return span.Overlaps(other); });
}

}  // namespace

std::string Topic(std::string_view text, std::span<const Token> tokens, const std::vector<Span>& taken) {
  std::string topic;
  const Token* previous = nullptr;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
    const bool filler = Filler().contains(token.text) && !IsChangedAddress(tokens, at);
    if (!word || filler || IsTaken(token.span, taken) || IsImperativeOfBooking(tokens, at) ||
        IsIntroduction(tokens, at) || IsJustNow(tokens, at) || IsManner(tokens, at) ||
        (!topic.empty() && StandsForMatter(tokens, at))) {
      if (word) previous = nullptr;
      continue;
    }
    const bool hyphenated =
        previous != nullptr && token.span.begin == previous->span.end + 1 && text[previous->span.end] == '-';
    if (!topic.empty()) topic.push_back(hyphenated ? '-' : ' ');
    topic += Slice(text, token.span);
    previous = &token;
  }
  if (IsOnlyNew(topic)) topic.clear();
  return topic;
}

}  // namespace amtslotse::nlu
