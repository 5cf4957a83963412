// A location's appointments outside of the console: a private calendar link, and CSV.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { locations, type Location } from '../core/booking';
import { saveFile } from '../core/files';
import { ConsolePage, heading, waiting } from '../core/page';
import { plusDays, today } from '../core/time';
import { ask } from '../parts/dialog';
import { button, field } from '../parts/fields';
import { chosenLocation, locationField } from '../parts/location-choice';
import { say } from '../parts/toast';
import { feeds as texts } from '../texts/operation';

export class FeedsPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private location = '';
  @state() private url = '';
  @state() private from = today();
  @state() private to = plusDays(today(), 30);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(locations).then((found) => {
      this.locations = found;
      this.location = chosenLocation(found ?? [])?.id ?? '';
    });
  }

  private async make(): Promise<void> {
    if (
      !(await ask({
        title: texts.makeTitle,
        body: html`<p class="kern-body">${texts.makeLead}</p>`,
        action: texts.make,
      }))
    )
      return;
    const answer = await this.working(() =>
      api.call<{ url: string }>('booking/CreateFeed', { locationId: this.location }),
    );
    if (answer) this.url = answer.url;
  }
  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.url);
    say(texts.copied);
  }
  private async download(): Promise<void> {
    const answer = await this.working(() =>
      api.call<{ csv?: string }>('booking/ExportAppointments', {
        locationId: this.location,
        fromDate: this.from,
        toDate: this.to,
      }),
    );
    if (!answer) return;
    saveFile(
      `termine-${this.location}-${this.from}.csv`,
      new Blob([`\ufeff${answer.csv ?? ''}`], { type: 'text/csv;charset=utf-8' }),
    );
  }

  override render() {
    if (!this.locations)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <div class="form">${locationField(this.locations, this.location, texts.location, (id) => {
        this.location = id;
        this.url = '';
      })}
      ${this.url ? field({ id: 'link', label: texts.url, required: true, value: this.url, change: () => {} }) : nothing}</div>
      <p class="row">${button(texts.make, () => void this.make(), { look: 'primary', disabled: this.busy })}${this.url ? button(texts.copy, () => void this.copy()) : nothing}</p>
      <section><h2>${texts.csv}</h2><div class="form form--row">${field({
        id: 'von',
        label: texts.from,
        type: 'date',
        required: true,
        value: this.from,
        max: this.to,
        change: (value) => {
          this.from = value;
        },
      })}
        ${field({
          id: 'bis',
          label: texts.to,
          type: 'date',
          required: true,
          value: this.to,
          min: this.from,
          max: plusDays(this.from, 92),
          change: (value) => {
            this.to = value;
          },
        })}</div>
        <p>${button(texts.download, () => void this.download(), { icon: 'download', disabled: this.busy })}</p></section>`;
  }
}
customElements.define('console-feeds', FeedsPage);
