/** A column of one sample over its time steps, with the attention under it, as a small picture for a hover. */

export interface SignalPicture {
  /** In the order of time; NaN where there is no number. Empty: only the attention is drawn. */
  readonly values: readonly number[];
  /** One a step, or null where the model has none. */
  readonly attention: readonly number[] | null;
  /** The step the pointer is at, from 0. */
  readonly step: number | null;
}

const width = 360;
// Together with the words a hover holds no more than about 250 pixels without scrolling.
const signalHeight = 36;
const attentionHeight = 22;
// A picture in a hover knows no theme: these have contrast 3 : 1 and more on white and on dark grey.
const line = '#808080';
const bar = '#3b8eea';
const mark = '#c27d1a';

/** An SVG document. Holds numbers only: no text of any file gets into it. */
export function signalSvg({ values, attention, step }: SignalPicture): string {
  const steps = Math.max(values.length, attention?.length ?? 0, 1);
  const top = values.length > 0 ? signalHeight : 0;
  const height = top + (attention ? attentionHeight : 0);
  const x = (i: number): number => ((i + 0.5) / steps) * width;
  const parts: string[] = [];
  if (step !== null && step >= 0 && step < steps)
    parts.push(`<path d="M${fixed(x(step))} 0V${height}" stroke="${mark}" stroke-width="1.5"/>`);
  const known = values.filter(Number.isFinite);
  if (known.length > 0) {
    const low = known.reduce((a, b) => Math.min(a, b));
    const span = known.reduce((a, b) => Math.max(a, b)) - low;
    const y = (value: number): number => (span === 0 ? top / 2 : top - 4 - ((value - low) / span) * (top - 8));
    let path = '';
    let pen = false;
    values.forEach((value, i) => {
      if (Number.isFinite(value)) path += `${pen ? 'L' : 'M'}${fixed(x(i))} ${fixed(y(value))}`;
      pen = Number.isFinite(value);
    });
    parts.push(`<path d="${path}" fill="none" stroke="${line}" stroke-width="1.3" stroke-linejoin="round"/>`);
  }
  if (attention) {
    const most = attention.reduce((a, b) => Math.max(a, Number.isFinite(b) ? b : 0), 0) || 1;
    const bars = attention.map((weight, i) => {
      const tall = Number.isFinite(weight) ? (weight / most) * (attentionHeight - 4) : 0;
      return `M${fixed((i / steps) * width)} ${height}v${fixed(-tall)}h${fixed(Math.max((width / steps) * 0.8, 0.5))}v${fixed(tall)}z`;
    });
    parts.push(`<path d="${bars.join('')}" fill="${bar}"/>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** For Markdown's `![](…)`: the only kind of address a picture in a hover may have without a network. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
