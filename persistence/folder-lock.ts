import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A container's processes get the same ids again after a restart, so our own id in a lock may be an ancestor's. */
const takenByUs = new Set<string>();

/** Takes a folder for this process, or throws; the returned function gives it back. A dead owner's lock is taken over. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = resolve(folder, 'owner.pid');
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(`${process.pid}`);
      await handle.close();
      takenByUs.add(file);
      return async () => {
        takenByUs.delete(file);
        await rm(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner === process.pid ? takenByUs.has(file) : isAlive(owner)) {
      throw new Error(
        `${folder} is in use by process ${owner}. Stop it, or choose another folder with DATA_FOLDER.`,
      );
    }
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
