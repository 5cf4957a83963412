#include "services/cli/reason.h"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace amtslotse::cli {
namespace {

// In this order: what holds another phrase stands before it.
constexpr std::pair<std::string_view, std::string_view> kPhrases[] = {
    // services/rpc/setting_forms.cc and the forms of single settings
    {"a path that begins with /", "ein Pfad, der mit / beginnt"},
    {"a file that is there", "eine Datei, die es gibt"},
    {"folders that are there, with : between them", "Ordner, die es gibt, mit : dazwischen"},
    {"a folder that is there", "ein Ordner, den es gibt"},
    {"an e-mail address", "eine E-Mail-Adresse"},
    {"expected 32 bytes in base64url", "erwartet: 32 Bytes in base64url"},
    {"32 bytes or more", "ein Schlüssel von mindestens 32 Zeichen"},
    {"addresses or networks like 10.0.0.0/8, with commas", "Adressen oder Netze wie 10.0.0.0/8, mit Kommas"},
    {"a text with {to} and {text} in it", "ein Text mit {to} und {text}"},
    {"the id of a municipality, e.g. ", "die Kennung einer Kommune, z. B. "},
    {"JSON as in docs/", "JSON wie in docs/"},
    {"(several: ipv4:", "(mehrere: ipv4:"},
    {", an @ in the password as %40", ", ein @ im Passwort als %40"},
    {"postgresql://user@host:port/database", "postgresql://benutzer@rechner:port/datenbank"},
    {"unix:/path", "unix:/pfad"},
    {"host:port", "rechner:port"},
    {"://host…", "://rechner…"},
    {"one of ", "eines von "},
    {"missing, for ", "fehlt, nötig für "},
    // keys/key_ring.cc
    {"key file line ", "Zeile "},
    {"expected 'seal <new id> <key>' or one 'search <key>'",
     "erwartet: „seal NUMMER SCHLÜSSEL“ mit einer neuen Nummer oder einmal „search SCHLÜSSEL“"},
    {"key file: no 'seal' key", "ein Schlüssel „seal“ fehlt"},
    {"key file: no 'search' key", "ein Schlüssel „search“ fehlt"},
    {": too long", ": zu lang"},
    // services/rpc/tls.cc
    {"is missing or no certificate", "fehlt oder ist kein Zertifikat"},
    {"is missing or no key", "fehlt oder ist kein Schlüssel"},
    {"does not belong to tls.crt", "gehört nicht zu tls.crt"},
    {"is of another CA than ca.crt", "stammt von einer anderen Zertifizierungsstelle als ca.crt"},
    {"is of another process, not of ", "gehört einem anderen Dienst, nicht "},
    {"; make it with: ", "; neu mit: "},
    // services/messengers/accounts.cc, services/staff/core/provider.cc
    {"providers: ", ""},
    {"expected a JSON object with an entry per municipality", "erwartet: ein JSON-Objekt mit einem Eintrag je Kommune"},
    {"not a municipality_id", "keine Kennung einer Kommune"},
    {": unknown, or not a text", ": unbekannt oder kein Text"},
    {": unknown", ": unbekannt"},
    {"expected 1 to 64 of A-Z a-z 0-9 - _ .", "erwartet: 1 bis 64 Zeichen aus A-Z a-z 0-9 - _ ."},
    {"expected an object", "erwartet: ein Objekt { … }"},
    {"expected a text", "erwartet: ein Text"},
    {" cannot be read", " lässt sich nicht lesen"},
    {" can be read by others; chmod 600", " ist für andere lesbar; chmod 600"},
    {" is empty", " ist leer"},
    {" stands twice", " steht zweimal da"},
    {": missing", ": fehlt"},
    // nlu/training
    {"expected label, tab, text", "erwartet: Anliegen, Tabulator, Text"},
    {" holds no tests", ": enthält keine Prüftexte"},
    {"no examples to train on", "Es gibt keine Texte zum Lernen"},
    {"training needs examples of at least two labels", "Zum Lernen braucht es Texte von mindestens zwei Anliegen"},
    {"expected ", "erwartet: "},
    {" or ", " oder "}};

}  // namespace

std::string ReasonText(int reason) {
  switch (reason) {
    case ENOENT: return "das gibt es nicht";
    case EACCES:
    case EPERM: return "keine Berechtigung";
    case EROFS: return "dort lässt sich nichts schreiben";
    case ENOSPC:
    case EDQUOT: return "die Platte ist voll";
    case EEXIST: return "das gibt es schon";
    case ENOTDIR: return "ist kein Ordner";
    case EISDIR: return "ist ein Ordner";
    case ENOTEMPTY: return "der Ordner ist nicht leer";
    case EIO: return "die Platte meldet einen Fehler";
    case EADDRNOTAVAIL: return "diese Adresse hat dieser Rechner nicht";
    case ECONNREFUSED: return "dort hört niemand";
    case ETIMEDOUT: return "keine Antwort";
    case EHOSTUNREACH:
    case ENETUNREACH: return "kein Weg dorthin";
    default: return std::strerror(reason);
  }
}

std::string InGerman(std::string message) {
  for (const auto& [english, german] : kPhrases)
    for (auto at = message.find(english); at != std::string::npos; at = message.find(english, at + german.size()))
      message.replace(at, english.size(), german);
  return message;
}

}  // namespace amtslotse::cli
