// Which location a page is about: the one of the address, else the last one, else the first.
import { type TemplateResult } from 'lit';
import { rememberedLocation, type Location } from '../core/booking';
import { field } from './fields';

export function chosenLocation(all: Location[], asked = ''): Location | undefined {
  return all.find((each) => each.id === asked) ?? all.find((each) => each.id === rememberedLocation.read()) ?? all[0];
}

export function locationField(all: Location[], chosen: string, label: string, change: (id: string) => void): TemplateResult {
  return field({ id: 'standort', label, required: true, value: chosen, options: all.map((each) => [each.id, each.name]), change: (id) => { rememberedLocation.write(id); change(id); } });
}
