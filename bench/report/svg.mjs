// Plots as SVG text: lines over a logarithmic axis, and bars. Labels stand at what they name; the colours follow the reader's theme.

const style = `<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .quiet { fill: #57606a } .rule { stroke: #d0d7de } .a { fill: #0969da; stroke: #0969da } .b { fill: #8250df; stroke: #8250df } .c { fill: #bc4c00; stroke: #bc4c00 }
  text.a, text.b, text.c, rect { stroke: none } .line { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #8d96a0 } .rule { stroke: #30363d }
    .a { fill: #58a6ff; stroke: #58a6ff } .b { fill: #bc8cff; stroke: #bc8cff } .c { fill: #f0883e; stroke: #f0883e }
  }
</style>`;
const escape = (text) => `${text}`.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const short = (value) => `${Number(value.toPrecision(3))}`;

function picture(title, width, height, parts) {
  const body = [style, `<text x="0" y="14" font-weight="600">${escape(title)}</text>`, ...parts].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">\n${body}\n</svg>\n`;
}

/**
 * Lines over two logarithmic axes.
 * @param series `{ name, points: [x, y][] }`, three at most
 * @param xs marks of the x axis
 */
export function lines(title, xTitle, yTitle, series, xs) {
  const [width, height, left, right, top, bottom] = [640, 320, 56, 120, 44, 40];
  const all = series.flatMap(({ points }) => points.map(([, y]) => y));
  const [low, high] = [Math.min(...all) / 1.3, Math.max(...all) * 1.3];
  const log = (value, from, to) => Math.log(value / from) / Math.log(to / from);
  const x = (value) => left + log(value, xs[0], xs.at(-1)) * (width - left - right);
  const y = (value) => height - bottom - log(value, low, high) * (height - top - bottom);
  const marks = [1, 2, 5].flatMap((one) => [-2, -1, 0, 1, 2, 3, 4].map((power) => one * 10 ** power));
  const axes = [
    `<text class="quiet" x="0" y="34">${escape(yTitle)}</text>`,
    `<text class="quiet" x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">${escape(xTitle)}</text>`,
    ...marks
      .filter((mark) => mark >= low && mark <= high)
      .map(
        (mark) =>
          `<line class="rule" x1="${left}" x2="${width - right}" y1="${y(mark).toFixed(1)}" y2="${y(mark).toFixed(1)}"/><text class="quiet" x="${left - 6}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end">${short(mark)}</text>`,
      ),
    ...xs.map(
      (mark) => `<text class="quiet" x="${x(mark).toFixed(1)}" y="${height - 22}" text-anchor="middle">${mark}</text>`,
    ),
  ];
  const ends = spread(series.map(({ points }) => y(points.at(-1)[1])));
  const drawn = series.flatMap(({ name, points }, i) => {
    const kind = 'abc'[i];
    const at = points.map(([px, py]) => [x(px).toFixed(1), y(py).toFixed(1)]);
    return [
      `<polyline class="line ${kind}" style="fill:none" points="${at.map((one) => one.join(',')).join(' ')}"/>`,
      ...at.map(([px, py]) => `<circle class="${kind}" cx="${px}" cy="${py}" r="3"/>`),
      `<text class="${kind}" x="${width - right + 10}" y="${(ends[i] + 4).toFixed(1)}">${escape(name)}</text>`,
    ];
  });
  return picture(title, width, height, [...axes, ...drawn]);
}

/** Places of labels, moved apart where they would cover each other. */
function spread(places) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  for (let i = 1; i < order.length; i++) moved[order[i]] = Math.max(moved[order[i]], moved[order[i - 1]] + 15);
  return moved;
}

/** Bars from 0, each with its figure. @param bars `{ name, value, kind }`; kind: a, b or c */
export function bars(title, unit, all) {
  const [width, left, right, top, step] = [640, 300, 70, 30, 24];
  const most = Math.max(...all.map(({ value }) => value));
  const drawn = all.flatMap(({ name, value, kind }, i) => {
    const y = top + i * step;
    const length = (value / most) * (width - left - right);
    return [
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${escape(name)}</text>`,
      `<rect class="${kind}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" rx="2"/>`,
      `<text class="quiet" x="${(left + length + 6).toFixed(1)}" y="${y + 13}">${short(value)} ${escape(unit)}</text>`,
    ];
  });
  return picture(title, width, top + all.length * step + 6, drawn);
}

/**
 * Ratios, a line a row, with a rule at 1: `{ name, values: { a, b } }`, the legend names a and b.
 */
export function ratios(title, legend, all) {
  const [width, left, right, top, step] = [640, 300, 60, 48, 20];
  const most = Math.max(...all.flatMap(({ values }) => Object.values(values)));
  const [low, high] = [0.4, most * 1.1];
  const x = (value) => left + (Math.log(value / low) / Math.log(high / low)) * (width - left - right);
  const height = top + all.length * step + 24;
  const marks = [0.5, 1, 2, 5, 10, 20, 50].filter((mark) => mark <= high);
  const axes = marks.flatMap((mark) => [
    `<line class="rule" ${mark === 1 ? 'stroke-width="2"' : ''} x1="${x(mark).toFixed(1)}" x2="${x(mark).toFixed(1)}" y1="${top - 6}" y2="${height - 22}"/>`,
    `<text class="quiet" x="${x(mark).toFixed(1)}" y="${height - 8}" text-anchor="middle">${mark} x</text>`,
  ]);
  const keys = Object.entries(legend).map(
    ([kind, name], i) =>
      `<circle class="${kind}" cx="${left + i * 110}" cy="30" r="4"/><text class="${kind}" x="${left + 8 + i * 110}" y="34">${escape(name)}</text>`,
  );
  const drawn = all.flatMap(({ name, values }, i) => {
    const y = top + i * step + 6;
    return [
      `<text x="${left - 12}" y="${y + 4}" text-anchor="end">${escape(name)}</text>`,
      ...Object.entries(values).map(
        ([kind, value]) => `<circle class="${kind}" cx="${x(value).toFixed(1)}" cy="${y}" r="4"/>`,
      ),
    ];
  });
  return picture(title, width, height, [...axes, ...keys, ...drawn]);
}
