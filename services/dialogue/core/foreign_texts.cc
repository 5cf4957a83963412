#include "services/dialogue/core/text_tables.h"

namespace amtslotse::dialogue {
namespace {

constexpr TextEntry kTexts[] = {
    {"emergency.in.ar",
     "اتصل فوراً: 112 (إسعاف وإطفاء) أو 110 (شرطة). المكالمة مجانية. أنا برنامج ولا أستطيع إرسال المساعدة."},
    {"emergency.in.ar.violence", "خط المساعدة للنساء المعنَّفات، ليلاً ونهاراً ومجاناً وبلغات كثيرة: 116 016."},
    {"emergency.in.en",
     "Call now: 112 (ambulance, fire brigade) or 110 (police). The call is free. I am a program and cannot send help."},
    {"emergency.in.en.violence",
     "Helpline Violence against Women, day and night, free of charge and in many languages: 116 016."},
    {"emergency.in.fr",
     "Appelez tout de suite : 112 (secours, pompiers) ou 110 (police). L’appel est gratuit. Je suis un programme et ne "
     "peux pas envoyer d’aide."},
    {"emergency.in.fr.violence",
     "Ligne d’aide « Violence contre les femmes », jour et nuit, gratuite et en plusieurs langues : 116 016."},
    {"emergency.in.pl",
     "Proszę natychmiast zadzwonić: 112 (pogotowie, straż pożarna) lub 110 (policja). Połączenie jest bezpłatne. "
     "Jestem programem i nie mogę wysłać pomocy."},
    {"emergency.in.pl.violence",
     "Telefon pomocy dla kobiet doświadczających przemocy, całą dobę, bezpłatnie i w wielu językach: 116 016."},
    {"emergency.in.ru",
     "Звоните немедленно: 112 (скорая помощь, пожарные) или 110 (полиция). Звонок бесплатный. Я программа и не могу "
     "прислать помощь."},
    {"emergency.in.ru.violence",
     "Телефон помощи женщинам, пострадавшим от насилия, круглосуточно, бесплатно и на многих языках: 116 016."},
    {"emergency.in.tr",
     "Hemen arayın: 112 (ambulans, itfaiye) veya 110 (polis). Arama ücretsizdir. Ben bir programım, yardım "
     "gönderemem."},
    {"emergency.in.tr.violence", "Kadına yönelik şiddet yardım hattı, gece gündüz, ücretsiz ve birçok dilde: 116 016."},
    {"emergency.in.uk",
     "Телефонуйте негайно: 112 (швидка допомога, пожежники) або 110 (поліція). Дзвінок безкоштовний. Я програма і не "
     "можу надіслати допомогу."},
    {"emergency.in.uk.violence",
     "Телефон допомоги жінкам, які зазнали насильства, цілодобово, безкоштовно й багатьма мовами: 116 016."},
    {"other_language.ar",
     "يمكنني المساعدة باللغة الألمانية فقط. اكتب من فضلك جملاً قصيرة بالألمانية، مثل: „Termin Anmeldung“. هاتف: 115 أو "
     "{telephone}. معلومات بالعربية عن الحياة في ألمانيا: handbookgermany.de/ar"},
    {"other_language.en",
     "I can only help in German. Please write short German phrases, for example: “Termin Anmeldung”. Telephone: "
     "{telephone}. Advice on life in Germany in English: handbookgermany.de/en"},
    {"other_language.fr",
     "Je ne peux aider qu’en allemand. Écrivez de courtes phrases en allemand, par exemple : « Termin Anmeldung ». "
     "Téléphone : {telephone}. Conseils en français sur la vie en Allemagne : handbookgermany.de/fr"},
    {"other_language.other",
     "Ich kann leider nur auf Deutsch helfen. I can only help in German. Telefon: {telephone} oder 115."},
    {"other_language.pl",
     "Mogę pomóc tylko po niemiecku. Proszę pisać krótko po niemiecku, na przykład: „Termin Anmeldung”. Telefon: "
     "{telephone}. Porady po polsku dla osób z UE: eu-gleichbehandlungsstelle.de"},
    {"other_language.ru",
     "Я могу помочь только на немецком языке. Пишите, пожалуйста, коротко по-немецки, например: «Termin Anmeldung». "
     "Телефон: {telephone}. Советы о жизни в Германии на русском: handbookgermany.de/ru"},
    {"other_language.tr",
     "Yalnızca Almanca yardımcı olabilirim. Lütfen kısa Almanca yazın, örneğin: “Termin Anmeldung”. Telefon: "
     "{telephone}. Almanya’da yaşam hakkında Türkçe bilgi: handbookgermany.de/tr"},
    {"other_language.uk",
     "Я можу допомогти лише німецькою. Пишіть, будь ласка, коротко німецькою, наприклад: «Termin Anmeldung». Телефон: "
     "{telephone}. Поради про життя в Німеччині українською: handbookgermany.de/uk"},
};

static_assert(AreSorted(kTexts), "sort the texts by id");

}  // namespace

std::span<const TextEntry> ForeignTexts() { return kTexts; }

}  // namespace amtslotse::dialogue
