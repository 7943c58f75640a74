/** The only place that knows @vscode/webview-ui-toolkit (archived): button, dropdown and checkbox as plain functions. */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

export interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
}

/** A push button; `act` is called on click and by the keyboard. */
export function button(content: readonly Node[], look: 'primary' | 'secondary', act: () => void): HTMLElement {
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', look);
  element.append(...content);
  element.addEventListener('click', act);
  return element;
}

/** A drop-down list; its label is spoken, not shown. */
export function dropdown<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  change: (value: T) => void,
): HTMLElement {
  const element = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
  element.setAttribute('aria-label', label);
  for (const choice of choices) {
    const option = document.createElement('vscode-option');
    option.setAttribute('value', choice.value);
    if (choice.value === value) option.setAttribute('selected', '');
    option.textContent = choice.text;
    element.append(option);
  }
  element.addEventListener('change', () => change(element.value as T));
  return element;
}

export function checkbox(text: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const element = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean };
  if (checked) element.setAttribute('checked', '');
  element.textContent = text;
  element.addEventListener('change', () => change(element.checked));
  return element;
}
