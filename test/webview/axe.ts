/** What axe-core finds in a page, in words; and that the content security policy was never violated. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Found {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: own } = window as unknown as { axe: { run(): Promise<{ violations: Found[] }> } };
    return (await own.run()).violations;
  });
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html}\n${node.failureSummary}`).join('\n')}`);
}

/** The directives that were violated; null where none was. */
export function policyViolations(page: Page): Promise<string | null> {
  return page.evaluate(() => document.body.dataset['violation'] ?? null);
}
