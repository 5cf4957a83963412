// Where the assistant sends people for what other systems do: the state of an application, a defect, a payment, a form.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError } from '../core/api';
import { Draft } from '../core/draft';
import { allServices, type Hit, type Link } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, button, field, fieldOf } from '../parts/fields';
import '../parts/picker';
import { say } from '../parts/toast';
import { targets as texts } from '../texts/targets';

interface Target {
  act: string;
  serviceId?: string; // empty: for every service without its own
  link?: Link;
}
interface Town {
  version?: number;
  targets?: Target[];
}
interface Typed {
  act: string;
  serviceId: string;
  serviceName: string;
  label: string;
  url: string;
}

const sameKey = (a: Target, b: Target) => a.act === b.act && (a.serviceId ?? '') === (b.serviceId ?? '');
const actName = (act: string) => texts.acts.find(([id]) => id === act)?.[1] ?? act;

export class TargetsPage extends ConsolePage {
  @state() private town: Town | undefined;
  @state() private names = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    allServices((services) => {
      this.names = new Map(services.map(({ id, name }) => [id, name]));
    }).catch(() => {});
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ municipality: Town }>('knowledge/GetMunicipality'));
    if (answer) this.town = answer.municipality;
  }

  /** Everything else of the town stays as it was read; false: somebody else changed it meanwhile, or it was refused. */
  private async put(targets: Target[]): Promise<boolean> {
    const saved = await this.working(() =>
      api.call<{ municipality: Town }>('knowledge/SaveMunicipality', {
        municipality: { ...this.town, targets },
        expectedVersion: this.town?.version ?? 0,
      }),
    );
    if (saved) {
      this.town = saved.municipality;
      return true;
    }
    if (this.failure?.code !== 'conflict') return false;
    await this.load();
    this.failure = new ApiError(409, 'conflict', texts.conflict);
    return false;
  }

  /** Saves, and says so with the way back. */
  private async change(targets: Target[], done: string): Promise<boolean> {
    const before = this.town?.targets ?? [];
    if (!(await this.put(targets))) return false;
    say(done, async () => {
      if (await this.put(before)) say(texts.undone);
    });
    return true;
  }

  private problemOf(typed: Typed, edited?: Target): string {
    if (!typed.label.trim()) return texts.needsLabel;
    if (!/^(https?:\/\/\S+|mailto:\S+@\S+|tel:\S+)$/.test(typed.url.trim())) return texts.wrongUrl;
    const taken = (this.town?.targets ?? []).some((each) => each !== edited && sameKey(each, typed));
    return taken ? texts.taken : '';
  }

  private async edit(target?: Target): Promise<void> {
    const serviceId = target?.serviceId ?? '';
    const typed: Typed = {
      act: target?.act ?? texts.acts[0]![0],
      serviceId,
      serviceName: this.names.get(serviceId) ?? serviceId,
      label: target?.link?.label ?? '',
      url: target?.link?.url ?? '',
    };
    const { keep, said } = kept(new Draft<Typed>(`ziel.${target ? `${target.act}.${serviceId}` : 'neu'}`), typed);
    let problem = '';
    const body = () => html`<div class="form">${said}${problem ? alertBox('danger', problem) : ''}
      ${fieldOf(typed, 'act', { id: 'wofuer', label: texts.act, required: true, options: texts.acts })}
      <amtslotse-picker class="wide" name="leistung" .label=${texts.service} .hint=${texts.serviceHint} .value=${typed.serviceName} @picked=${(
        event: CustomEvent<Hit | undefined>,
      ) => {
        typed.serviceId = event.detail?.id ?? '';
        typed.serviceName = event.detail?.title ?? '';
      }}></amtslotse-picker>
      ${fieldOf(typed, 'label', { id: 'beschriftung', label: texts.label, hint: texts.labelHint, required: true })}
      ${field({
        id: 'adresse',
        label: texts.url,
        hint: texts.urlHint,
        required: true,
        type: 'url',
        value: typed.url,
        change: (value) => {
          typed.url = value;
        },
      })}</div>`;
    const save = async (form: HTMLFormElement) => {
      // Typed, but picked from nothing: that is not "for every service".
      const named = form.querySelector<HTMLInputElement>('amtslotse-picker input')?.value.trim();
      problem = named && !typed.serviceId ? texts.pickService : this.problemOf(typed, target);
      if (!problem) {
        const made: Target = {
          act: typed.act,
          serviceId: typed.serviceId,
          link: { label: typed.label.trim(), url: typed.url.trim() },
        };
        const others = (this.town?.targets ?? []).filter((each) => !target || !sameKey(each, target));
        if (!(await this.change([...others, made], texts.saved))) problem = this.failure?.message ?? texts.conflict;
      }
      redrawDialog();
      return !problem;
    };
    await ask({ title: target ? texts.edit : texts.add, body, action: texts.save, check: save, wide: true, keep });
    if (this.failure?.code !== 'conflict') this.failure = undefined;
  }

  private async discard(target: Target): Promise<void> {
    const others = (this.town?.targets ?? []).filter((each) => each !== target);
    await this.change(others, texts.removed);
  }

  override render() {
    const where = (row: Target) => (row.serviceId ? (this.names.get(row.serviceId) ?? row.serviceId) : texts.everyService);
    const named = (row: Target) => `${actName(row.act)}, ${where(row)}`;
    const order = (a: Target, b: Target) => actName(a.act).localeCompare(actName(b.act), 'de') || where(a).localeCompare(where(b), 'de');
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.add, () => void this.edit(), { look: 'primary', icon: 'add', disabled: !this.town }),
    )}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.town && [...(this.town.targets ?? [])].sort(order)} .empty=${texts.empty}
        .words=${(row: Target) => `${named(row)} ${row.link?.label ?? ''} ${row.link?.url ?? ''}`} .columns=${[
          { title: texts.act, cell: (row: Target) => actName(row.act) },
          { title: texts.forWhat, cell: where },
          {
            title: texts.leads,
            cell: (row: Target) =>
              html`<a href=${row.link?.url ?? ''} rel="noopener noreferrer" target="_blank">${row.link?.label ?? ''}</a><span class="table__sub">${row.link?.url ?? ''}</span>`,
          },
          {
            title: texts.edit,
            action: true,
            cell: (row: Target) =>
              html`${button(texts.edit, () => void this.edit(row), { small: true, title: `${texts.edit}: ${named(row)}` })}${button(texts.remove, () => void this.discard(row), { small: true, look: 'tertiary', title: `${texts.remove}: ${named(row)}` })}`,
          },
        ]}></amtslotse-list>`;
  }
}
customElements.define('console-targets', TargetsPage);
