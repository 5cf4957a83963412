// Learning anew: one run at a time in this window, which goes on while other pages are open.
import { api, ApiError, eachLine, newKey } from './api';

export type Verdict = 'not_worse' | 'worse' | 'unchanged';
export interface Model {
  version: string;
  trainedUnix?: number;
  active?: boolean;
  precisionAt1?: number;
  shipped?: boolean;
  ownExamples?: number;
  verdict?: Verdict;
}
export interface ChangedAnswer {
  text: string;
  actBefore?: string;
  actAfter?: string;
  actWanted?: string;
  ownCase?: boolean;
}
export interface Result {
  candidate: Model;
  changed: ChangedAnswer[];
  verdict: Verdict;
}
interface Step {
  step?: string;
  fraction?: number;
  candidate?: Model;
  changed?: ChangedAnswer[];
  verdict?: Verdict;
  problem?: string;
}

class Run extends EventTarget {
  step = '';
  fraction = 0;
  under = false;
  problem = '';
  result: Result | undefined;

  async start(): Promise<void> {
    if (this.under) return;
    Object.assign(this, { under: true, step: '', fraction: 0, problem: '', result: undefined });
    this.tell();
    try {
      const response = await api.send('/training', JSON.stringify({ idempotencyKey: newKey() }), 'application/json');
      await eachLine<Step>(response, (step) => this.take(step));
      if (!this.result && !this.problem) this.problem = 'broken';
    } catch (error) {
      this.problem = error instanceof ApiError && error.code === 'refused' ? 'refused' : 'broken';
    } finally {
      this.under = false;
      this.tell();
    }
  }

  private take(step: Step): void {
    this.step = step.step ?? this.step;
    this.fraction = step.fraction ?? this.fraction;
    this.problem = step.problem ?? '';
    if (step.candidate) {
      this.result = { candidate: step.candidate, changed: step.changed ?? [], verdict: step.verdict ?? 'worse' };
    }
    this.tell();
  }
  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}
export const run = new Run();

export const listModels = (changesOf = '') =>
  api.call<{ models?: Model[]; changed?: ChangedAnswer[]; trainingOff?: boolean }>('nlu/ListModels', { changesOf });
