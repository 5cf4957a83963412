#include "nlu/danger_concepts.h"

#include <array>

namespace amtslotse::nlu {
namespace {

// One concept a string: phrases as PhraseFinder reads them, folded (ae, oe, ue, ss).
constexpr std::array<std::string_view, kDangerConceptCount> kConcepts = {
    // fire noun
    " feuer , brand , braende , flammen,flamme , inferno,stichflamme,brandstift,feuersbrunst,hausbrand,"
    "zimmerbrand,kuechenbrand,fettbrand,waldbrand,wohnungsbrand,dachstuhlbrand,autobrand,kellerbrand,"
    "buschbrand,schwelbrand,kabelbrand, fire , yangin,incendie,pozar,пожар,пожежа,حريق, feua , fuer ",
    // fire verb
    " brennt , brennts , brennd , brent , brennen , in brand, in flammen,fackelt,lodert,glimmt,kokelt,"
    "schmort,qualmt,qualmen,raucht , entzuendet, zuendelt,angezuendet,feuer gefangen,flammen schlagen,"
    "brennend, steht alles in, brannte , burning,on fire,горит,горить, brinnt, braennt,lichterloh,"
    "fackelt ab,abgefackelt,kokeln,zuendeln,in rauch,durchgebrannt ist,angekokelt,schwelt",
    // smoke gas
    " rauch ,rauch im,rauch aus,rauchwolke,rauchentwick,rauchmelder piep, qualm ,qualm ,verqualmt,"
    "verraucht,voller rauch,dichter rauch,schwarzer rauch,gasgeruch,nach gas,gas stroemt,gasleck,"
    "gas tritt,gas aus,gasflasche zisch,zischt,gasleitung getroffen,gasleitung besch,kohlenmonoxid,"
    " co melder,co warner,co alarm,verbrannt riech,riecht verbrannt,riecht nach verbrannt,"
    "riecht nach rauch,riecht angebrannt,stinkt nach,brandgeruch,funken,funkt ,knistert,verpuff,"
    "explosion,explodiert,explodier,detonat, geknallt,knall ,dampf ,chlorgas,giftwolke,giftgas,aetzend,"
    " smoke, gas ",
    // body
    " kopf,hinterkopf, hals , brust, herz , herz, arm , arme , armen , bein , beine , finger , daumen ,"
    " hand , haende , auge , augen , bauch, ruecken, gesicht, zunge , lippe, haut , oberschenkel, ader,"
    "pulsader, mund,mundwinkel, kehle, rippe, nacken, schaedel, ohr , nase , knie , zeh , fuss , fuesse ,"
    " koerper , rachen,luftroehre, lunge, wirbelsaeule, genick, becken , schulter, handgelenk, unterleib,"
    " stirn , glied,seite taub,seite ",
    // blood
    " blut ,blutet,blutend,bluten ,blute , verblut,blutung,blutueber,blutlache,blutbad,blutig, viel blut,"
    "voller blut,alles voll blut, bleeding, blod, blood,кров,verblute,ausgeblutet,blutstill",
    // injury
    "abgetrennt,abgesaegt,abgehackt,abgeschnitten,abgerissen, ab ,aufgeschlitzt,aufgeschnitten,"
    "geschnitten,gebrochen,bruch ,offener,verbrueht,verbrannt,verbrennung,veraetzt,taub ,gelaehmt,"
    "geschwollen,schwillt,schwellen,aufgespiesst,gequetscht,zerquetscht,verletzt,verletzung,verletzte,"
    "schwerverletz,wunde,zertruemmert,gerammt,durchbohrt,eingerissen,loest sich,knochen,stromschlag,"
    "strom gekriegt,am strom,elektrisiert,erfror,unterkuehl,eiskalt, ganz kalt,hitzschlag,haengt runter,"
    "haengt herunter,haengt schief,haengt auf,spritzt,haengt am strom,eingequetscht,aufgerissen,verdreht,"
    "ausgekugelt,erdrosselt,stranguliert,verbluetet,blaeulich,amputiert",
    // symptom
    "schmerz,atemnot,keine luft,kaum luft,kei luft,nix luft,keen luft,koa luft, luft , atmet,atmen,"
    "atmung,atem,aterm,roechel,keuch,schnapp,erstick,wuergt , blau ,blaue lippen,krampf,zuckt,zucken,"
    "schaum,ohnmaecht,bewusstlos,bewusstsein,besinnung,nicht ansprechbar,ansprechbar,reagiert,"
    "wacht nicht,wach ,nicht wach,wird nicht wach,benommen,apathisch,schlapp,schlaff,lallt,wirr,verwirrt,"
    "schwarz vor,schwindel,schwindlig, uebel,erbricht,erbrechen,brechen,bricht staendig,kotzt,uebergibt,"
    "uebergeben,fieber,schuettelfrost,schweiss,zittert,puls ,herzrasen,herz rast,herz stolpert,"
    "herzinfarkt,infarkt,schlaganfall,anfall,kollabier,kreislauf,schock,allergi,anaphyla,quaddel,"
    "unterzucker,zuckerschock,insulin,asthma,epilept,sepsis,wehen , fruchtblase,fehlgeburt,"
    "herzstillstand,atemstillstand,herzdruck,sehe nichts,sieht nichts,nicht mehr sehen,"
    "nicht mehr sprechen,sprechen kann,kann nicht sprechen,nicht bewegen,bewegt sich,ruehrt sich,"
    "regt sich,reglos,regungslos,leblos,nicht mehr hoch,kommt nicht hoch,nicht breathing,not breathing,"
    "unconscious,nefes,oddycha,дыш,диха,сознан,respire,يتنفس",
    // collapse
    "umgekippt,umgefallen,faellt um,kippt um,kippen um,fallen um,zusammengebrochen,zusammengesackt,"
    "zammgfalln,zusammengefallen,zusammen gebrochen,zusammenbruch,gestuerzt,gefallen,gfalln,"
    "runtergefallen,runter gefallen,heruntergefallen,abgestuerzt,hingefallen,hingeknallt,geknallt,"
    "aufgeschlagen,die treppe runter,treppe herunter,vom geruest,von der leiter,vom dach,vom baum,"
    "vom balkon,aus dem fenster,ausm fenster, liegt , liegen , lieg , liegt da,am boden,auf dem boden,"
    "aufm boden,bodn,rutscht ab,abgerutscht,sturz ,collapsed,hang rutscht,erdrutsch,eingestuerzt,"
    "stuerzt ein,einsturz,einstuerz,runtergekommen,zusammengestuerzt,steinschlag,lawine",
    // trapped
    "eingeklemmt,klemmt,verschuettet,steckt fest,stecken fest,sitzen fest,sitzt fest,stecke fest,fest im,"
    "eingesperrt,eingeschlossen,sperrt,gefangen,unter dem,unterm,unter einem,unter der,drunter,"
    "begraben unter,nicht raus,nicht mehr raus,kommen nicht,komme nicht,kommt nicht raus,"
    "kriegen die tuer nicht,im aufzug,im fahrstuhl,ueberrollt,ueberfahren,trapped",
    // water
    " see , fluss , teich , eis , hafen,hafenbecken, kanal , bach , meer , wasser , pool , schwimmbad,"
    "freibad,hallenbad,badesee,steg ,boot ,boote ,segel,kajak,schlauchboot,luftmatratze,stroemung,"
    "keller laeuft,flut , elbe , foerde,mole , ufer , weiher , tuempel , regentonne, brunnen ",
    // drown
    "ertrink,ertrunken,treibt,untergegangen,geht unter,gehen unter,gekentert,kentert,ins wasser gefallen,"
    "ins wasser gesprungen,reingefallen,eingebrochen,eingekracht,durchs eis,nicht mehr auf,taucht nicht,"
    "unter wasser,weggetrieben,abgetrieben,mitgerissen,steigt schnell,steigt immer,laeuft voll,"
    "ueberflutet,ueberschwemmt,steht bis,deich bricht,damm bricht,drown",
    // vehicle
    " auto , autos ,motorrad,motorradfahr,roller , lkw , laster , bus , zug , bahn , s bahn, tram ,"
    "strassenbahn,fahrrad, rad ,radfahrer,radler,traktor,trecker,bagger,kran , wagen , pkw , transporter,"
    "tanklaster,zug ,flugzeug,hubschrauber,autobahn, a1 , a7 , b76 ,bundesstrasse,landstrasse,kreuzung,"
    "gleise,gleisen,schienen,bahnuebergang,bahngleis,tunnel,leitplanke,rettungswagen steht,karussell,"
    "achterbahn,seilbahn",
    // crash
    "unfall ,unfall, crash,frontal,gegen einen baum,gegen baum,gegen die,gegen ne,ueberschlagen,"
    "angefahren,ueberfahren,umgefahren,zusammengestossen,zusammenstoss,gerammt,erfasst,kollidiert,"
    "verunglueckt,von der strasse,im graben,in den graben,geisterfahr,falschfahr,falsch rum,falschrum,"
    "faehrt falsch,karambolage,entgleist,accident",
    // height
    " dach , dachrand,dachkante,dach vom,bruecke,gelaender,bruestung,hochhaus,parkhaus,parkdeck,klippe,"
    "turm ,fensterbrett,fenstersims,balkon,am fenster,mast ,kante ,aussen am,gleisen,gleise,bahngleis,"
    "bahnsteig",
    // jump
    "springen,spring ,springe,springt,runterspring,sprung,stuerzen,in die tiefe,runter wollen,"
    "vor den zug,vorn zug,vor die bahn,vor nen zug,vor einen zug,legt sich auf",
    // attacker
    " ex , exfreund,exmann,ex mann,ex freund,mein mann,mei mann,mein freund,mein vater,mein papa,"
    "mein onkel,mein stiefvater,mein bruder,mein sohn, typ , kerl , maenner ,ein mann,fremder,fremde,"
    " einbrecher,maskiert,vermummt,bewaffnet, taeter,jugendliche,betrunken,besoffen, einer , jemand ,"
    " wer , irgendwer,jmd, nachbar, stalker, gruppe , er , he , husband,hausmeister ",
    // attack
    "schlaegt,schlagen ,schlag ,geschlagen,haut ,gehauen,verpruegel,pruegel,zusammengeschlagen,wuergt,"
    "gewuergt,wuergen,tritt ,treten auf,treten ,getreten,eingetreten,sticht,gestochen,niedergestochen,"
    "stechen auf,messersteche,bedroht,droht ,drohen,bedrohen,verfolg,angegriffen,greift ,greifen ,"
    "ueberfall,ueberfallen,ausgeraubt,raubt,entfuehr,gezerrt,zerrt,zieht ,festgehalten,haelt mich,"
    "haelt uns,umbringen,umbringt,bringt mich um,bringt uns um,toeten,killen,absticht,abstechen,"
    "misshandel,randalier,rastet aus,ausgerastet,geht auf,gehen auf,losgegangen,schiesst,schuesse,"
    "geschossen,schuss ,hetzt,beisst,gebissen,anschlag,geisel,amok,lauert,auflauern,schubst,wirft mich,"
    "wirft mit,bombendrohung,in die luft,zwangsverheira,verheiraten,geschuettelt,eskaliert,schlaegerei,"
    "festhalten,bije,frappe,beats,hit me,dovuyor,бье,бьет,бьёт,избива,يضرب,hauts,packt mich,packt sie,"
    "ueberfall im,raubueberfall,ueberfall auf,schiesserei,messerangriff,bewaffneter,einschlag auf,"
    "stechen",
    // intrude
    "einbrech,einbruch,bricht ein,brechen ein,eingebrochen,eingestiegen,steigt ein,steigt durch,aufbrech,"
    "aufzubrechen,aufhebel,aufgehebelt,aufzuhebeln,tuer auf,tuer ein,im haus,im flur,in meiner wohnung,"
    "in unserer wohnung,in meinem garten,schritte,vor der tuer,vor meiner tuer,an der tuer,vorm haus,"
    "vor dem haus,gegen die tuer,haemmert,schleicht,klopft,poltert,nebenzimmer,ums haus,wlamywacz,"
    "burglar,robber",
    // sexual
    "vergewalt,missbrauch,sexuell,begrapscht,fasst mich,angefasst,fummelt,unsittlich,naked,belaestigt,"
    "exhibition",
    // weapon
    " messer , messern ,pistole,gewehr, waffe , waffen ,bewaffnet,schusswaffe,revolver, axt , beil ,"
    "machete,hammer auf,schlagstock,baseball,schlaeger ,granate,bombe ,bomben,sprengstoff,sprengsatz,"
    "handgranate,munition,molotow,saebel,schwert ,knife, gun ,knarre",
    // cry
    "schreit,schreie,schrei ,schreien,hilfeschrei,um hilfe,hilferuf,weint,weinen,wimmert,kreisch,panik,"
    "todesangst, angst ,lebensgefahr,in gefahr,in not,lebensbedroh,auf leben und tod,scared",
    // suicide
    "umbringen,mich um,sich um ,bring mich um,bringe mich um,bringt sich um,leben nehmen,"
    "nimmt sich das leben,nehme mir das leben,nicht mehr leben,nicht weiterleben,nicht mehr weiterleben,"
    "leben beenden,beenden will,beende mein,will sterben,sterben will,moechte sterben,sterben moechte,"
    "sterben ,lieber tot,waere tot,tot sein,suizid,selbstmord,schluss machen,schluss mit,mach schluss,"
    "mache schluss,ein ende,aufhaengen,erhaengen,haenge mich,haeng mich,erschiessen,ritze,ritzen,geritzt,"
    "pulsader,mich verletzen,mir was an,mir etwas an,etwas an ,was an ,antun,antut,abschiedsbrief,"
    "abschied,verabschiede,lebensmued,aufwachen,nicht mehr da,nicht mehr hier sein,ohne mich,besser dran,"
    "zur last,braucht mich,vermisst mich,vermissen,ausweg,sinnlos,keinen sinn,hat keinen sinn,kein sinn,"
    "will nicht mehr,mag nicht mehr,kann nicht mehr,ertrage,halte das nicht,halts nicht,nicht mehr aus,"
    "vorbei sein,endlich vorbei,fuer immer schlafen,fuer immer weg,einschlafen und,wozu noch,"
    "alles beenden,strick ,kill myself,suicide,end my life,leben ist,aus dem leben,dunkle gedanken,"
    "suizidgedanken,gedanken,haenge ich mich,haeng ich mich,bringe ich mich,umzubringen,"
    "nur noch einen ausweg,nehm mir das leben,freitod,nicht mehr aufstehen will,vor den zug,endgueltig,"
    "letzte nachricht,lebt wohl,macht es gut,tut mir leid alles",
    // substance
    "tablette,pille,pillen,schlafmittel,schlaftablette,medikament,drogen,heroin,kokain,alkohol,wodka,"
    "schnaps,reiniger,putzmittel,bleiche,chlor,saeure,lauge,spuelmittel,abfluss,lampenoel,frostschutz,"
    "benzin,batterie,knopfzelle,pilz,beeren,goldregen,eibe,tollkirsch,maiglock,engelstromp,herbstzeit,"
    "gift ,giftig,rattengift,pestizid,unkrautvern,vergift,ueberdosis,spuelmaschinentab,waschmittel,"
    " tabs ,duenger,ko tropfen,k o tropfen,nikotin,insulin,murmel,erdnuss,nuss ,fluessigkeit,terpentin,"
    "essigessenz,entkalker,spritze ,liquid,klebstoff,pills,paracetamol,ibuprofen,morphium,methadon,"
    "ecstasy,psychopharm,glas was,getraenk",
    // ingest
    "getrunken,trinkt ,geschluckt,verschluckt,schluck ,schlucke,gegessen,isst ,genommen,nimmt ,"
    "eingenommen,eingeatmet,gefressen,genascht,gelutscht,probiert,intus,gespritzt,gekostet,zerbissen,"
    "reingekriegt,abbekommen,im mund,gemischt,swallowed,took ,reingetan,gekippt,eingeworfen,reingezogen,"
    "ausgetrunken",
    // missing
    "verschwunden,vermisst , weg und, ist weg, weggelaufen,weg gelaufen,abgaengig,nicht nach hause,"
    "nicht heim,nicht wieder,spurlos,nicht auffindbar,finden sie nicht,finden ihn nicht,finde mein,"
    "seit stunden,verlaufen,ausgebuext,fortgelaufen,seit zwei stunden weg,seit gestern weg,stunden weg,"
    "nicht zurueck,ueberfaellig",
    // vulnerable
    " kind , kinder , kindes ,kleinkind, baby , saeugling, tochter , sohn , enkel,zweijaehrig,"
    "dreijaehrig,vierjaehrig,jaehrige,jaehriger, oma , opa , omi , opi ,grossmutter,grossvater,mutter,"
    "mama ,dement,alzheimer,alte frau,alter mann,aeltere,aelterer,schwanger,rollstuhl,bub ,bua ,kleine ,"
    " kleiner , junge , maedchen , schueler,rentner",
    // person
    " mann , frau , mein , meine , meiner , meinem , meinen , papa , vater , bruder , schwester ,"
    " kollege , kollegin , freund , freundin , nachbar , nachbarin , mitbewohner, person , leute ,"
    " menschen , einer , eine , jemand , wer , er , sie , typ , gast , kumpel , partner, fahrer ,"
    " passant, chef , arbeiter ,bewohner, patient, mei , dame , herr , ihn , ihm , ihr ",
    // first
    " ich , mir , mich , wir , uns , ick , mi ",
    // helpcall
    "notarzt,krankenwagen,rettungswagen,rettung ,rettungsdienst,sanitaeter, sanka , rtw ,notruf ,"
    "ruft die,rufen sie,ruf ,ruft ,schickt ,schicken sie,schick ,kommt schnell,kommen sie schnell,"
    "komm schnell,schnell kommen,bitte kommen,kommen sie bitte,bitte kommt,bitte schnell,schnell ,"
    "beeilen,sofort ,brauche einen arzt,brauchen einen arzt,einen arzt,hilfe ,helft ,helfen sie,"
    "hilft mir,hilf mir,polizei ,feuerwehr , help , please send,ambulan,imdat,yardim,ratunku,pomocy,"
    "karetk,au secours,aidez,помогите,допомож,скор,швидк,النجدة,إسعاف,اسعاف,ساعد, sos ,mayday, notfall ,"
    "notfall, 112 , 110 ,hundert zehn,einhundertzehn,eins eins zwei,eins eins null,giftnotruf,emergency,"
    "lebensretter",
    // now
    " gerade , grad , grade , jetzt , sofort , ploetzlich , soeben , eben , seit minuten,seit stunden,"
    " immer noch , dringend , gleich , noch immer , seit heute,seit gestern,seit einer stunde,seit zehn,"
    "seit fuenf,aktuell , schon wieder , heute nacht, heute abend, now , hier , da , drin , draussen ,"
    " oben , unten , nebenan , gegenueber ,ueber uns,unter uns",
    // whatdo
    "was tun,was soll ich,was mach,was mache,was jetzt,was sollen wir,was muss ich tun,was machen,"
    "wie helfe,wie verhalt,wohin,wen rufe",
    // if
    " wenn , falls , bei , im falle , sollte , wuerde , waere , koennte , haette ",
    // wh
    " wie , wo , wann , wer , welche , welcher , welches , was , wieso , warum , woher , womit , wem ,"
    " wen , wieviel , weshalb , wessen ",
    // cost
    "gebuehr,kosten ,kostet,kosten?,bussgeld,strafe,steuer,rechnung,bezahl, zahlt , zahlen ,zuschuss,"
    "preis ,preise, euro ,erstattung,versicherung,haftet,haftung,schadensersatz,entschaedig,verdien,"
    "gehalt,teuer,foerder,spende",
    // paper
    "antrag,beantrag,formular,bescheinig,ausweis,urkunde,nachweis,genehmig,erlaub, pass ,reisepass,pass?,"
    "personalausweis,perso ,fuehrerschein,schein ,scheins ,karte ,bescheid,unterlagen,dokument,zeugnis,"
    "vollmacht,verfuegung,testament,konzession,anzeige ,akte ,bericht,register,auskunft,lizenz,satzung,"
    "verordnung,regeln,vorschrift,pflicht,gesetz,merkblatt,broschuere,flyer,plan ,karte,liste,statistik,"
    "attest,melderegister,kopie,original,bestaetigung,status",
    // adminverb
    " anmelden , abmelden , ummelden , melden , beantragen , verlaengern , abholen , abgeben ,"
    " bestellen , verschieben , absagen , buchen , vereinbaren , entsorgen , kuendigen , aendern ,"
    " eintragen , beurkunden , bekommen , kriegen , anfordern , einreichen , besorgen , mitbringen ,"
    " machen , finden , erreichen , bewerben , mitmachen , mieten , genehmigen , umschreiben ,"
    " ausstellen , anzeigen , zahlen , bezahlen , nachweisen , verlegen , stornieren , kaufen ,"
    " verkaufen , haben , werden , anmeldn , anmeldung , abmeldung , meldung , termin ,termine,"
    "terminbuch,notfalltermin,nottermin,umtausch,wechseln,melde ich,bekomme ich,beantrage ich,kriege ich,"
    "finde ich,krieg ich,muss ich,brauche ich,kann ich,darf ich,gibt es,gibts,haben sie,habt ihr,"
    "wie lange,wie hoch,wie viel,wie viele,wie oft,ab wann,bis wann",
    // office
    "amt ,amt?,aemter,behoerde,rathaus,buergerbuero,standesamt,sozialamt,jugendamt,ordnungsamt,bauamt,"
    "gesundheitsamt,beratung,beratungsstelle,selbsthilfe,oeffnungszeit,geoeffnet, offen,zustaendig,"
    "ansprechpartner,sachbearbeit,telefonnummer,nummer ,adresse,kontakt,website,online,app ,internet,"
    "verwaltung,buero,stelle ,sprechstunde,sprechzeit,bereitschaftsdienst,notdienst,apotheke,"
    "frauenhaus adresse,verein,verband,hausnotruf,weisser ring,schiedsamt,gericht,anwalt,vermieter,kita ,"
    "schulamt",
    // job
    "ausbildung,beruf,karriere,bewerb,praktikum,stelle ,job ,ehrenamt,freiwillig,jugendfeuerwehr,"
    "mitglied,kamerad,dienstgrad,bundesfreiwillig,fsj ,azubi,studium,kurs ,kurse,seminar,schulung,"
    "lehrgang,uebung,probealarm,training,pruefung,abzeichen,belehrung,vortrag,unterweisung,mitmachen,"
    "laufbahn,verdient,sirenenprobe,warntag,sirene,alarmuebung,brandschutz,brandschau,evakuier",
    // event
    "fest ,feste,flohmarkt,museum,ausstellung,tag der offenen,veranstaltung,konzert,osterfeuer,"
    "lagerfeuer,feuerwerk,grillen,grill ,silvester,boeller,martinsfeuer,sonnwend,johannisfeuer,theater,"
    "film,kino,buch ,roman,krimi,spiel ,lied ,song ,serie ,tatort,besichtig,fuehrung,karten ,tickets,"
    "party,hochzeit,blutspend,organspend,stammzell",
    // waste
    "entsorg,muell,sperrmuell,wertstoff,schadstoff,recycling,giftmobil,altbatterie,abgeben,abholen,"
    "container,tonne ,giftkoeder,kaputt,defekt,laterne,strassenlampe,lampe,ampel,beleuchtung,schlagloch,"
    "schlagloecher,spielplatz,bank ,parkbank,gehweg,radweg,gully,poller,zaun,schild,ausgefallen,flacker,"
    "verstopft,klappert,rostig,locker,wackel,morsch,beschaedigt,streuen,glaette",
    // animal
    " hund , hunde , katze , kater , igel , reh , taube ,ratte,ratten,maeuse,wespen,wespennest,hornisse,"
    "bienen,fuchs,waschbaer,marder,hamster,vogel,tier ,tiere ,tierheim,kaninchen,pferd,wildschwein,dachs,"
    "schlange ",
    // device
    " handy , handys ,akku ,akku,computer,laptop,rechner,pc ,drucker,scanner,windows,internet,server,"
    "system ,systeme,portal,formular,seite ,website,programm,datei,word ,browser,verbindung,leitung ,"
    "homepage,app ,bildschirm,terminal,automat,e mail,passwort",
    // dead
    "gestorben,verstorben,verstarb, starb ,todesfall,sterbefall,ableben,tod , tot , tote , toter ,tot?,"
    "entschlafen,beerdig,bestatt,begraeb,begraben,grab ,grabs,friedhof,friedwald,urne,leiche,sterbe,"
    "witwe,witwer,nachlass,erbe,erben ,erbschein,hinterblieb,trauer,totenschein,todesanzeige,todestag,"
    "hospiz,verschollen",
    // past
    "letztes jahr,letzten monat,letzte woche,letzter woche,letzten,letztem,letzter,letzte ,"
    "vor einem jahr,vor zwei,vor drei,vor vier,vor fuenf,vor jahren,vor monaten,vor wochen,vor tagen,"
    "vor kurzem,neulich,damals,frueher , hatte , hatten , war , waren , wurde , wurden ,gewesen,vorige,"
    "vergangen,nachtraeglich,seit jahren,seit monaten,seit wochen,nach meinem,nach einem,nach dem,"
    "nach der ,nach unserem,wegen , gestern , vorgestern ,seinerzeit,ehemal,reha ,genesen,wieder gesund",
    // future
    " morgen , uebermorgen ,naechste woche,naechsten,naechster,demnaechst,bald , soll , sollen ,geplant,"
    "am montag,am dienstag,am freitag,wochenende",
    // figure
    "brennt mir,brennt mich,unter den naegeln,auf der seele,auf den naegeln,brenne darauf,brenn darauf,"
    "brenne fuer,feuer und flamme,sterbe vor,sterb vor,stirbt vor,vor langeweile,vor lachen,vor hunger,"
    "vor neugier,vor ungeduld,vor freude,vor scham,um den verstand,zum totlachen,totlach,todmued,"
    "todlangweil,todernst,todsicher,todesstern,zum sterben,tot warten,warte mich tot,wart mich tot,"
    "platzt der,platzt mir,kragen,platzt gleich,hammer,mega,krass,geil,killer,mords,moerder,"
    "nervenzusammen,herzlich,von herzen,am herzen,zu herzen,aus herzen,herzens,blutiger anf,brandneu,"
    "brandaktuell,brandheiss,feuerprobe,preise explod,kosten explod,gebuehren explod,schlag auf,"
    "trifft der schlag,mich der schlag,fast vom stuhl,vom hocker,in die luft gehen,hals ueber,kopflos,"
    "den kopf,kopf zerbre,kopfschmerzen bereit,nie im leben,ins gesicht,den hals,hals gerettet,"
    "leben gerettet,tag gerettet,buerokratie,papierkram,papierkrieg,warteschleife,warteschlange,"
    "wartezeit,schlange ,langweil,nerven,nervt,noch um ,bringt mich noch,bringt mich um den,"
    "macht mich fertig,macht mich krank,krank mit euch,koennte kotzen,zum kotzen,zum heulen,haha,lol,"
    "hihi,xd,ironisch,witz ,redewendung,sprichwort,lustig,bombenstim,bombenwet,bombig,ofen ,waffel,"
    "knall ,vogel ,latein,schnauze voll,geduld,hut ,dach aufs,aufs dach,brummt,glueht,heisser draht,"
    "feierabend,hoelle,wahnsinn,saftladen,drecksladen,abzock,wucher,unverschaemt",
    // neg
    " nicht , kein , keine , keinen , nichts , nix , nie , niemand , ned , net , nich , nimmer , ohne ",
};

}  // namespace

std::span<const std::string_view, kDangerConceptCount> DangerConceptPhrases() { return kConcepts; }

}  // namespace amtslotse::nlu
