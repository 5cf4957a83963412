#include "gateways/texts.h"

namespace amtslotse::gateways {
namespace {

std::string_view Template(TextId id) {
  switch (id) {
    case TextId::kAnswerByNumber: return "Antworten Sie einfach mit der Nummer.";
    case TextId::kPleaseChoose: return "Bitte wählen Sie:";
    case TextId::kFileNotHere: return "Die Datei „{}“ lässt sich hier nicht senden.";
    case TextId::kWritePrivately:
      return "Bitte schreiben Sie mir privat. In Gruppen antworte ich nicht, damit Ihre Anliegen vertraulich bleiben.";
    case TextId::kStopped:
      return "Ich schreibe Ihnen nicht mehr von mir aus, auch keine Erinnerungen. Gebuchte Termine bleiben bestehen. "
             "Wenn Sie wieder etwas wissen möchten, schreiben Sie einfach.";
    case TextId::kForgotten:
      return "Ich habe unser Gespräch gelöscht und erinnere Sie hier nicht mehr. Gebuchte Termine bleiben bestehen. "
             "Sie können sie mit "
             "Ihrem Absagecode absagen.";
    case TextId::kTroubleNow:
      return "Ich kann gerade nicht antworten. Ihre Nachricht ist angekommen, und ich antworte, sobald es wieder geht.";
    case TextId::kCannotAnswer:
      return "Auf diese Nachricht konnte ich leider nicht antworten. Bitte schreiben Sie sie noch einmal, gern mit "
             "anderen Worten.";
    case TextId::kEncrypted:
      return "Dieser Raum ist verschlüsselt, und verschlüsselte Nachrichten kann ich nicht lesen. Bitte öffnen Sie "
             "einen neuen "
             "direkten Chat ohne Verschlüsselung, oder nutzen Sie unsere Internetseite.";
    case TextId::kAlreadyChosen: return "Das haben Sie schon gewählt.";
  }
  return "";
}

}  // namespace

std::string Text(TextId id, std::string_view value) {
  std::string text(Template(id));
  if (const auto place = text.find("{}"); place != std::string::npos) text.replace(place, 2, value);
  return text;
}

}  // namespace amtslotse::gateways
