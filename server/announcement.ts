import type { NewAdmin } from './accounts/first-admin.ts';
import type { Config } from './config.ts';

/** What a person at the terminal wants to know once the server is up. */
export function announcement(config: Config, port: number, admin: NewAdmin | undefined): string {
  const here = config.publicUrl ?? `http://localhost:${port}`;
  const lines = [
    '',
    `  Ready Auction is open at ${here}`,
    '',
    `    Reference  ${here}/docs   (begin here)`,
    `    Auctions   ${here}/api/auctions`,
    `    Monitor    ${here}/monitor/   (administrators)`,
    `    Health     ${here}/health/ready`,
    '',
    `    Data       ${whereDataIs(config)}`,
    `    Rooms      ${config.redisUrl === undefined ? 'in this process' : 'shared through Redis'}`,
  ];
  if (config.demo) lines.push('    Demo       on: house bidders are at work (DEMO=off for none)');
  if (admin !== undefined) {
    lines.push(
      '',
      '  First start: an administrator account was made. This password is not shown again.',
      `    E-mail     ${admin.email}`,
      `    Password   ${admin.password}`,
    );
  }
  lines.push('', '  Ctrl-C ends it.', '');
  return lines.join('\n');
}

function whereDataIs({ database }: Config): string {
  return database.kind === 'embedded'
    ? `embedded database in ${database.folder} (survives a crash of the process, not a power cut)`
    : 'PostgreSQL (DATABASE_URL)';
}
