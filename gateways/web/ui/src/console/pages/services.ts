// The imported services and their texts; a text is changed by an entry of one's own in its place.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { allPages } from '../core/all-pages';
import { api } from '../core/api';
import {
  allOffices,
  allServices,
  officeName,
  type Entry,
  type Office,
  type Service,
  type TextModule,
} from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, link, linkWith } from '../core/route';
import { day } from '../core/time';
import { badge, button, linkButton } from '../parts/fields';
import { markdown } from '../parts/markdown';
import { services as texts } from '../texts/content';

const ASKED_FIRST = ['fee', 'documents', 'deadline', 'duration', 'procedure', 'eligibility'];
const actOf = (kind: string) => (kind === 'short_text' || kind === 'full_text' ? 'overview' : kind);

export class ServicesPage extends ConsolePage {
  @state() private services: Service[] | undefined;
  @state() private growing = true;
  @state() private service: Service | undefined;
  @state() private own: Entry[] = [];
  @state() private offices: Office[] = [];
  private shownId: string | undefined;

  override willUpdate(): void {
    const id = this.route.rest[0] ?? '';
    if (id === this.shownId) return;
    this.shownId = id;
    this.service = undefined;
    if (id) void this.open(id);
    else if (!this.services)
      void this.working(() =>
        allServices((services, complete) => {
          this.services = services;
          this.growing = !complete;
        }),
      );
  }

  private async open(serviceId: string): Promise<void> {
    const answer = await this.working(() =>
      Promise.all([api.call<{ service: Service }>('knowledge/GetService', { serviceId }), allOffices()]),
    );
    if (!answer) return;
    this.own = [];
    void allPages<Entry>('knowledge/ListEntries', 'entries', {}, (entries) => {
      this.own = entries.filter((entry) => entry.serviceId === serviceId && entry.state !== 'archived');
      return this.isConnected && this.shownId === serviceId;
    }).catch(() => {});
    this.service = answer[0].service;
    this.offices = answer[1];
  }

  override render() {
    if (this.route.rest[0])
      return this.service
        ? this.one(this.service)
        : html`${heading(texts.title)}${this.trouble()}${this.failure ? linkButton(texts.back, link('leistungen')) : waiting()}`;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.services} ?growing=${this.growing} .empty=${texts.empty} .words=${(row: Service) => `${row.name} ${(row.synonyms ?? []).join(' ')} ${(row.leikaKeys ?? []).join(' ')}`} .columns=${[
        { title: texts.name, cell: (row: Service) => html`<a href=${link('leistungen', row.id)}>${row.name}</a>` },
      ]}></amtslotse-list>`;
  }

  private one(service: Service): TemplateResult {
    const modules = (service.modules ?? []).filter((module) => (module.language ?? 'de') === 'de');
    const missing = ASKED_FIRST.filter((kind) => !modules.some((module) => module.kind === kind));
    const offices = this.offices.filter((office) => service.offeredByOfficeIds?.includes(office.id));
    return html`<p><a href=${link('leistungen')}>${texts.back}</a></p>${heading(service.name, undefined, linkButton('Seite ansehen', `/leistungen/${encodeURIComponent(service.id)}`, 'secondary', 'arrow-forward'))}
      <dl class="facts">${service.synonyms?.length ? html`<dt>${texts.synonyms}</dt><dd>${service.synonyms.join(', ')}</dd>` : nothing}
      ${offices.length ? html`<dt>${texts.offices}</dt><dd>${offices.map(officeName).join(', ')}</dd>` : nothing}
      ${service.changedDate ? html`<dt>${texts.changed}</dt><dd>${day(service.changedDate)}</dd>` : nothing}</dl>
      <section>${modules.map((module) => this.module(service, module))}${missing.map((kind) => this.lack(service, kind))}</section>`;
  }

  private ownFor(kind: string): Entry | undefined {
    return this.own.find((entry) => entry.act === actOf(kind));
  }

  private module(service: Service, module: TextModule): TemplateResult {
    const own = this.ownFor(module.kind);
    const name = texts.kinds[module.kind] ?? module.kind;
    return html`<div class="card"><div class="row"><h2 class="grow">${name}</h2>${own ? badge(texts.own, 'success') : badge(texts.imported)}
      ${own ? linkButton(texts.editOwn, link('eintrag', own.id)) : texts.kinds[module.kind] && module.kind !== 'author' ? button(texts.replace, () => this.replace(service, module.kind, module.text ?? ''), { small: true, title: `${texts.replace}: ${name}` }) : nothing}</div>
      ${markdown(own ? own.answer : (module.text ?? ''))}
      ${!own && module.links?.length ? html`<ul>${module.links.map((each) => html`<li><a class="kern-link" href=${each.url ?? ''} target="_blank" rel="noopener">${each.label || each.url}</a></li>`)}</ul>` : nothing}</div>`;
  }

  private lack(service: Service, kind: string): TemplateResult {
    const own = this.ownFor(kind);
    const name = texts.kinds[kind]!;
    if (own) return this.module(service, { kind, text: '' });
    return html`<div class="card"><div class="row"><h2 class="grow">${name}</h2>${button(texts.write, () => this.replace(service, kind, ''), { small: true, title: `${texts.write}: ${name}` })}</div><p class="muted">${texts.missing}</p></div>`;
  }

  private replace(service: Service, kind: string, answer: string): void {
    const key = `${service.id}.${kind}`;
    sessionStorage.setItem(
      `amtslotse.vorlage.${key}`,
      JSON.stringify({
        question: `${service.name}: ${texts.kinds[kind]}`,
        answer,
        serviceId: service.id,
        act: actOf(kind),
        replacesCatalogue: true,
      }),
    );
    go(linkWith('eintrag/neu', { vorlage: key }));
  }
}
customElements.define('console-services', ServicesPage);
