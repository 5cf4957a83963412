# Reads a calendar file with python3-icalendar and says as JSON what another program makes of it.
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk('VEVENT'):
    begin, end = event['DTSTART'].dt, event['DTEND'].dt
    events.append({
        'uid': str(event['UID']),
        'sequence': int(event['SEQUENCE']),
        'begin': int(begin.timestamp()),
        'end': int(end.timestamp()),
        'zone': event['DTSTART'].params.get('TZID', ''),
        'summary': str(event['SUMMARY']),
        'location': str(event.get('LOCATION', '')),
        'status': str(event.get('STATUS', '')),
        'alarms': len(event.walk('VALARM')),
    })
print(json.dumps({
    'method': str(calendar.get('METHOD', '')),
    'zones': [str(zone['TZID']) for zone in calendar.walk('VTIMEZONE')],
    'events': events,
}))
