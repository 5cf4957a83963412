#include <array>

#include "nlu/danger_concepts.h"

namespace amtslotse::nlu {
namespace {

// In the order of danger_concepts.cc: words of English, Turkish, Ukrainian, Russian, Arabic, Polish and French, folded.
// Latin words stand at the beginning of a word, so that none is found within a German one.
constexpr std::array<ForeignDangerConcept, kDangerConceptCount> kForeign = {{
    // fire noun
    {" fire , flames, blaze, yangin, alev,вогонь,полум,огонь,плам,пожар, نار ,النار, لهب,حرايق, ogien, ogniu,"
     " plomie, feu , flamme, incendi",
     DangerCue::kFire},
    // fire verb
    {" burning, burns , burnt, yaniyor, tutustu, alev aldi,горим,палає,загорі,спалахн,загоре,пылает,вспыхнул,تحترق,"
     "يحترق,اشتعل,يشتعل, plonie, pala sie, zapali, brule, en flammes, prend feu",
     DangerCue::kFire},
    // smoke gas
    {" smoke, smell of gas, smell gas, gas leak, fumes, explosion, explod, duman, gaz koku, gaz kac, patlama,"
     " patladi, дим ,диму,задимл,запах газу,вибух, дым ,дыма,дымом,запах газа,взрыв,دخان,رايحة غاز,انفجار,انفجر,"
     " dym , dymu, zapach gazu, ulatnia, wybuch, fumee, odeur de gaz, fuite de gaz, explos",
     DangerCue::kFire},
    // body
    {" head , chest , neck , leg , legs , throat , face , eye , eyes , stomach , bas , basi, kafasi, goegs, gogs,"
     " bogaz, kolu, kolum, bacak, yuezue, yuzu, goezu, goezue, gozue,голов,груд, шия, шию,рука,руку,нога,ногу,горло,"
     "обличч,живіт,живот, око ,глаз,лицо, راس, صدر,ذراع, ساق, حلق, وجه, عين, بطن, glow, klatce piersiowej, szyj,"
     " rek , nog , gardl, twarz, oko , brzuch, tete, poitrine, bras , jambe, gorge, visage, oeil , ventre"},
    // blood
    {" blood, bleed, kani, kaniyor, kanama,кров, دم ,الدم,نزيف,ينزف, krew , krwi, krwaw, sang , saign",
     DangerCue::kMedical},
    // injury
    {" wounded, injured, injury, broken leg, cut off, stabbed, burned, burnt, electric shock, electrocut, numb,"
     " swell, swollen, yarali, yaralan, kiril, kesildi, sisti, sisiyor, uyus, elektrik carp,поранен,травм,зламан,"
     "порізав,обпеч,набряк,німіє,струмом,ранен,сломал,порезал,ожог,обжог,опух,отек,онемел,немеет,током,مصاب, جرح,"
     " كسر,مكسور, حرق,تورم,مخدر,كهرباء, ranny, ranna, ranne, zlama, poparz, puchn, spuch, dretw, prad, oparz, bless,"
     " casse, coupe, brule, gonfl, engourdi",
     DangerCue::kMedical},
    // symptom
    {" pain, breath, chok, suffocat, unconscious, faint, passed out, seizure, convuls, stroke, heart attack, vomit,"
     " throwing up, fever, dizzy, allerg, labour, labor , contractions, not respond, not moving, wake up, waking up,"
     " turning blue, pulse, agri, nefes, bogul, bayil, bilinc, nobet, noebet, kasil, felc, inme , kalp kriz,"
     " kusuyor, atesi, bas doen, bas don, alerji, dogum sanc, doguruyor, hareket etmiyor, uyanmiyor, morar, nabiz,"
     "біль,болить,дихає,дихат,задих,непритомн,свідом,судом,інсульт,інфаркт,блює,блюва,лихоман,паморочить,алергі,"
     "пологи,народжує,не рухається,не прокида,посині,пульс,боль ,болит,дышит,дышать,задых,сознани,судорог,инсульт,"
     "инфаркт,рвет,рвота,лихорад,кружится,аллерг,рожает,роды,не двига,не просыпа,посинел, الم , وجع,تنفس,يتنفس,"
     "يختنق,اختناق,اغمي,اغماء, وعي,تشنج,جلطة,نوبة,يتقيا,حرارة,دوار,حساسية,ولادة, تلد ,لا يتحرك,لا تتحرك,يستيقظ,ازرق,"
     " نبض, bol , boli, oddech, oddycha, dusi, nieprzytomn, przytomn, zemdl, drgawk, udar, zawal, wymiot, goracz,"
     " kreci mi sie, alergi, rodzi , porod, nie rusza sie, nie budzi, sinieje, douleur, mal a la, mal au, respir,"
     " etouff, inconscien, evanoui, avc , infarctus, crise cardiaque, vomi, fievre, tourne, accouch, ne bouge,"
     " reveille, bleu , pouls",
     DangerCue::kMedical},
    // collapse
    {" collapsed, fallen, falling, lying on, on the ground, on the floor, duestue, dustu, duest, dust, yere yigil,"
     " yerde, upadl,впав,впала,випав,випала,лежить,на землі,на підлозі,упал,упала,выпал,лежит,на земле,на полу, سقط,"
     " وقع ,وقعت,على الارض, wypadl, lezy, na ziemi, na podlodze, przewroc, tombe, tombe , par terre, effondr, git ",
     DangerCue::kMedical},
    // trapped
    {" trapped, locked in, locked me, stuck under, stuck in the, cannot get out, can t get out, sikis, kilitledi,"
     " mahsur, cikamiyor,під завал,затиснул,замкнув,застряг,не можемо виити,не випускає,зажало,зажат,запер,заперт,"
     "под завал,застрял,не можем выити,не выпускает,محبوس,حبسني,عالق,لا نستطيع الخروج, zakleszcz, zamkna, uwiez,"
     " utkne, nie mozemy wyjsc, nie wypuszcza, coince, bloque, enferme, prisonni, ne peut pas sortir, pas sortir"},
    // water
    {" water , lake , river , sea , pool , ice , suda , suya , goel, gol , nehir, havuz, buz ,воді,вода ,воду,озер,"
     "річк,річц,море,басеин, лід,льод,воде,озеро,реке,река,бассеин, лед,льдом, ماء ,الماء,بحيرة, نهر, بحر ,مسبح,"
     " woda, wodzie, wode, jezior, rzek, morz, basen, lod , lodu, eau , lac , riviere, mer , piscine, glace"},
    // drown
    {" drown, going under, capsiz, sinking, flood, boguluyor, batti, batiyor, devrildi, sel bas,тоне ,тонуть,потон,"
     "перекинув,затопл,тонет,тонут,утону,перевернул,يغرق, غرق,تغرق,انقلب,فيضان, tonie, tona, utone, wywroc, zalewa,"
     " powodz, noie, noyer, noyade, chavir, inond, coul",
     DangerCue::kMedical},
    // vehicle
    {" car , truck , train , motorbike, bicycle, bike , araba, kamyon, otobues, otobus, tren , motosiklet, bisiklet,"
     "машин,авто ,вантажівк,автобус,потяг,мотоцикл,велосипед,грузовик,поезд,سيارة,شاحنة, باص,قطار,دراجة, samochod,"
     " ciezarowk, autobus, pociag, motocykl, rower, voiture, camion, moto , velo"},
    // crash
    {" crash, accident, run over, hit by a, collision, kaza , carpti, ezdi, carpis,аварія,аваріі, дтп,збила,збив,"
     "зіткн,переіхал,авари,сбил,столкн,переехал,حادث, صدم, دهس,اصطدم, wypadek, wypadk, potracil, zderz, przejecha,"
     " renvers, ecras, percut",
     DangerCue::kMedical},
    // height
    {" roof , bridge , balcony, window, ledge, cati, koepru, koeprue, koprue, pencere, camdan, дах,даху,міст ,мосту,"
     "балкон,вікн,крыш,мост,окно,окна,подоконник, سطح, جسر,الجسر,شرفة,نافذة,الشرفة,النافذة, mosci, okn , toit,"
     " pont , balcon, fenetre"},
    // jump
    {" jump, atla,стрибн,стрибат,прыгн,прыгат,ساقفز,يقفز,اقفز,القفز, skocz, skacz, wyskocz, sauter, saute"},
    // attacker
    {" husband, my ex , my dad , my father, boyfriend, stranger, somebody, someone, a man , kocam, esim, babam,"
     " sevgilim, birisi, biri ,чоловік,батько,хлопець,хтось,невідом, муж ,отец,парень,кто то,мужчина,неизвестн,زوجي,"
     " ابي ,صديقي, رجل , شخص ,مجهول, maz , ojciec, chlopak, ktos, mezczyzna, nieznajom, mon mari, mon pere, copain,"
     " inconnu, quelqu un, un homme, mon ex"},
    // attack
    {" beat, attack, threat, strangl, shoot, shot , shooting, stab, kidnap, rob , robbed, following me, follows me,"
     " rape, doevueyor, doevuyor, dovueyor, saldir, tehdit, bogazimi, vurdu, ates ediyor, bicakla, kacirdi,"
     " takip ediyor, tecavuez, tecavuz, oelduerecek, oeldurecek, olduerecek, oelduermek, oeldurmek, olduermek, б є ,"
     "бють,побив,напав,погрож,душить,стріля,ріже,викрал,грабу,переслід,ґвалт,вбити,вб є,бьет,бьют,избив,напал,угрож,"
     "душит,стреля,режет,похит,грабят,преслед,изнасил,убить,убьет,يضرب,يهاجم, هجم,يهدد,يخنق,يطلق النار,اطلق النار,"
     " طعن, خطف, سرق,يلاحق,اغتصب,يقتل, bije, bija, pobi, napad, grozi, dusi mnie, strzel, dzgn, porwa, okrad,"
     " sledzi, zgwalc, zabic, zabije, frapp, bat , battu, agress, menac, etrangl, tirs , poignard, enleve, viol,"
     " va me tuer, veut me tuer, tabass",
     DangerCue::kViolence},
    // intrude
    {" burglar, broke in, breaking in, break in, intruder, in my house, at my door, at the door, hirsiz, eve gir,"
     " kapiyi kir, kapida, kapiyi,злодіи,грабіжник,вдерл,вдирається,ламає двері,у двері,взломщик, вор ,воры,вломил,"
     "ломает двер,в дверь, لص ,لصوص,حرامي,يكسر الباب,اقتحم,عند الباب, wlama, zlodziej, wywaza, drzwi, cambriol,"
     " voleur, force la porte, entre chez, a la porte",
     DangerCue::kViolence},
    // sexual
    {" rape, raped, touches me, molest, abuse, tecavuez, tecavuz, taciz, dokunuyor,ґвалт,домага,чіпає,торка,изнасил,"
     "домога,трогает,اغتصاب,يتحرش,يلمس, gwalc, dotyka, obmacuj, viol , viole, attouch, me touche",
     DangerCue::kViolence},
    // weapon
    {" knife, gun , pistol, rifle, weapon, axe , bicak, silah, tabanca, tuefek, tufek, balta, bomba, ніж ,ножем,"
     "пістолет,рушниц,збро,сокир,бомб, нож ,ножом,пистолет,ружь,оружи,топор,سكين,مسدس,بندقية,سلاح,مسلح, فاس,قنبلة,"
     " noz , nozem, pistolet, strzelb, broni, siekier, couteau, fusil, arme, hache, bombe",
     DangerCue::kViolence},
    // cry
    {" scream, crying, scared, afraid, in danger, ciglik, bagiriyor, agliyor, korkuyor, tehlike,кричить,крики,плаче,"
     "страшно,боюся,небезпе,кричит,плачет,боюсь,опасност,يصرخ,صراخ,يبكي,خايف, خوف, خطر, krzycz, krzyk, placze, boje,"
     " niebezpiecz, cri , crie, pleure, peur, danger"},
    // suicide
    {" kill myself, want to die, don t want to live, dont want to live, suicid, end it, hang myself,"
     " goodbye forever, no reason to live, kendimi oelduer, kendimi oeldur, kendimi olduer, oelmek ist, olmek ist,"
     " yasamak iste, intihar, kendimi as,вбити себе,себе вб,померти,не хочу жит,самогуб,повішу,повісит,нема сенсу,"
     "убить себя,убью себя,умереть,самоуб,повешусь,повесит,нет смысла,اقتل نفسي,اموت ,ان اموت,لا اريد ان اعيش,"
     "انتحار,اشنق, zabic sie, sie zabij, umrzec, nie chce zyc, dluzej zyc, samoboj, powiesz, powiesze, nie ma sensu,"
     " me tuer, mourir, plus vivre, me pendre, en finir",
     DangerCue::kSelfHarm},
    // substance
    {" pill, tablet, drug, overdose, poison, bleach, battery, alcohol, hap , haplar, ilac, uyusturucu, zehir,"
     " camasir suyu, pil , pili,таблетк,пігулк,ліки,наркотик,отрут,відбілювач,батареик,лекарств, яд ,отрав,"
     "отбеливател,передоз,حبوب,دواء,ادوية,مخدرات, سم ,تسمم,مبيض,بطارية,جرعة, tabletk, leki , lekow, narkotyk, truci,"
     " wybielacz, bateri, przedawk, cachet, comprime, medicament, drogue, javel, pile ",
     DangerCue::kPoisoning},
    // ingest
    {" swallow, drank, drunk , ate , took , has eaten, yuttu, icti , icmis, yedi ,проковтн,випив,випила, зів,з ів,"
     "наковт,проглот,выпил,съел,наглот,ابتلع, بلع, شرب, اكل,تناول, polkn, wypil, zjadl, lykn, avale, mange, pris des"},
    // missing
    {" missing, disappeared, has not come home, not come home, lost my child, runaway, kayboldu, kayip, eve gelmedi,"
     " eve doenmedi, eve donmedi,зник,пропав,пропала,не приишл,не поверн,пропал,исчез,не пришл,не верну,اختفى,اختفت,"
     "مفقود,لم يعد,لم ترجع,ضاع ابني, zagine, znikne, nie wroci, disparu, pas rentre, n est pas revenu"},
    // vulnerable
    {" child, kid , kids , baby, infant, toddler, son , daughter , grand, elderly, old man, old woman, pregnant,"
     " cocu, bebe, oglum, kizim, bueyuekanne, buyukanne, dede, yasli, hamile,дитин,діти,немовл, син ,сина,доньк,"
     "дочк,бабус,дідус,вагітн,ребенок,ребенк,дети,младен, сын ,сына,дочь,бабушк,дедушк,стари,беремен, طفل,اطفال,"
     "رضيع,ابني,ابنتي, ولد , بنت,جدتي, جدي,عجوز,حامل, dziec, niemowl, syn , syna, cork, babci, dziad, starsz, ciaz,"
     " enfant, mon fils, ma fille, grand mere, grand pere, mamie, papi, enceinte"},
    // person
    {" man , woman , wife , mother , mom , mum , friend , neighbour , neighbor , people , he , she , karim, annem,"
     " kardes, arkadas, komsu, insan, kadin,мама,мати,дружин,брат,сестр,подруг,сусід,люди,жінк,жена,мать,друг ,"
     "сосед,женщин, امي,زوجتي, اخي,اختي,صديق, جار,امراة, ناس, zona, mama , matka, siostr, kolega, kolezank, sasiad,"
     " ludzi, kobiet, femme, mere, frere, soeur, ami , amie , voisin, gens , il , elle "},
    // first
    {" i , my , me , we , us , our , ben , beni, bana, biz , я ,мене,мені, міи, моя, ми , нас ,меня, мне , мои ,"
     " мы , انا, نحن, mnie, moj , moja, nas , j ai, mon , ma , mes , nous"},
    // helpcall
    {" ambulance, police, fire brigade, save us, save me, send help, call 112, imdat, ambulans, polis, itfaiye,"
     " kurtar,рятуите,швидку,поліці,пожежник,спасите,скорую,полици,اسعاف,الاسعاف,شرطة,الشرطة,انقذ,النجدة, ratunku,"
     " karetk, policj, straz poz, pogotowi, pompier, au secours, sauvez"},
    // now
    {" now , right now, quickly, hurry, tonight, simdi, hemen, cabuk, acil , bu gece,зараз,швидко,терміново,негаино,"
     "сеичас,быстр,срочно,الان,بسرعة,فورا,عاجل,الليلة, teraz, szybko, natychmiast, pilne, w tej chwili, maintenant,"
     " vite, tout de suite, urgent, cette nuit"},
    // whatdo
    {},
    // if
    {},
    // wh
    {" how , where , when , what , which , who , why , can i , do i , nasil, nerede, ne zaman, hangi, neden,"
     " ne kadar, як , де ,коли,якии, хто ,чому,скільки, как , где ,когда,какои,какие, кто ,почему,сколько,куда, كيف,"
     " اين, متى,ما هي, كم ,لماذا, jak , gdzie, kiedy, jaki, jaka, kto , dlaczego, comment, ou , quand, quel, qui ,"
     " combien, pourquoi, est ce que"},
    // cost
    {" fee , cost, price, taxes, bill, insurance, pay , pays , ucret, uecret, vergi, fatura, sigorta, odeme, oedeme,"
     "коштує,вартість,податок,рахунок,страхов,штраф,платит,стоит,стоимость,налог,счет,رسوم,ضريبة,فاتورة,تامين,تكلف,"
     " koszt, oplat, podatek, rachunek, ubezpiecz, mandat, coute, frais, prix, impot, taxe, facture, assurance"},
    // paper
    {" application, certificate, document, paper, permit, licence, license, passport, id , id card, letter, visa,"
     " belge, evrak, dilekce, basvuru, ruhsat, ehliyet, pasaport, kimlik, mektup, vize,анкет,заяв,документ,довідк,"
     "свідоцтв,посвідчен,паспорт,лист ,дозвіл, віз ,бланк,справк,свидетел,удостовер,письм,разрешен, виз ,бумаг,"
     "استمارة, طلب ,وثيق,اوراق,شهادة,رخصة,جواز,هوية,رسالة,تاشيرة, formularz, wniosek, dokument, zaswiadcz,"
     " pozwoleni, prawo jazdy, paszport, dowod, pism, wiz , papier, formulaire, demande, certificat, attestation,"
     " permis, passeport, carte, lettre, dossier"},
    // adminverb
    {" register, apply, renew, extend, appointment, booking, fill in, fill out, move house, moving, address, cancel,"
     " kayit, randevu, yenile, uzat, tasin, iptal, doldur,зареєстр,реєстрац,запис,термін,подовж,переізд,заповн,"
     "скасув,зарегистр,регистрац,прописк,продл,переезд,заполн,отмен,تسجيل,موعد,تجديد,تمديد,انتقال, ملء,تعبية,الغاء,"
     " zameldow, rejestr, wizyt, przedluz, przeprowadz, wypelni, odwola, inscri, rendez vous, renouvel, prolong,"
     " demenag, remplir, annul"},
    // office
    {" office, town hall, city hall, opening hours, phone number, counter, belediye, daire, memur, saat,управлінн,"
     "ратуш,відділ,телефон,година,графік,ведомств,отдел,часы,приемн,بلدية,مكتب,دايرة,هاتف,دوام, urzad, ratusz,"
     " godzin, okienk, mairie, bureau, horaires, telephone, guichet"},
    // job
    {" course, training, school, okul, egitim,курс,школ,робот,работ,دورة,مدرسة, عمل , szkol, prac, cours, ecole,"
     " formation, travail"},
    // event
    {},
    // waste
    {},
    // animal
    {},
    // device
    {},
    // dead
    {" died, death, funeral, burial, oeldu, oeldue, oldue, vefat, cenaze, oeluem, oelum, oluem,помер,смерт,похорон,"
     "умер,توفي,وفاة, دفن,جنازة, zmarl, smierc, zgonu, pogrzeb, decede, deces, enterrement"},
    // past
    {" last week, last month, last year, yesterday, gecen, duen , dun ,минул,вчора,прошл,вчера,الماضي, امس, zeszl,"
     " wczoraj, dernier"},
    // future
    {" tomorrow, next week, monday, tuesday, friday, yarin, haftaya,завтра,наступн,след недел,на следующ, غدا,"
     "القادم, jutro, przyszl, demain, prochain"},
    // figure
    {" dying to, killing me, kill me if, sabirsizliktan, meraktan,з цікавості,від цікавості,від нетерп,от любопыт,"
     "от нетерп,من الفضول, z ciekawosci, z niecierpl, d impatience, de curiosite"},
    // neg
    {" no , cannot , can t , cant , don t , dont , never , won t , degil, yok , не , нет ,нема,немає, لا , لم "},
}};

}  // namespace

std::span<const ForeignDangerConcept, kDangerConceptCount> ForeignDangerConcepts() { return kForeign; }

}  // namespace amtslotse::nlu
