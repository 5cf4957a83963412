#include "nlu/danger_cues.h"

namespace amtslotse::nlu {
namespace {

struct Cue {
  DangerCue meaning;
  std::string_view phrases;  // separated by commas; a space matches a word's end
};

// Folded (ae, oe, ue, ss). A phrase matches inside words unless a space bounds it.
constexpr Cue kCues[] = {
    {DangerCue::kFire,
     " brennts, brent ,brennt!,feueralarm,zischt,rauchalarm,smoke,flamm,therme piept,gasgeruch, gas im ,"
     "nach gas , brennt ,brennt es, brennen ,in brand ,in flammen, flammen, feuer , feuer!,brand , lichterloh,"
     " qualm,verqualmt, verraucht,voller rauch,rauch ,rauchmelder, rauchentwicklung,stichflamme,kokelt,schmort,"
     "verschmort,explosion,explodier,verpuff,gasgeruch,riecht nach gas,stinkt nach gas,gas riech,rieche gas,"
     "gas aus,gasleck,gasaustritt,gasleitung ,co melder,kohlenmonoxid,riecht verbrannt,riecht verbrannt, funken,"
     "feuer gefangen,angezuendet,glimmt,steht in flamm,zuendelt,brandgeruch,verbrannt riech,hausbrand,raucht aus,"
     "dampft aus,kokel,qualmt, fire , fire!, on fire,yangin, pozar, pali sie, incendie, le feu ,пожар,пожежа,"
     "горит,горить,حريق, brenn ,dachstuhl,lodert,feuwer,feier im haus,ofen hochgegangen,in die luft geflogen,"
     "knallt und funkt,gasherd,zischendes,benzin vor,raucht aus der,es kokelt,verschmortem,qualm kommt,"
     "gefangen und brennt"},
    {DangerCue::kMedical,
     "infarkt,infakt,erbrech,flach ,liegt seit,liege seit,auf dem boden,in der dusche,kreislauf,gebissen,"
     "biss ins,schlangenbiss,murmel,im hals,wird blau,blau ,steckt im hals,nagel im,viel blut,blut kopf,"
     "collapsed,respond,kommt nicht mehr hoch,kriegt das kind,bekommt das kind,das kind jetzt,"
     "nicht mehr sprechen,gekracht,kracht,kippen um,kippt um,fallen um,schwindlig,schwindelig,mir ist uebel,"
     "husten,يتنفس,respire,gestern nacht gestuerzt,hingefallen,runtergefall,auf opa,durchgegangen,am boden,"
     "notartz, tot glaub,liegt einer,liegt eine,liegt jemand,ueberschlagen,gegen baum,gegen einen baum,frontal,"
     "bewusstlos,ohnmaecht,nicht ansprechbar,reagiert nicht,regt sich nicht,ruehrt sich nicht,bewegt sich nicht,"
     "wacht nicht auf,nicht mehr wach,atmet nicht,atmet kaum,atmet nich,keine luft,keine luft mehr,nicht atmen,"
     "kaum luft,schlecht luft,atemnot,erstick,laeuft blau,blau an,herzinfarkt,herzstillstand,herzanfall,"
     "herzschmerz,brustschmerz,schmerzen in der brust,druck auf der brust,schlaganfall,mundwinkel,krampft,"
     "krampfanfall,epilept,blutet,blute , verblut,blut ueberall,blutung,blutlache,wiederbeleb,reanim,kein puls,"
     "keinen puls,kollabier,zusammengebrochen,zusammen gebrochen,umgekippt,umgefallen,gestuerzt,runtergefallen,"
     "heruntergefallen,abgestuerzt,gelaehmt,allergisch,anaphyla,schock,wehen ,fruchtblase,kind kommt jetzt,"
     "stromschlag,verbrueht,abgetrennt,abgehackt,abgeschnitten,offener bruch,bein gebrochen,verletzt, verletzte,"
     "schwer verletzt,eingeklemmt,angefahren,ueberfahren,verunglueckt,unfall ,verkehrsunfall,autounfall,"
     "kopfverletzung,platzwunde,schnittwunde,unterzucker,zuckerschock,hirnblut,bienenstich,wespenstich,"
     "geschwollen,aufgeschnitten,hoert nicht auf zu bluten,gehirnerschuetterung,sterbenskrank,liegt im sterben,"
     "ertrink,ertrunken,ins wasser gefallen,in den fluss gefallen,eingebrochen ins eis,ins eis eingebrochen,"
     "im eis eingebrochen,unterkuehlt,hitzschlag,stirbt ,spuckt blut,erbricht blut,ich sterbe ,mann umfall,"
     "umfallen,ümfullen,umfuell,abgerutscht,es spritzt,oberschenkel,beatme,seitenlage,bewegt sich kaum,"
     "bewegt sich nich,luft wird knapp,hals geht zu,verbrueh,kochendes,kochendes wasser,greift sich ans herz,"
     "lallt,schnauft nim,schnauft nicht,roechel,puls ,herzdruck,nicht wach,nicht mehr wach,wachzukrieg,wegtret,"
     "weggetreten,schwarz vor augen,augen nicht mehr auf,sagt nichts mehr,antwortet nicht mehr,liegt am boden,"
     "liegt auf dem boden,liegt da ,eiskalt,eingequetscht,ueberrollt,verschuettet,zusammengesackt,sackt,"
     "schaum vor,haut loest,schwillt,schwillt zu,insulin,treibt im,geht unter,not breathing,heart attack,"
     "unconscious,bleeding,nicht atmen,nix luft,oddycha,сознания,дихає,дышит,kopf platzt,aufs pflaster geknallt,"
     "geschuettelt, schlaff,dilatation,bewusst los,und schaut durch,nicht wecken,voller blut,pulsiert,"
     "nicht bewegen,bewegt die beine,beine nicht mehr,ansprechbar,atmet komisch,ganz komisch,herz rast,"
     "arm tut weh,linke arm,linken arm,nackensteif,schuettelfrost,antwortet nicht,vom geruest,"
     "aus dem fenster gefallen,vom dach gefallen,von der leiter,umgerannt,kopf getreten,verbissen,angefallen,"
     "bisswunde,ins gesicht gebissen,verwaschen,hand taub,luft mehr,umgfoin,schnauft,schnaufen,ruehrt si,"
     "bekommt baby,baby kommt,choking,breath,nefes alam,nefes alm,przytomn,uebergossen,wirft blasen,bluten,"
     "verblut,naht ist auf,epipen,notfallspray,spray hilft nicht,nur noch unsinn,redet wirr,gezuckt,"
     "lippen werden,zunge dick,zunge wird,embolie,das atmen,seh doppelt,sehe doppelt,sieht doppelt,doppelt sehen,"
     "nicht mehr heben,trinkt nicht mehr,ganz grau,wird grau,grau im gesicht,erbrochenem,zittert am,zerquetscht,"
     "gequetscht,in der kreissaege,schlagader,glastuer,nasenbluten,auf den kopf gefallen,benommen,knochen guckt,"
     "knochen schaut,finger ist ab,finger ab,herz schlecht,liegen boden,leblos,reglos,regungslos,ohne puls,"
     "haengt das gesicht,faellt gerade um,kipp gleich,komm nicht mehr hoch,schmerzen sehr stark,brust schmerz,"
     "augen weg,baby heiss,krieg keine,ringt nach luft,roechelt,im unterzucker,guellegrube,fuesse nicht mehr,"
     "sauerstoffgeraet,beatmungsgeraet,am trafo,starkstrom"},
    {DangerCue::kViolence,
     "verfolgen,verfolgt,bricht bei uns ein,bricht jemand,aufhebel,aufzuhebel,aufbrech,schritte unten,"
     "schritte im,ins auto gezogen,ins auto gezerrt,gezerrt,eingeschlossen,angst um,ich habe angst,hab angst,"
     "greift leute an,greift an,greift kinder,beisst,cops,يضرب,uebergriff,belaestigt mich,dringt ein,"
     "terrassentuer,haustuer ein,tuer ein ,schlaegt mich,schlaegt uns,schlaegt sie,schlaegt ihn,schlaegt seine,"
     "schlaegt meine,schlaegt auf,geschlagen,verpruegel,pruegelt,schlaegerei,zusammengeschlagen,bedroht,"
     "droht mir,droht uns,droht mich,droht damit,mit einem messer,mit dem messer, messer ,pistole,gewehr, waffe ,"
     "bewaffnet,schiesst,schuesse,schuss gehoert,geschossen,vergewaltig,missbrauch,misshandel,gewalttaetig,"
     "wuergt,gewuergt,tritt gegen,tritt die tuer,einbrecher,bricht ein,wird eingebrochen,einbruch laeuft,"
     "ueberfall,ausgeraubt,raubueberfall,verfolgt mich,verfolgt uns,stalkt,stalker,entfuehr,sperrt mich ein,"
     "eingesperrt,haelt mich fest,laesst mich nicht raus,laesst mich nicht weg,amok,geisel,angegriffen,"
     "greift mich an,greift uns an,angst um mein leben,angst vor meinem mann,angst vor meinem freund,"
     "angst vor meinem vater,bringt mich um,bringt uns um,mich umbringen will,will mich umbringen,"
     "will mich toeten,umzubringen,sexuell,begrapscht,zwangsheirat,zwangsverheirat,randaliert,gewalt ,absticht,"
     "abstechen,messerangriff, axt , beil ,stangen,vermummt,hilfeschrei,schreit,haut meine,haut mich,frappe,beni,"
     "nicht telefonieren,hoert mit,festgehalten,sperrt mich,einbruch!,einbruch jetzt,jemand im haus,"
     "niedergestochen,морд,избива,бье, mnie bije,toetet,niemanden sagen,messersteche,niedergestochen,gestochen,"
     "treten auf,einzubrechen,fremder in mein,fremder mann in,verheirat,fasst mich an,angefasst,kind mitnehmen,"
     "breaking into,hit me,dovuyor,doevuyor,schreit um hilfe,um hilfe geschrien,bringt er mich,bringt er uns,"
     "auflauern,lauert mir,haut die mama,haut mama,schlogt,schlagen frau,alle tot,fremdes auto,"
     "mitgenommen worden,with a knife,with a gun,zerschlagen,im kofferraum,hat uns gefunden,er kommt gleich,"
     "kann nicht reden,lockt ,in den hausflur,folgt mir,drohbrief,steht er vorm,mit einem kanister,kuechenmesser,"
     "kampf vor,maske drin,und droht,heimlich,buegeleisen,vergewalt,hat ein messer,hat eine waffe,wimmert,"
     "um ihr leben,brutal"},
    {DangerCue::kSelfHarm,
     "spring gleich,springe gleich,spring jetzt,springe jetzt,stehe auf der bruecke,steh auf der bruecke,"
     "auf dem dach steh,brueckengelaender,gelaender und,die pillen,pillen liegen,pillen,tablettenschachtel,"
     "leerer tabletten,brief geschrieben,dass es aufhoert,leben ist vorbei,weiss nicht mehr weiter,"
     "nicht mehr weiter weiss,sich etwas antut,sich was antut,antut,antun,mich umbringen,mich um bringen,"
     "bring mich um,bringe mich um,leben nehmen,nimmt sich das leben,das leben zu nehmen,nicht mehr leben,"
     "nicht mehr weiterleben,nicht weiterleben,leben nicht mehr,will sterben,moechte sterben,sterben will,"
     "sterben moechte,lieber tot,waere tot,tot sein,suizid,selbstmord,selbsttoetung,schluss machen mit,"
     "mache schluss,ein ende setzen,ein ende machen,aufhaengen,erhaengen,erhaengt,von der bruecke,"
     "vom dach spring,vom hochhaus,vor den zug,vor die bahn,aus dem fenster spring,ritze mich,ritzt sich,"
     "mich ritzen,pulsader,selbst verletz,mich verletzen,keinen sinn mehr,kein sinn mehr,sinnlos,keinen ausweg,"
     "keinen anderen ausweg,will nicht mehr,kann nicht mehr,mag nicht mehr,ohne mich besser,abschiedsbrief,"
     "lebensmued,nicht mehr aufwachen,nie wieder aufwachen,etwas antun,was antun,etwas anzutun,was anzutun,"
     "alles beenden,beende es,mein leben beenden,weg sein fuer immer,vermissen wuerde mich,wuerde mich vermissen,"
     "schluss mit allem,letzter tag,schneide mich,haenge ich mich,haeng mich,bin ich tot,um zu sterben,"
     "paracetamol,stimmen sagen,vorbei mit mir,zur last,bringt sich um,bringt sich heute um,sich umbring,"
     "will springen,wollte springen,nicht mehr da waere,nicht mehr da bin,gibt es mich nicht mehr,strick,"
     "kill myself,suicide,weiterleben,nicht mehr aus,ich halte das nicht mehr,sich was an,braucht mich niemand,"
     "niemand braucht mich,bin ich weg,wenn ich weg bin,beende ich,mach ich schluss,mache ich schluss,"
     "stehe auf der eisenbahn,dass ich sie lieb,wenn ihr das lest,wenn du das liest,mich nicht gaebe,"
     "es mich nicht gibt,nacht verschwinde,zu meiner toten,zu meinem toten,was im schrank,umbringt,umbringen,"
     "ein ende,fenstersims,keinen anderen weg,sehe keinen weg,to live anymore,want to die,schneidet sich,"
     "schneide mir,strangulier,fenster stuerzen,alle ihre tabletten,alle meine tabletten,alle seine tabletten,"
     "angst vor mir selbst,seil haengt,am seil,motor laeuft und,bevor ich springe,gleich springe,"
     "keinen wert mehr,parkhausdeck,am rand,verzeiht mir,verzeih mir,sie kommt nie wieder,nie mehr wieder,"
     "tschuess sagen bevor,will tot,gegen einen baum,gelaender geklettert,ueber mich nicht mehr"},
    {DangerCue::kPoisoning,
     "наглотался,polknal,swallowed,pills,genippt,putzen flasche,gelutscht,intus,gefressen,eingeatmet,beissend,"
     "daempfe,vergift,gift ,gift!,giftig,rattengift,verschluckt,reiniger getrunken,putzmittel,"
     "spuelmittel getrunken,abflussreiniger,rohrreiniger,chlor,saeure,lampenoel,grillanzuender,"
     "batterie verschluckt,knopfzelle,knopfbatterie,pilze gegessen,pilzen,beeren gegessen,tollkirsch,ueberdosis,"
     "ueber dosis,zu viele tabletten,zuviele tabletten,tabletten genommen,tabletten geschluckt,alle tabletten,"
     "packung tabletten,schlaftabletten,medikamente gegessen,medikamente genommen,medikamente geschluckt,"
     "k o tropfen,ko tropfen,spuelmaschinentab,waschmittel,getrunken,gegessen und,alkoholvergift,drogen genommen,"
     "streifen,insulin gespritzt,frostschutz,ins glas,wc reiniger,pod zerbissen,zerbissen,abflussfrei,genuckelt,"
     "drucktabletten,fliegenpilz,rattenkoeder,koeder gegessen,desinfektionsmittel,lauge ,eingenommen,javel,"
     "in die augen bekommen,ins gesicht gespritzt,zigarette gegessen,mit thc,nervenpille,pilzgericht,ecstasy,"
     "heroin,von einer schlange,kreuzotter,pinselreiniger,entkalker,duftoel,tropfen fuer den,falsche tabletten,"
     "falsche medikament,in den mund gesteckt,im mund gehabt"},
    {DangerCue::kOtherDanger,
     "deich bricht,der deich,damm bricht,fluss gefahren,in den kanal,in den fluss,in den see,im freibad treibt,"
     "luftmatratze,bach steigt,boote,karussell,kran droht,droht zu kippen,zusammengekracht,kuehe auf,pferd auf,"
     "pferde auf,tiere auf der strasse,ist weg er ist,ist weg sie ist,bei der hitze,im heissen,nicht heim,"
     "keiner weiss wo,tanklaster,gefahrgut,bruecke bricht,ueberflutung,bombe,handgranate,granate gefunden,"
     "munition gefunden,blindgaenger gefunden,vermisst,verschwunden,spurlos,entlaufen kind,kind ist weg,kind weg,"
     "nicht nach hause gekommen,im aufzug,im fahrstuhl,stecken fest,steckt fest,strom im wasser,wasser steigt,"
     "hochwasser,haus stuerzt,eingestuerzt,einsturz,baum auf,stromleitung,im auto eingeschlossen,im heissen auto,"
     "geisterfahrer,falschfahrer,steht auf den gleisen,auf den gleisen,lebensgefahr,in gefahr,in not ,"
     "auf der autobahn,granate,tickt,ueberflutet,auf dem dach,treibt jemand,weggelaufen,handy ist aus,ueberhitzt,"
     "auf den schienen,auf den gleis,laeuft was aus,nicht auffindbar,abgaengig,demenz,dement,alzheimer,"
     "hafenbecken,untergegangen,gekentert,ins wasser,durchs eis,eis ist,panik,stromkabel,oberleitung,"
     "loch aufgebrochen,weltkriegsbombe,ausgelaufen und,leben und tod,abgetrieben,treibt raus,treibt ab,"
     "beckengrund,nicht hoch,kommt uns einer,auf unserer spur,bach laeuft,decke ist runter,runtergekommen,"
     "verschlossenen auto,eisangeln,aufs eis,eis gebrochen,eingebrochen im eis,am strand weg,"
     "nicht von der schule,im wald verlaufen,vom see um,kaimauer,bahnuebergang steckt,steckt ein auto,"
     "felsbrocken,boot laeuft,zurueck ans ufer,kajak,damm ist durch,hang runter,dach ist weg,liegt drunter,"
     "blindgaenger beim,kaufhaus weg,im graben,komm nicht raus,kommen nicht raus,nicht mehr raus,steckt die hand,"
     "eingeklemmt,verschuettet,minus fuenf,es friert,nachthemd,im rollstuhl im,wird vermisst,reagiert nicht auf"},
    {DangerCue::kHelpCall,
     "bitte rettung,rettung bitte,firefighters,please send,ساعد,help us,notarzt,mayday,huelp,hoelp,notfall ,"
     "notfall!,giftnotruf,krankenwagen,rettungswagen,rettungsdienst,sanitaeter, rtw ,notruf, 112 , 110 ,"
     "ruft die polizei,rufen sie die polizei,schickt die,schicken sie,schick einen,brauche einen arzt,hilfe ,"
     "helft ,hilft mir,zu hilfe,polizei ,feuerwehr , arzt ,ambulan, help , help!,help me,emergency,imdat,yardim,"
     "ratunku,pomocy,karetk,au secours,помогите,допоможіть,скорую,скорая,швидк,النجدة,إسعاف,اسعاف, sos ,"
     " ernstfall,krankenwaagen,helfed,helfts,notartz,notarz,schnell kommen,leise kommen,an doktor,brauchen rtw,"
     "bitte schnell,schnell bitte,schickt jemand,schickt wen,um hilfe,112 rufen"},
    {DangerCue::kNow,
     " gerade , grad , sofort , schnell , jetzt , ploetzlich , eben , seit minuten,seit stunden, immer noch ,"
     " dringend , bitte schnell, beeilen, was tun , was soll ich tun, was mache ich , was mach ich, was jetzt ,"
     " noch da , kommt , liegt , steht "},
    {DangerCue::kPerson,
     " ich , wir , mein , meine , meiner , meinen , mann , frau , kind , baby , sohn , tochter , mutter , vater ,"
     " oma , opa , nachbar, jemand , einer , eine frau , er , sie , freund , freundin , kollege , bruder ,"
     " schwester , kollegin , hund "},
    {DangerCue::kOffice,
     "antrag,beantrag,gebuehr,kosten ,kostet,kosten?,formular,termin,anmeld,abmeld,genehmig,bescheinig,"
     "ausbildung,bewerb,bewerbung, verein,mitglied,versicherung,pflicht,vorschrift,bericht,rechnung, kurs,"
     "urkunde,zustaendig,ausweis, pass ,satzung,ehrenamt,pruefung,foerder,uebung,probealarm,sirenentest,"
     "oeffnungszeit,unterlagen,voraussetzung,erlaub,darf ,verboten,bussgeld,steuer,konzession,gewerbe,"
     "fuehrerschein,fahrerlaubnis,parken,baugenehm,schulung,belehrung,statistik,museum,fest ,veranstaltung,"
     "feuerwerk,osterfeuer,lagerfeuer,kaminofen,heizung,schornstein,brandschutz,rauchmelderpflicht,nachweis,"
     "patientenverfueg,vorsorge,hausnotruf,notfallpass,notfalldose,notfallkarte,notfalltermin,nottermin,"
     "notdienst,apotheke,beratung,beratungsstelle,selbsthilfe,broschuere,infos,information,vortrag,praktikum,"
     "beruf ,karriere,stelle ,jugendfeuerwehr,freiwillige,mitmachen,spende,blutspend,waffenschein,waffenbesitz,"
     "jagdschein,sperrmuell,entsorg,giftmuell,schadstoff,schaedlingsbek,wespennest,laub ,grab,friedhof,bestatt,"
     "beerdig,sterbeurkunde,rente,pflege,schwerbehind,wohngeld,umbuch,verschieb,absag,online,digital,website,"
     "app ,batterie leer,batterie ist,nachlass,ausmisten,schwanger,erwarten,vaterschaft,unterhalt,witwe,"
     "rentnerin,sozialamt,jugendamt,bauamt,amt ,betreut,zwangsraeum,obdachlos,haft ,schadenersatz,schadensersatz,"
     "schlagloch,poller,klettergeruest,grabstein,bauzaun,parkbank,haltestelle,spielplatz,scheibe,umschreib,"
     "verlustanzeige,archiv,museum,evakuierung,elternberat,hilfetelefon,nicht notruf,bedienung,merkblatt,verdien,"
     "gehalt, messe , wie hoch,wie viel,wie viele,wieviel, wer hat , wer ist , wer prueft, wer kuemmert,"
     " wer haftet,zuschuss,reparier,defekt,kaputt,flacker,ausgefallen,verstopft,beschmiert,gestohlen,geklaut,"
     "diebstahl,fundbuero,ausbild,besichtig,fortbildung,training,selbsthilfegruppe,auskunftssperre,widerspr,"
     "kuendig,trete aus,beantworte,status,stand der,hospiz,hund ,katze,igel ,reh ,ratte,taube,betreuung,"
     "wer zahlt,wer bezahlt,zahlt den,zahlt die,wohin mit,wo gebe,wie gebe,vermieter,mietwohnung,mieter ,"
     "warteliste,schwimmkurs,geerbt,flyer,was bedeutet,erklaer,wie heiss,wie giftig,wie alt,warum ist,warum war,"
     "geschichte,escape,tickets,krimi,roman,minecraft,titanic,meldet man,wie melde,behindertenpark,todeserkl,"
     "bombenraeum,entschaerf,muss gewartet,gewartet werden,wegen der batterie,alle 40,kamin ,grillt,jeden abend,"
     "jeden samstag,jede woche,jeden tag,staendig,dauernd,gruppe,lotse,cafe ,luftgewehr,schreckschuss,radweg,"
     "wanderweg,versperrt,gartenabf,hochwasserk,hochwassersch,schadensmeld,sandsaeck,wie verhalte,verhalten bei,"
     "ueben sie,sammelplatz,tipp ,hausmittel,sammelstelle,spaetestens,bis wann,frist,wann muss,vollmacht,"
     "namensaender,paket,beleuchtung,telefonnummer von,praevention,explosionsschutz,notunterkunft,fuer hunde,adac"},
    {DangerCue::kPast,
     "letztes jahr,letzten monat,letzte woche,letztem,letzten winter,letzten sommer,vor einem jahr,"
     "vor zwei jahren,vor drei jahren,vor jahren,vor monaten,vor wochen,damals,frueher, hatte , hatten , gewesen,"
     "vorletzt,vergangenes,nachtraeglich,ist schon geloescht,war schon da,verstorben,gestorben,nach meinem,"
     "nach einem,nach dem,nach der ,seit dem ,ums leben gekommen,toedlich,entschlafen,heimgegangen,"
     "nicht mehr unter uns,tot gefunden,tot aufgefunden,ist tot , ist tot,begangen, starb ,beim brand im,"
     "im urlaub,letzten freitag,letzten montag,letzten samstag,letzten sonntag,gestern gestuerzt,im oktober,"
     "nach unfall,geerbt,vor kurzem,neulich,vorige woche,im maerz,im juli,seit jahren"},
    {DangerCue::kFigure,
     "brennt mir unter,unter den naegeln,brennend interess,feuer und flamme,sterbe vor,vor langeweile,vor lachen,"
     "vor hunger,vor neugier,vor ungeduld,bringt mich um den,zum totlachen,totlach,todmued,tot muede,todlangweil,"
     "hammer,unter feuer,platzt der kragen,koennte platzen,erschlag,killt mich,zum schiessen,schiess los,bombig,"
     "bombenwetter,bombenstimmung,mordsmaessig,mords,nervenzusammenbruch,herzlich,von herzen,am herzen,"
     "blutiger anfaenger,brandneu,brandaktuell,brandheiss,feuerprobe,wie im flug,explodieren die,"
     "preise explodier,kosten explodier,schlag auf schlag,vom schlag getroffen,gestorben vor,laterne brenn,"
     "laternen brenn,lampe brenn,lampen brenn,licht brenn,beleuchtung brenn,brennt nicht,brennt nich,brennt kein,"
     "brennt noch licht,brennt tag und nacht,brennt durchgehend,handy,akku ,computer,laptop,drucker,word ,"
     "windows,internet,server,rezept,kuchen,pizza,muster,tor ,freundin hat schluss,freund hat schluss,"
     "mit mir schluss,in die luft gehen,hals ueber kopf,kopflos,film ,buch ,spiel ,nie im leben,"
     "schlag ins gesicht,hals gerettet,leben gerettet,buerokratie,formular bring,mit eurem,mit ihrem,sonnenbrand,"
     "toast,feuer frei,brenne fuer,explodiere gleich,chili,song ,lied ,fussball,papierkram,bringt mich um,"
     "ich sterbe hier,warteschlange,huette,brennt wohl,brennt der hut,lebensmuede,oel ins feuer,bombe euer,"
     "verbrecher,verpruegelt,regen stehen,so muede,koennte umfallen,herz brennt,auf der seele,allen ecken,"
     "abgewuergt,mahnungen,verzweiflung,liebeskummer,hut ab,hunger ich,bitte spaeter"},
};

}  // namespace

std::array<std::string_view, kDangerCueCount> DangerCuePhrases() {
  std::array<std::string_view, kDangerCueCount> lists;
  for (const Cue& cue : kCues) lists[static_cast<std::size_t>(cue.meaning)] = cue.phrases;
  return lists;
}

}  // namespace amtslotse::nlu
