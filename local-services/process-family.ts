import { readFileSync } from 'node:fs';
import type { PrivateProcess } from './private-process.ts';

/**
 * Ends a process and its children with SIGKILL. The children come too because a PostgreSQL backend that is busy
 * would outlive its postmaster by the rest of its query, which is no crash of a machine.
 */
export async function endFamily(parent: PrivateProcess): Promise<void> {
  // A stopped parent starts no more children while we read who they are.
  parent.signal('SIGSTOP');
  const children = childrenOf(parent.pid);
  for (const child of children) endNow(child);
  await parent.end('SIGKILL');
}

function childrenOf(pid: number): number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return list.split(' ').filter(Boolean).map(Number);
  } catch {
    // Not Linux: the children notice by themselves that their parent is gone, only a little later.
    return [];
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
