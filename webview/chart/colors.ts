/** Colours for the canvas: it knows no CSS variables, so an element is asked what they come to in the theme of the moment. */

const names = ['ink', 'quiet', 'mark', 'rule', 'grid', 'blue', 'orange', 'purple', 'green', 'bg'] as const;
export type ColorName = (typeof names)[number];
export type ChartColors = Readonly<Record<ColorName, string>>;

let known: ChartColors | null = null;

/** Asked once a theme: the answer costs a layout. */
export function readColors(): ChartColors {
  if (known) return known;
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const ask = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  known = Object.fromEntries(names.map((name) => [name, ask(name)])) as ChartColors;
  probe.remove();
  return known;
}

const watchers = new Set<() => void>();

/** Calls `act` when the editor's theme changes: VS Code rewrites the class of the body and the style of the root. */
export function onThemeChange(act: () => void): void {
  if (watchers.size === 0) {
    const observer = new MutationObserver(() => {
      known = null;
      for (const watcher of watchers) watcher();
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  }
  watchers.add(act);
}

/** A colour with another opacity; computed colours are `rgb()` or `color()`, for which the canvas knows color-mix. */
export function alpha(color: string, share: number): string {
  return `color-mix(in srgb, ${color} ${share * 100}%, transparent)`;
}
