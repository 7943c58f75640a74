/** A report as Markdown; figures are pictures inside the document. Words from files are escaped: no links, no HTML. Pure. */
import type { Block, Report } from './blocks.js';

export function reportMarkdown({ title, about, blocks }: Report): string {
  return `${[`# ${plain(title)}`, plain(about), ...blocks.map(block)].join('\n\n')}\n`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'heading':
      return `## ${plain(one.text)}`;
    case 'subheading':
      return `### ${plain(one.text)}`;
    case 'text':
      return plain(one.text);
    case 'list':
      return one.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'code':
      // No line of ours can close the fence: each is one line, and indented code needs no fence at all.
      return one.lines.map((line) => `    ${line.replace(/[\r\n]+/g, ' ')}`).join('\n');
    case 'figure':
      return `![${plain(one.caption)}](data:image/svg+xml;base64,${Buffer.from(one.svg, 'utf8').toString('base64')})`;
    case 'table': {
      const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
      const align = one.head.map((_, i) => (one.numbers.includes(i) ? '---:' : '---'));
      const rows = one.rows.flatMap((row, i) => {
        const heading = one.headings?.find(({ above }) => above === i);
        const empty = ' |'.repeat(one.head.length - 1);
        return [...(heading ? [`| **${plain(heading.text)}** |${empty}`] : []), line(row)];
      });
      const table = [line(one.head), `| ${align.join(' | ')} |`, ...rows].join('\n');
      return one.caption === undefined ? table : `${table}\n\n${plain(one.caption)}`;
    }
  }
}

/** One line of text that Markdown shows as it is. */
function plain(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\`*_[\]<>&|#~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/^([-+]|\d+[.)])(?=\s)/, '\\$1')
    .replace(/:\/\//g, '&#58;//');
}
