// A county of made-up towns with made-up catalogues, each a folder to import.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const things = ['Hund', 'Gewerbe', 'Wohnsitz', 'Fahrrad', 'Garten', 'Zaun', 'Brunnen', 'Baum', 'Boot', 'Markt', 'Fest', 'Stand', 'Grab', 'Schule', 'Kita', 'Bus', 'Müll', 'Straße', 'Schild', 'Plakat',
  'Ausweis', 'Pass', 'Urkunde', 'Ehe', 'Name', 'Waffe', 'Jagd', 'Fischerei', 'Taxi', 'Lager'];
const deeds = ['anmelden', 'abmelden', 'ummelden', 'beantragen', 'verlängern', 'ändern', 'genehmigen', 'bezahlen', 'erneuern', 'melden'];

const block = (code, text) => `<xzufi:modulText><xzufi:positionDarstellung>1</xzufi:positionDarstellung><xzufi:inhalt languageCode="de">${text}</xzufi:inhalt>`
  + `<xzufi:leikaTextmodul listURI="urn:de:xzufi:codeliste:leistungstextmodulleika"><code>${code}</code></xzufi:leikaTextmodul></xzufi:modulText>`;

function leistung(town, number) {
  const name = `${things[number % things.length]} ${deeds[Math.floor(number / things.length) % deeds.length]}`;
  return `<xzufi:schreibe><xzufi:leistung><xzufi:id schemeAgencyID="${town}">leistung-${number}</xzufi:id>`
    + block('02', name)
    + block('06', `In ${town} können Sie hier ${name}. Dafür brauchen Sie einen Antrag und einen Nachweis Nummer ${number}. Das Rathaus hilft Ihnen beim Ausfüllen; wer nicht selbst kommen kann, gibt eine Vollmacht mit.`)
    + block('08', `<ul><li>Antrag ${number}</li><li>Personalausweis</li><li>Nachweis über ${things[(number + 7) % things.length]}</li></ul>`.replace(/</g, '&lt;'))
    + block('11', 'Sie stellen den Antrag, wir prüfen ihn und schreiben Ihnen.')
    + `<xzufi:modulKosten><xzufi:beschreibung languageCode="de">${10 + (number % 90)},00 Euro</xzufi:beschreibung></xzufi:modulKosten>`
    + '</xzufi:leistung></xzufi:schreibe>';
}

export function writeTown(folder, index, services) {
  const id = `ort-${String(index).padStart(2, '0')}`;
  const name = `Gemeinde Ort ${index}`;
  const place = join(folder, id);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'municipality.json'), JSON.stringify({ id, name, name_short: `Ort ${index}`, ars: `01099599${String(100 + index)}`.padEnd(12, '0'), ags: `01099${String(100 + index)}`,
    hosts: [`${id}.localhost`], land: 'SH', time_zone: 'Europe/Berlin', languages: ['de'], form_of_address: 'Sie', demo: true,
    contact: { telephone: '+49 30 23125-100', email: `rathaus@${id}.example`, address: `Hauptstraße 1, 24200 Ort ${index}`, website: `https://${id}.example/` } }));
  writeFileSync(join(place, 'catalogue.xzufi.xml'), `<?xml version="1.0" encoding="UTF-8"?>
<xzufi:transfer.operation.schreibe.010201 xmlns:xzufi="http://xoev.de/schemata/xzufi/2_2_0" xzufiVersion="2.2.0">
<xzufi:nachrichtenkopf><xzufi:nachrichtUUID>${id}</xzufi:nachrichtUUID></xzufi:nachrichtenkopf>
${Array.from({ length: services }, (_, number) => leistung(id, number)).join('\n')}
</xzufi:transfer.operation.schreibe.010201>
`);
  return { id, folder: place };
}
