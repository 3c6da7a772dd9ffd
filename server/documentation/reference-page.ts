import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Fastify from 'fastify';

export type ReferencePage = {
  readonly html: string;
  /** Everything comes from here; the page's one inline script is named by its hash. */
  readonly policy: string;
  readonly script: Buffer;
  readonly compressedScript: Buffer;
};

/** Tables of fields: names are words that must not be broken up. */
const STYLES = `
.markdown td, .markdown th, .markdown td code { word-break: normal !important; overflow-wrap: break-word !important }
.markdown td:nth-child(2) { min-width: 8rem }
.markdown td:first-child, .markdown td:first-child code { white-space: nowrap }
.markdown table { table-layout: auto }`;

/** Nothing from elsewhere: no fonts, no telemetry, no proxy, no services of its makers. */
const CONFIGURATION = {
  url: '/openapi.json',
  pageTitle: 'Ready Auction: reference',
  theme: 'default',
  layout: 'modern',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'json',
  defaultOpenFirstTag: true,
  customCss: STYLES,
  agent: { disabled: true },
  mcp: { disabled: true },
} as const;

/**
 * The page and its script as Scalar's plugin makes them. It keeps 5 MB of script in memory, so it is loaded when the first reader comes;
 * and its routes know no policy of ours, so they are asked here instead of being served.
 */
export async function drawReferencePage(scriptUrl: string): Promise<ReferencePage> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const drawing = Fastify();
  await drawing.register(reference, {
    routePrefix: '/drawing',
    configuration: { ...CONFIGURATION, cdn: scriptUrl },
  });
  // biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
  const html = (await drawing.inject('/drawing/')).body;
  // biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
  const script = (await drawing.inject('/drawing/js/scalar.js')).rawPayload;
  await drawing.close();
  // Browsers may keep it for ever: another script has another address.
  const version = createHash('sha256').update(script).digest('base64url').slice(0, 16);
  const page = html
    .replace(scriptUrl, `${scriptUrl}?${version}`)
    // Or browsers ask for /favicon.ico.
    .replace('</head>', '<link rel="icon" href="data:," />\n  </head>');
  return {
    html: page,
    policy: policyFor(html),
    script,
    compressedScript: await promisify(gzip)(script),
  };
}

function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, text]) =>
      `'sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    // Its styles are made by its script.
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
