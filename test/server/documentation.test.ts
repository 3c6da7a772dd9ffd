/** What can be said of the documentation without asking any route: it is whole, sound, and leads nowhere else. */
import { createHash } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT_MESSAGES, CLOSE_CODES, SERVER_MESSAGES } from '../../server/shapes/realtime-shapes.ts';
import { closed } from './documentation/answers.ts';
import { type Document, needsSomebody, type Operation, operationsOf } from './documentation/document.ts';
import { asDocumented, routesIn } from './documentation/routes.ts';
import { openServer, type ServerStage } from './server-stage.ts';

/** Routes that are on purpose not in the document. */
const HIDDEN: Readonly<Record<string, string>> = {
  'GET /docs/scalar.js': 'nothing but a part of the page /docs',
  'GET /monitor': 'leads those who forgot the slash to /monitor/',
  'GET /monitor/sign-in': "a form for people; programs use the API's own sign-in",
  'POST /monitor/sign-in': 'what that form sends',
};
/** `/monitor/*` answers every method, in order to refuse all but the parts of its page. */
const isHidden = (route: string) => route in HIDDEN || route.endsWith(' /monitor/*');
/** HEAD says what GET says, without the body; OPTIONS is what browsers ask before they ask. */
const isImplied = (route: string) => /^(HEAD|OPTIONS) /.test(route);

let server: ServerStage;
let document: Document;
let operations: readonly Operation[];

beforeAll(async () => {
  server = await openServer();
  document = (await server.ask('GET', '/openapi.json')).body;
  operations = operationsOf(document);
});
afterAll(() => server.close());

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('every route is in it, or hidden for a reason; and nothing else', () => {
  const routes = routesIn(server.app.printRoutes({ commonPrefix: false }));
  expect(routes).toContain('GET /api/auctions/:id/bids');
  const open = routes.filter((route) => !isHidden(route) && !isImplied(route)).map(asDocumented);
  expect(operations.map(({ id }) => id).sort()).toEqual([...open].sort());
  expect(Object.keys(HIDDEN).filter((route) => !routes.includes(route))).toEqual([]);
});

test('every operation says what it is for, where it belongs, who may, and all it may answer', () => {
  const tags = document.tags.map(({ name }) => name);
  const lacking = operations.filter(
    ({ summary, tags: [tag = ''] = [], security, responses }) =>
      !summary ||
      !tags.includes(tag) ||
      security === undefined ||
      /[xX]|default/.test(Object.keys(responses).join()),
  );
  expect(lacking.map(({ id }) => id)).toEqual([]);
  const used = new Set(operations.flatMap(({ tags: [tag] = [] }) => tag));
  expect(tags.filter((tag) => !used.has(tag))).toEqual([]);
});

test('where somebody is needed, 401 is documented', () => {
  const silent = operations.filter((each) => needsSomebody(each) && !('401' in each.responses));
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('shapes have names, and each name one shape', () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Auction', 'AuctionCard', 'Bid', 'AcceptedBid', 'RefusedBid', 'Me', 'Transfer']),
  );
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
  expect(references.filter(([, name]) => !((name ?? '') in document.components.schemas))).toEqual([]);
});

test('the page comes from here alone, and its policy lets nothing else in', async () => {
  const page = await server.ask('GET', '/docs');
  expect(page.status).toBe(200);
  expect(page.text).not.toMatch(/https?:\/\//);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*|'unsafe-eval'|script-src[^;]*'unsafe-inline'/);
  const [, inline = ''] = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(page.text) ?? [];
  expect(policy).toContain(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
  expect(inline).toContain('"telemetry": false');
});

test('its script is kept by browsers for ever, and travels small to those who can', async () => {
  const [, source = ''] = /<script src="([^"]+)"/.exec((await server.ask('GET', '/docs')).text) ?? [];
  expect(source).toMatch(/^\/docs\/scalar\.js\?.+/);
  const [plain, small] = [
    await server.ask('GET', source),
    await server.ask('GET', source, { headers: { 'accept-encoding': 'br, gzip' } }),
  ];
  expect(plain).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    },
  });
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 3);
});

test('whoever opens the bare address finds it', async () => {
  const { body } = await server.ask('GET', '/');
  expect(body).toMatchObject({ docs: '/docs', openapi: '/openapi.json', asyncapi: '/asyncapi.json' });
  for (const path of Object.values(body).filter((value) => String(value).startsWith('/')))
    expect([200, 401]).toContain((await server.ask('GET', String(path))).status);
});

test('the chapter on rooms tells of every message, its fields and its example, and of every close code', () => {
  const chapter = document.tags.find(({ name }) => name === 'Realtime')?.description ?? '';
  for (const [name, { example }] of [
    ...Object.entries(CLIENT_MESSAGES),
    ...Object.entries(SERVER_MESSAGES),
  ]) {
    expect(chapter).toContain(`### \`${name}\``);
    expect(chapter).toContain(JSON.stringify(example, null, 2));
    for (const field of Object.keys((example ?? {}) as object)) expect(chapter).toContain(`| \`${field}\``);
  }
  for (const { code } of CLOSE_CODES) expect(chapter).toContain(`| ${code} |`);
});

test('the AsyncAPI document has every message in its direction, and all its references lead somewhere', async () => {
  const { body } = await server.ask('GET', '/asyncapi.json');
  expect(body.asyncapi).toBe('3.0.0');
  const inDirection = (action: string) =>
    Object.values(body.operations as Record<string, { action: string; messages: { $ref: string }[] }>)
      .filter((operation) => operation.action === action)
      .flatMap(({ messages }) => messages.map(({ $ref }) => at(body, String(at(body, $ref).$ref)).name));
  expect(inDirection('receive').sort()).toEqual(Object.keys(CLIENT_MESSAGES).sort());
  expect(inDirection('send').sort()).toEqual([...Object.keys(SERVER_MESSAGES), 'state'].sort());
  for (const [, reference = ''] of JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g))
    expect(at(body, reference)).toBeDefined();
});

test('the examples of messages fit their shapes', () => {
  const ajv = formats.default(new Ajv2020.default({ strict: false }));
  for (const { shape, example } of [...Object.values(CLIENT_MESSAGES), ...Object.values(SERVER_MESSAGES)]) {
    expect(ajv.validate(closed(shape) as object, example)).toBe(true);
  }
});

/** What a reference points to. */
// biome-ignore lint/suspicious/noExplicitAny: a part of any document
function at(document: any, reference: string): any {
  return (
    reference
      .replace(/^#\//, '')
      .split('/')
      // biome-ignore lint/suspicious/noExplicitAny: a part of any document
      .reduce((part: any, key) => part?.[key], document)
  );
}
