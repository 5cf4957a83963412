// Who gets which area, drawn from the middles of the areas: there is no geometry of borders in the product's data.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../core/api';
import { ConsolePage, heading } from '../../core/page';
import { count } from '../../core/time';
import { field } from '../../parts/fields';
import { responsibility } from '../../texts/responsibility';
import { allRules, allServices, areaName, resultText, type Area, type Named, type Resolution,
    type Rule } from './model';

const texts = responsibility.map;
const WIDTH = 640;
const HEIGHT = 480;
const EDGE = 70;
const MOST_AREAS = 200;
const COLOURS = ['#1c6fb0', '#b5471f', '#2d7d46', '#7a3e9d', '#8a6d00', '#00737a', '#a52d5d', '#5a5f66'];

interface Part { area: Area; result: Resolution; text: string; }

const placed = (part: Part) => Boolean(part.area.latitude && part.area.longitude);

/** The smallest radius is readable, the largest leaves room for others; the circle's area follows the inhabitants. */
function radius(part: Part, most: number): number {
  return 10 + 34 * Math.sqrt((part.area.inhabitants ?? 0) / Math.max(1, most));
}

/** From degrees to the drawing; a degree of longitude is shorter than one of latitude. */
function projection(parts: Part[]): (area: Area) => [number, number] {
  const shrink = Math.cos((parts[0]!.area.latitude! * Math.PI) / 180);
  const xs = parts.map((part) => part.area.longitude! * shrink);
  const ys = parts.map((part) => -part.area.latitude!);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min((WIDTH - 2 * EDGE) / Math.max(wide, 0.01), (HEIGHT - 2 * EDGE) / Math.max(high, 0.01));
  return (area) => [WIDTH / 2 + (area.longitude! * shrink - left - wide / 2) * scale,
      HEIGHT / 2 + (-area.latitude! - top - high / 2) * scale];
}

export class AreaMapPage extends ConsolePage {
  @state() private services: Named[] = [];
  @state() private service = '';
  @state() private parts: Part[] | undefined;
  private rules: Rule[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  private async begin(): Promise<void> {
    await this.working(async () => {
      this.rules = await allRules(() => {});
      const named = new Set(this.rules.map((rule) => rule.serviceId));
      this.services = (await allServices()).filter((service) => named.has(service.id));
    });
    const asked = this.route.query.get('leistung') ?? '';
    if (this.services.some((service) => service.id === asked)) await this.choose(asked);
  }

  private async choose(service: string): Promise<void> {
    this.service = service;
    this.parts = undefined;
    if (!service) return;
    const areas = new Map<string, Area>();
    for (const rule of this.rules) {
      if (rule.serviceId === service && rule.area && areas.size < MOST_AREAS) areas.set(rule.area.ars, rule.area);
    }
    this.parts = await this.working(() => Promise.all([...areas.values()].map(async (area): Promise<Part> => {
      const result = await api.call<Resolution>('responsibility/Resolve', { serviceId: service,
          place: { ars: area.ars } });
      return { area, result, text: resultText(result) };
    })));
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form">${field({ id: 'karte-leistung', label: texts.service, required: true, value: this.service,
        options: [['', texts.choose], ...this.services.map((each): [string, string] => [each.id, each.name])],
            change: (value) => void this.choose(value) })}</form>
      ${this.parts ? this.answer(this.parts) : nothing}`;
  }

  private answer(parts: Part[]): TemplateResult {
    const offices = [...new Set(parts.map((part) => part.text))];
    const colour = (part: Part) => COLOURS[offices.indexOf(part.text) % COLOURS.length]!;
    const shown = parts.filter(placed);
    const others = parts.filter((part) => !placed(part));
    return html`${shown.length ? this.drawing(shown, colour) : nothing}
      ${others.length ? html`<p class="kern-body">${texts.unplaced}${others.map((part) =>
          part.area.name).join(', ')}</p>` : nothing}
      <amtslotse-list .label=${texts.title} .rows=${parts} .empty=${texts.empty} .words=${(part: Part) =>
          `${areaName(part.area)} ${part.text}`} .columns=${[
        { title: texts.area, cell: (part: Part) => areaName(part.area) },
        { title: texts.office, wide: true, cell: (part: Part) =>
            html`<svg width="14" height="14" aria-hidden="true">
            <circle cx="7" cy="7" r="7" fill=${colour(part)}></circle></svg> ${part.text}` },
        { title: texts.inhabitants, numeric: true, cell: (part: Part) => (part.area.inhabitants
            ? count(part.area.inhabitants) : '') },
      ]}></amtslotse-list>`;
  }

  private drawing(parts: Part[], colour: (part: Part) => string): TemplateResult {
    const at = projection(parts);
    const most = Math.max(...parts.map((part) => part.area.inhabitants ?? 0));
    const largestFirst = [...parts].sort((a, b) => (b.area.inhabitants ?? 0) - (a.area.inhabitants ?? 0));
    const name = this.services.find((service) => service.id === this.service)?.name ?? '';
    return html`<svg class="card map" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img"
      aria-label=${texts.label(name)}>
      ${largestFirst.map((part) => {
        const [x, y] = at(part.area);
        const r = radius(part, most);
        return svg`<g><title>${areaName(part.area)}: ${part.text}</title>
          <circle cx=${x} cy=${y} r=${r} fill=${colour(part)} fill-opacity="0.35" stroke=${colour(part)}
            stroke-width="2"></circle>
          <text x=${x} y=${y + r + 14} text-anchor="middle" font-size="13"
            fill="currentColor">${part.area.name}</text></g>`;
      })}</svg>`;
  }
}
customElements.define('console-area-map', AreaMapPage);
