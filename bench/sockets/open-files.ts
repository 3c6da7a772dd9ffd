import { readFileSync } from 'node:fs';

/** Files a process has open anyway: connections to a database, modules, its log. */
const BESIDES = 300;

/** Throws when a process may not have so many sockets. Node takes as many as the hard limit allows by itself. */
export function mustHold(sockets: number, limits = limitsOfThisProcess()): void {
  const most = /^Max open files +\S+ +(\S+)/m.exec(limits)?.[1];
  const needed = sockets + BESIDES;
  if (most === undefined || most === 'unlimited' || Number(most) >= needed) return;
  throw new Error(
    `${sockets.toLocaleString('en')} sockets need ${needed.toLocaleString('en')} open files in one process, and the hard limit here is ${Number(most).toLocaleString('en')} (\`ulimit -Hn\`): raise it, or ask for fewer.`,
  );
}

/** Empty where there is no /proc: then the first socket too many complains. */
function limitsOfThisProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
