/** Colours for the canvas: it knows no CSS variables, so an element is asked what they come to in the theme of the moment. */

export interface ChartColors {
  readonly ink: string;
  readonly quiet: string;
  readonly mark: string;
  readonly rule: string;
  readonly grid: string;
  readonly blue: string;
  readonly background: string;
}

const names = ['ink', 'quiet', 'mark', 'rule', 'grid', 'blue'] as const;

export function readColors(): ChartColors {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const ask = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(names.map((name) => [name, ask(name)]));
  const result = { ...colors, background: ask('bg') } as unknown as ChartColors;
  probe.remove();
  return result;
}

/** Calls `act` when the editor's theme changes: VS Code rewrites the class of the body and the style of the root. */
export function onThemeChange(act: () => void): void {
  const observer = new MutationObserver(act);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}
