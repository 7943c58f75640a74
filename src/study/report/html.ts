/** A report as one HTML document: no script, nothing loaded from anywhere, everything from files escaped. Pure. */
import { escapeXml } from '../figures/svg.js';
import type { Block, Report } from './blocks.js';

const style = `
:root{color-scheme:light}
body{margin:0 auto;padding:32px 24px 64px;max-width:1080px;font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:#1f1f1f;background:#fff;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:26px;line-height:1.25;overflow-wrap:anywhere}
h2{margin:40px 0 8px;padding-top:12px;border-top:1px solid #d4d4d4;font-size:19px}
h3{margin:24px 0 4px;font-size:15px}
p{margin:8px 0;max-width:100ch}
.about{color:#5a5a5a}
.scroll{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;font-size:14px}
caption{caption-side:bottom;padding-top:6px;text-align:left;color:#5a5a5a;font-size:13px;max-width:100ch}
th{padding:4px 14px 6px 0;border-bottom:1px solid #d4d4d4;color:#5a5a5a;font-weight:400;font-size:13px;text-align:left;vertical-align:bottom}
td{padding:4px 14px 4px 0;vertical-align:top}
.section th{padding-top:14px;border:0}
.n{text-align:right;white-space:nowrap}
figure{margin:16px 0}
figure svg{max-width:100%;height:auto}
figcaption{color:#5a5a5a;font-size:13px;max-width:100ch}
pre{padding:12px 14px;background:#f5f5f5;border-radius:4px;overflow-x:auto;font-size:13px}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}figure,tr{break-inside:avoid}}
`;

export function reportHtml({ title, about, blocks }: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<p class="about">${escapeXml(about)}</p>
${blocks.map((one, i) => block(one, i + 1)).join('\n')}
</main>
</body>
</html>
`;
}

/** @param index - tells the parts of the page apart for who cannot see it */
function block(one: Block, index: number): string {
  switch (one.kind) {
    case 'heading':
      return `<h2>${escapeXml(one.text)}</h2>`;
    case 'subheading':
      return `<h3>${escapeXml(one.text)}</h3>`;
    case 'text':
      return `<p>${escapeXml(one.text)}</p>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre tabindex="0"><code>${escapeXml(one.lines.join('\n'))}</code></pre>`;
    case 'figure':
      return `<figure>${one.svg}<figcaption>${escapeXml(one.caption)}</figcaption></figure>`;
    case 'table': {
      const cell = (head: boolean) => (text: string, i: number) => {
        const tag = head && text !== '' ? 'th' : 'td';
        const attributes = `${tag === 'th' ? ' scope="col"' : ''}${one.numbers.includes(i) ? ' class="n"' : ''}`;
        return `<${tag}${attributes}>${escapeXml(text)}</${tag}>`;
      };
      const caption = one.caption === undefined ? '' : `<caption>${escapeXml(one.caption)}</caption>`;
      const head = `<thead><tr>${one.head.map(cell(true)).join('')}</tr></thead>`;
      const rows = one.rows.map((row) => `<tr>${row.map(cell(false)).join('')}</tr>`);
      // From below, so that the places of those above stay.
      for (const { above, text } of [...(one.headings ?? [])].reverse())
        rows.splice(
          above,
          0,
          `<tr class="section"><th scope="rowgroup" colspan="${one.head.length}">${escapeXml(text)}</th></tr>`,
        );

      return `<div class="scroll" tabindex="0" role="region" aria-label="Table, part ${index}"><table>${caption}${head}<tbody>${rows.join('\n')}</tbody></table></div>`;
    }
  }
}
