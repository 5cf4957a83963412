// One line over days, on uPlot; the numbers stand in a table beside it.
import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

const HEIGHT = 220;

export class Chart extends LitElement {
  @property() label = '';
  @property({ attribute: false }) points: [number, number][] = [];
  private plot: uPlot | undefined;
  private readonly watch = new ResizeObserver(() => this.plot?.setSize({ width: this.clientWidth, height: HEIGHT }));

  protected override createRenderRoot() {
    return this;
  }
  override render() {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  override updated(): void {
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim() || style.color;
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line') },
      font: '14px "Fira Sans", sans-serif',
    };
    const day = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit' });
    this.plot?.destroy();
    this.plot = new uPlot(
      {
        width: Math.max(280, this.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
        axes: [
          { ...axis, values: (_plot, at) => at.map((each) => day.format(each * 1000)) },
          { ...axis, size: 40 },
        ],
        series: [{}, { stroke: colour('--action'), width: 2, points: { size: 6 } }],
      },
      [this.points.map(([at]) => at), this.points.map(([, value]) => value)],
      this.querySelector<HTMLElement>('.chart')!,
    );
    this.watch.observe(this);
  }
  override disconnectedCallback(): void {
    this.watch.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
    super.disconnectedCallback();
  }
}
customElements.define('amtslotse-chart', Chart);
