/** Drawings as text, for documents: self-contained SVG without scripts, everything from files escaped. Pure. */

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\uffff]/g, '�');
}

/** Ink for paper; blue is better, orange is worse, as in every view. */
export const paper = {
  ...{ ink: '#1f1f1f', quiet: '#5a5a5a', mark: '#8a8a8a', rule: '#d4d4d4', wash: '#f3f3f3' },
  ...{ better: '#1a6dc2', worse: '#b85c00', background: '#ffffff' },
} as const;

type Attributes = Readonly<Record<string, string | number>>;

export function node(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(rounded(value)))}"`);
  return children.length === 0
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${children.join('')}</${name}>`;
}

const rounded = (value: string | number): string | number =>
  typeof value === 'number' ? Math.round(100 * value) / 100 : value;

/** `anchor`: start, middle or end. */
export function words(x: number, y: number, text: string, options: Attributes = {}): string {
  return node('text', { x, y, fill: paper.ink, ...options }, escapeXml(text));
}

export function drawing(width: number, height: number, label: string, ...parts: readonly string[]): string {
  return node(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` },
      ...{ width: Math.ceil(width), height: Math.ceil(height), role: 'img', 'aria-label': label },
      ...{ 'font-family': 'system-ui, -apple-system, "Segoe UI", sans-serif', 'font-size': 13 },
    },
    node('rect', { width: Math.ceil(width), height: Math.ceil(height), fill: paper.background }),
    ...parts,
  );
}
