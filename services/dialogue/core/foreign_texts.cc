#include "services/dialogue/core/text_tables.h"

namespace amtslotse::dialogue {
namespace {

constexpr TextEntry kTexts[] = {
    {"choice.human.ar", "التحدث مع موظف"},
    {"choice.human.en", "Talk to a person"},
    {"choice.human.fr", "Parler à une personne"},
    {"choice.human.other", "Mit einem Menschen sprechen / talk to a person"},
    {"choice.human.pl", "Rozmowa z człowiekiem"},
    {"choice.human.ru", "Поговорить с человеком"},
    {"choice.human.tr", "Bir görevliyle konuşmak"},
    {"choice.human.uk", "Поговорити з людиною"},
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
    {"emergency.maybe.in.ar", "إذا كان أحد في خطر فاتصل فوراً بالرقم 112 أو 110."},
    {"emergency.maybe.in.en", "If somebody is in danger, call 112 or 110 at once."},
    {"emergency.maybe.in.fr", "Si quelqu’un est en danger, appelez tout de suite le 112 ou le 110."},
    {"emergency.maybe.in.pl", "Jeśli ktoś jest w niebezpieczeństwie, proszę natychmiast zadzwonić pod 112 lub 110."},
    {"emergency.maybe.in.ru", "Если кто-то в опасности, немедленно звоните 112 или 110."},
    {"emergency.maybe.in.tr", "Biri tehlikedeyse hemen 112’yi veya 110’u arayın."},
    {"emergency.maybe.in.uk", "Якщо хтось у небезпеці, негайно телефонуйте 112 або 110."},
    {"other_language.ar",
     "يمكنني الإجابة بالألمانية فقط. تكفي كلمات ألمانية قليلة، مثل: „Termin Anmeldung“ (موعد لتسجيل العنوان). "
     "أخبرك بالرسوم والوثائق المطلوبة وأوقات الدوام، ويمكنني حجز موعد. هاتف: {telephone}. معلومات بالعربية عن الحياة "
     "في ألمانيا: handbookgermany.de/ar"},
    {"other_language.en",
     "I can only answer in German. Short German words are enough, for example “Termin Anmeldung” (appointment to "
     "register an address). I tell you fees, documents and opening hours, and I can book appointments. Telephone: "
     "{telephone}. Advice in English on life in Germany: handbookgermany.de/en"},
    {"other_language.fr",
     "Je ne peux répondre qu’en allemand. Quelques mots d’allemand suffisent, par exemple : « Termin Anmeldung » "
     "(rendez-vous pour déclarer son adresse). J’indique les frais, les documents et les horaires, et je peux "
     "réserver un rendez-vous. Téléphone : {telephone}. Conseils en français sur la vie en Allemagne : "
     "handbookgermany.de/fr"},
    {"other_language.here.ar", "يوجد هنا من يتكلم العربية: {places}"},
    {"other_language.here.en", "Somebody speaks English here: {places}"},
    {"other_language.here.fr", "Ici, quelqu’un parle français : {places}"},
    {"other_language.here.pl", "Tutaj ktoś mówi po polsku: {places}"},
    {"other_language.here.ru", "Здесь кто-то говорит по-русски: {places}"},
    {"other_language.here.tr", "Burada Türkçe konuşan biri var: {places}"},
    {"other_language.here.uk", "Тут хтось розмовляє українською: {places}"},
    {"other_language.other",
     "Ich kann leider nur auf Deutsch antworten. I can only answer in German. Telefon: {telephone}."},
    {"other_language.person.ar",
     "لم أفهم هذا أيضاً، فأنا أعرف الألمانية فقط. يمكن لموظف أن يساعدك بشكل أفضل. هاتف: {telephone}"},
    {"other_language.person.en",
     "I did not understand that either; I only know German. A person can help you better. Telephone: {telephone}"},
    {"other_language.person.fr",
     "Je n’ai pas compris non plus, je ne connais que l’allemand. Une personne pourra mieux vous aider. Téléphone : "
     "{telephone}"},
    {"other_language.person.other",
     "Ich verstehe nur Deutsch. Ein Mensch hilft Ihnen besser. A person can help you better. Telefon: {telephone}"},
    {"other_language.person.pl",
     "Tego też nie rozumiem, znam tylko niemiecki. Lepiej pomoże człowiek. Telefon: {telephone}"},
    {"other_language.person.ru",
     "Этого я тоже не понимаю, я знаю только немецкий. Лучше вам поможет человек. Телефон: {telephone}"},
    {"other_language.person.tr",
     "Bunu da anlayamadım, yalnızca Almanca biliyorum. Bir görevli size daha iyi yardımcı olur. Telefon: {telephone}"},
    {"other_language.person.uk",
     "Цього я теж не розумію, я знаю лише німецьку. Краще вам допоможе людина. Телефон: {telephone}"},
    {"other_language.pl",
     "Odpowiadam tylko po niemiecku. Wystarczą krótkie niemieckie słowa, na przykład: „Termin Anmeldung” (wizyta w "
     "sprawie zameldowania). Podaję opłaty, potrzebne dokumenty i godziny otwarcia oraz umawiam wizyty. Telefon: "
     "{telephone}. Porady po polsku dla osób z UE: eu-gleichbehandlungsstelle.de"},
    {"other_language.ru",
     "Я могу отвечать только на немецком языке. Достаточно коротких немецких слов, например: «Termin Anmeldung» "
     "(запись на регистрацию адреса). Я назову стоимость, документы и часы работы и могу записать вас на приём. "
     "Телефон: {telephone}. Советы на русском о жизни в Германии: handbookgermany.de/ru"},
    {"other_language.tr",
     "Yalnızca Almanca cevap verebilirim. Kısa Almanca kelimeler yeterlidir, örneğin “Termin Anmeldung” (adres kaydı "
     "için randevu). Ücretleri, gerekli belgeleri ve çalışma saatlerini söylerim, randevu da ayarlarım. Telefon: "
     "{telephone}. Almanya’da yaşam hakkında Türkçe bilgi: handbookgermany.de/tr"},
    {"other_language.uk",
     "Я можу відповідати лише німецькою. Достатньо коротких німецьких слів, наприклад: «Termin Anmeldung» (запис на "
     "реєстрацію адреси). Я повідомлю вартість, потрібні документи й години роботи та можу записати вас на прийом. "
     "Телефон: {telephone}. Поради українською про життя в Німеччині: handbookgermany.de/uk"},
    {"other_language.words.ar",
     "هذه الكلمات الألمانية تساعدك: Anmeldung (تسجيل العنوان)، Personalausweis (بطاقة الهوية)، Reisepass (جواز "
     "السفر)، Führerschein (رخصة القيادة)، Aufenthaltstitel (الإقامة)، Geburtsurkunde (شهادة الميلاد)، Kindergeld "
     "(إعانة الأطفال)، Öffnungszeiten (أوقات الدوام)، Termin (موعد). أو تحدث مع موظف: {telephone}"},
    {"other_language.words.en",
     "These German words help: Anmeldung (registering an address), Personalausweis (ID card), Reisepass (passport), "
     "Führerschein (driving licence), Aufenthaltstitel (residence permit), Geburtsurkunde (birth certificate), "
     "Kindergeld (child benefit), Öffnungszeiten (opening hours), Termin (appointment). Or speak to a person: "
     "{telephone}"},
    {"other_language.words.fr",
     "Ces mots allemands vous aideront : Anmeldung (déclarer son adresse), Personalausweis (carte d’identité), "
     "Reisepass (passeport), Führerschein (permis de conduire), Aufenthaltstitel (titre de séjour), Geburtsurkunde "
     "(acte de naissance), Kindergeld (allocations familiales), Öffnungszeiten (horaires), Termin (rendez-vous). Ou "
     "parlez à une personne : {telephone}"},
    {"other_language.words.other",
     "Diese deutschen Wörter helfen / these German words help: Anmeldung (registering an address), Personalausweis "
     "(ID card), Reisepass (passport), Führerschein (driving licence), Aufenthaltstitel (residence permit), "
     "Geburtsurkunde (birth certificate), Termin (appointment). Telefon: {telephone}"},
    {"other_language.words.pl",
     "Te niemieckie słowa pomogą: Anmeldung (zameldowanie), Personalausweis (dowód osobisty), Reisepass (paszport), "
     "Führerschein (prawo jazdy), Aufenthaltstitel (zezwolenie na pobyt), Geburtsurkunde (akt urodzenia), Kindergeld "
     "(zasiłek na dziecko), Öffnungszeiten (godziny otwarcia), Termin (wizyta). Można też porozmawiać z człowiekiem: "
     "{telephone}"},
    {"other_language.words.ru",
     "Эти немецкие слова помогут: Anmeldung (регистрация адреса), Personalausweis (удостоверение личности), Reisepass "
     "(загранпаспорт), Führerschein (водительские права), Aufenthaltstitel (вид на жительство), Geburtsurkunde "
     "(свидетельство о рождении), Kindergeld (детское пособие), Öffnungszeiten (часы работы), Termin (запись на "
     "приём). Или поговорите с человеком: {telephone}"},
    {"other_language.words.tr",
     "Şu Almanca kelimeler işinize yarar: Anmeldung (adres kaydı), Personalausweis (kimlik kartı), Reisepass "
     "(pasaport), Führerschein (ehliyet), Aufenthaltstitel (oturma izni), Geburtsurkunde (doğum belgesi), Kindergeld "
     "(çocuk parası), Öffnungszeiten (çalışma saatleri), Termin (randevu). Ya da bir görevliyle konuşun: {telephone}"},
    {"other_language.words.uk",
     "Ці німецькі слова допоможуть: Anmeldung (реєстрація адреси), Personalausweis (посвідчення особи), Reisepass "
     "(закордонний паспорт), Führerschein (водійське посвідчення), Aufenthaltstitel (посвідка на проживання), "
     "Geburtsurkunde (свідоцтво про народження), Kindergeld (допомога на дитину), Öffnungszeiten (години роботи), "
     "Termin (запис на прийом). Або поговоріть із людиною: {telephone}"},
};

static_assert(AreSorted(kTexts), "sort the texts by id");

}  // namespace

std::span<const TextEntry> ForeignTexts() { return kTexts; }

}  // namespace amtslotse::dialogue
