/** The page of a webview: strict content security policy, scripts by nonce, nothing inline. */
import { randomBytes } from 'node:crypto';

/** A number used once, for `script-src` and `style-src`. */
export function createNonce(): string {
  return randomBytes(18).toString('base64url');
}

/** `script` and `style` are webview addresses; `source` is the webview's `cspSource`. */
export function viewHtml(options: {
  readonly nonce: string;
  readonly source: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** What the page is about, for its script: `data-<attribute>`. */
  readonly subject?: { readonly attribute: string; readonly value: string };
}): string {
  const { nonce, source, subject } = options;
  const about = subject ? ` data-${subject.attribute}="${encodeURIComponent(subject.value)}"` : '';
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `img-src ${source} data: blob:`,
    `font-src ${source}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${options.style}">
<title>${escapeHtml(options.title)}</title>
</head>
<body>
<main id="app"${about}></main>
<script nonce="${nonce}" src="${options.script}"></script>
</body>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
