/** Making elements without a framework: text is always text, never HTML. */

type Child = Node | string | number | null | false | undefined;

/** An element with attributes (null and false leave one out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === false || child === undefined) continue;
    parent.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
  }
}

/** Puts new children in the place of the old ones. */
export function refill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const icons = {
  running: ['M8 2a6 6 0 1 1-5.6 3.9'],
  finished: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'm5.4 8.2 1.8 1.8 3.4-3.9'],
  failed: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'm5.9 5.9 4.2 4.2m0-4.2-4.2 4.2'],
  stopped: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'M6.6 5.8v4.4m2.8-4.4v4.4'],
  queued: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z'],
  unreadable: ['M8 2.5 14 13H2L8 2.5Z', 'M8 6.5v3m0 1.6v.1'],
  stop: ['M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z'],
  resume: ['M4 3.5v9m3-9 6 4.5-6 4.5v-9Z'],
  star: ['m8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z'],
  warning: ['M8 2.5 14 13H2L8 2.5Z', 'M8 6.5v3m0 1.6v.1'],
} as const;
export type IconName = keyof typeof icons;

/** A drawn sign of 16 px in the colour of its text; words beside it say what it means. */
export function icon(name: IconName): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `i ${name}`);
  for (const line of icons[name]) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', line);
    if (name === 'queued') path.setAttribute('stroke-dasharray', '2 2.2');
    svg.append(path);
  }
  return svg;
}

/** For tests: what the policy forbids must not happen at all; where it does, the page says so. */
export function markViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    document.body.dataset['violation'] =
      `${document.body.dataset['violation'] ?? ''}${event.violatedDirective} ${event.blockedURI};`;
  });
}
