// Which location a page is about: the one of the address, else the last one, else the first.
import { type TemplateResult } from 'lit';
import { rememberedLocation, type Location } from '../core/booking';
import { field } from './fields';

export function chosenLocation(all: Location[], asked = ''): Location | undefined {
  return all.find((each) => each.id === asked) ?? all.find((each) => each.id === rememberedLocation.read()) ?? all[0];
}

/** `whole`: what to call all of them together, where that can be chosen too; its id is ''. */
export function locationField(
  all: Location[],
  chosen: string,
  label: string,
  change: (id: string) => void,
  whole = '',
): TemplateResult {
  const options: [string, string][] = [
    ...(whole ? [['', whole] as [string, string]] : []),
    ...all.map((each) => [each.id, each.name] as [string, string]),
  ];
  return field({
    id: 'standort',
    label,
    required: true,
    value: chosen,
    options,
    change: (id) => {
      if (id) rememberedLocation.write(id);
      change(id);
    },
  });
}
