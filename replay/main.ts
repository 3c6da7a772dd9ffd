import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { readArguments, type Settings, UsageProblem } from './arguments.ts';
import { FileProblem } from './csv-rows.ts';
import { HELP } from './help.ts';
import { houseAt, openHouse } from './house.ts';
import { type RecordedAuction, readRecording } from './recording.ts';
import { count, percent } from './report.ts';
import { NO_RESERVES, type Reserves, readReserves, reservesAtFinal } from './reserves.ts';
import { playRound, type Round } from './round.ts';
import { chosen } from './selection.ts';

const out = process.stdout;

async function main(settings: Settings): Promise<boolean> {
  const auctions = chosen(
    readRecording(settings.file, await contentOf(settings.file), (note) => out.write(`Note: ${note}\n`)),
    settings.only,
    settings.limit,
  );
  const reserves = await reservesFor(settings, auctions);
  const house = settings.url === undefined ? await openHouse(settings) : houseAt(settings.url);
  const interrupted = () => void house.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const { url } = house;
    const { results, journal, run } = settings;
    const first = await playRound({ url, auctions, reserves, run, results, journal }, settings, out);
    const second = settings.again ? await playAgain(first, url, settings) : undefined;
    const audited = settings.audit ? await house.audited?.() : undefined;
    if (house.keeps !== undefined) out.write(`\nThe data is in ${house.keeps}\n`);
    return first.sound && second?.sound !== false && audited !== false;
  } finally {
    await house.close();
  }
}

/** What ended at another price than it really did, once more, with that price as the reserve it probably had. */
async function playAgain(first: Round, url: string, settings: Settings): Promise<Round | undefined> {
  const auctions = first.comparisons.filter(({ exact }) => !exact).map(({ recorded }) => recorded);
  if (auctions.length === 0) return undefined;
  const second = await playRound(
    {
      url,
      auctions,
      reserves: reservesAtFinal(auctions),
      run: `${settings.run}-again`,
      results: besides(settings.results, 'again'),
      journal: besides(settings.journal, 'again'),
    },
    settings,
    out,
  );
  const all = first.comparisons.length;
  const exact = all - auctions.length + count(second.comparisons, (one) => one.exact);
  out.write(`\nWith these reserves ${exact} of ${all} prices are exact: ${percent(exact, all)}\n`);
  return second;
}

async function reservesFor(settings: Settings, auctions: readonly RecordedAuction[]): Promise<Reserves> {
  if (settings.reserveAtFinal) return reservesAtFinal(auctions);
  if (settings.reserves === undefined) return NO_RESERVES;
  return readReserves(settings.reserves, await contentOf(settings.reserves), auctions);
}

async function contentOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageProblem(`${file} cannot be read: ${cause.message}`, { cause });
  });
}

/** `out.csv` → `out.again.csv`. */
function besides(file: string | undefined, word: string): string | undefined {
  if (file === undefined) return undefined;
  const { dir, name, ext } = parse(file);
  return `${dir === '' ? '' : `${dir}/`}${name}.${word}${ext}`;
}

try {
  const settings = readArguments(process.argv.slice(2));
  if (settings === undefined) out.write(HELP);
  // Left to itself the process would wait for sockets that nobody needs any more.
  process.exit(settings === undefined || (await main(settings)) ? 0 : 1);
} catch (error) {
  const ofTheCaller = error instanceof UsageProblem || error instanceof FileProblem;
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
  if (error instanceof UsageProblem) process.stderr.write('See npm run replay -- --help\n');
  if (!ofTheCaller && error instanceof Error && error.cause instanceof Error)
    process.stderr.write(`Because: ${error.cause.message}\n`);
  process.exit(ofTheCaller ? 2 : 1);
}
