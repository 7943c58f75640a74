/** A run view in a real browser, outside of VS Code: the page as the extension writes it, theme values as VS Code sets them. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createNonce, viewHtml } from '../../src/extension/view/html.js';
import type { FromRunView, ToRunView } from '../../src/protocol/run.js';
import themes from './themes.json' with { type: 'json' };

/** A page and what it asked for. */
export type Receive<From = FromRunView, To = ToRunView> = (message: From, post: (message: To) => Promise<void>) => void;

export const themeNames = ['dark-modern', 'light-modern', 'hc-dark', 'hc-light'] as const;
export type ThemeName = (typeof themeNames)[number];

const bodyClasses: Readonly<Record<ThemeName, string>> = {
  'dark-modern': 'vscode-dark',
  'light-modern': 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};
const root = resolve(import.meta.dirname, '../..');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};

interface OpenOptions<From, To> {
  readonly theme: ThemeName;
  readonly width: number;
  readonly height?: number;
  readonly receive: Receive<From, To>;
  /** Name of its script and style in dist/webview; the run view by default. */
  readonly view?: string;
  /** Pixels of the screen a CSS pixel. */
  readonly scale?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  readonly state?: unknown;
}

export interface Host {
  /** Opens the view; what it sends goes to `receive`. */
  open<From = FromRunView, To = ToRunView>(options: OpenOptions<From, To>): Promise<Page>;
  close(): Promise<void>;
}

/** Starts a browser and a server of dist/webview on 127.0.0.1. */
export async function startHost(): Promise<Host> {
  const executablePath = process.env['FOLDBOARD_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const server: Server = createServer((request, response) => {
    void serve(request.url ?? '/').then(
      ({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(path: string): Promise<{ type: string; body: string | Buffer }> {
    const view = /^\/(?:\?view=(\w+))?$/.exec(path);
    if (view) {
      const name = view[1] ?? 'run';
      const html = viewHtml({
        nonce: createNonce(),
        source: origin,
        script: `${origin}/${name}.js`,
        style: `${origin}/${name}.css`,
        title: 'Run',
      });
      return { type: 'text/html', body: html };
    }
    const file = join(root, 'dist/webview', path.replace(/[^\w.]/g, ''));
    return { type: types[extname(file)] ?? 'text/plain', body: await readFile(file) };
  }

  return {
    async open<From, To>({ theme, width, height, receive, view, ...rest }: OpenOptions<From, To>) {
      const { state, scale, reducedMotion, forcedColors } = rest;
      const page = await browser.newPage({
        viewport: { width, height: height ?? 900 },
        deviceScaleFactor: scale ?? 1,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        forcedColors: forcedColors ? 'active' : 'none',
      });
      // Shorter than a test may take, so that the step that waited in vain is named.
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => console.error(error));
      const post = (message: To): Promise<void> =>
        page.evaluate((sent) => window.postMessage(sent, '*'), message as unknown as object);
      await page.exposeFunction('toExtension', (message: From) => receive(message, post));
      await page.addInitScript(
        ({ values, className, kept }) => {
          const own = window as unknown as Record<string, unknown>;
          own['acquireVsCodeApi'] = () => ({
            postMessage: (message: unknown) => void (own['toExtension'] as (m: unknown) => void)(message),
            getState: () => kept ?? undefined,
            setState: (value: unknown) => (own['kept'] = value),
          });
          const style = () => {
            for (const [name, value] of Object.entries(values)) document.documentElement.style.setProperty(name, value);
            document.body.className = className;
          };
          document.addEventListener('readystatechange', style);
        },
        { values: themes[theme] as Record<string, string>, className: bodyClasses[theme], kept: state ?? null },
      );
      await page.goto(view === undefined ? origin : `${origin}/?view=${view}`);
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What VS Code does when the theme changes while a view is open. */
export async function setTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate(
    ({ values, className }) => {
      for (const [name, value] of Object.entries(values)) document.documentElement.style.setProperty(name, value);
      for (const name of [...document.documentElement.style])
        if (!(name in values)) document.documentElement.style.removeProperty(name);
      document.body.className = className;
    },
    { values: themes[theme] as Record<string, string>, className: bodyClasses[theme] },
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
