/** docker-compose.yml as the tests look at it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(import.meta.dirname, '../..');
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Readonly<Record<string, { ipv4_address?: string } | null>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly restart?: string;
  readonly secrets?: readonly string[];
};

export type ComposeFile = {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { environment: string }>>;
};

export const compose = parse(textOf('docker-compose.yml'), { merge: true }) as ComposeFile;

/** `!override` is compose's own and says how lists are merged, which does not matter here. */
export const tls = parse(textOf('docker-compose.tls.yml'), { logLevel: 'error' }) as {
  readonly services: Readonly<Record<string, Pick<Service, 'ports' | 'volumes' | 'healthcheck'>>>;
};

export function serviceNamed(name: string): Service {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

export type Variable = { readonly name: string; readonly sign: string; readonly rest: string };

/** Every `${NAME…}` that compose fills in; `$$` is one for somebody else. */
function variablesIn(text: string): Variable[] {
  const found = text.matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)(:[-?])?([^}]*)\}/g);
  return [...found].map(([, name = '', sign = '', rest = '']) => ({ name, sign, rest }));
}

/** A text as compose would fill it in; a lacking variable that must be there throws with what the file says. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)(:[-?])?([^}]*)\}/g, (_, name, sign, rest) => {
      const value = values[name] ?? '';
      if (value !== '') return value;
      if (sign === ':?') throw new Error(`${name}: ${rest}`);
      return rest;
    })
    .replaceAll('$$', '$');
}

/** What a service is started with. */
export function environmentOf(
  service: Service,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(service.environment ?? {});
  return Object.fromEntries(entries.map(([name, text]) => [name, filledIn(String(text), values)]));
}

/** The lines of the Dockerfile by their instruction, those that go on joined. */
export function instructions(): { readonly name: string; readonly rest: string }[] {
  const lines = textOf('Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
  return lines
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
}

/** What the image itself sets. */
export function imageEnvironment(): Record<string, string> {
  const pairs = instructions()
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

export const NODES = ['node-1', 'node-2'];

/** Every variable of the compose files. */
export const USED = variablesIn(textOf('docker-compose.yml') + textOf('docker-compose.tls.yml'));

/** A filled-in .env. */
export const FILLED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    USED.map(({ name, rest, sign }) => [name, sign === ':-' ? rest : '0123456789abcdef'.repeat(4)]),
  ),
  PUBLIC_URL: 'https://auctions.example.com',
  PUBLIC_HOST: 'auctions.example.com',
};
