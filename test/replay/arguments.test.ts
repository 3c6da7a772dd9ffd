import { describe, expect, it } from 'vitest';
import { readArguments } from '../../replay/arguments.ts';

const read = (line: string) => readArguments(line.split(' ').filter(Boolean));

describe('the command line of the replay', () => {
  it('needs a file and nothing else', () => {
    expect(read('file.csv')).toMatchObject({
      file: 'file.csv',
      speed: 10_080,
      graceMs: 5_000,
      url: undefined,
      only: undefined,
      audit: true,
    });
  });

  it('names a new run every time, unless told which', () => {
    expect(read('file.csv')?.run).not.toBe(read('file.csv')?.run);
    expect(read('file.csv --run monday')?.run).toBe('monday');
  });

  it('takes every option', () => {
    const line =
      '--speed 2.5 file.csv --grace 0.5 --only 3,4 --limit 7 --again --verify --no-audit --url http://a:1';
    expect(() => read(line)).toThrow('--grace must be a number from 1 to 86400, but is "0.5"');
    expect(read(line.replace('0.5', '1.5'))).toMatchObject({
      ...{ speed: 2.5, graceMs: 1_500, only: ['3', '4'], limit: 7 },
      ...{ again: true, verify: true, audit: false, url: 'http://a:1' },
    });
  });

  it('asks for help by no file at all', () => {
    expect(read('--help')).toBeUndefined();
  });

  it.each([
    ['', 'Name one FILE of recorded auctions.'],
    ['a.csv b.csv', 'Name one FILE of recorded auctions.'],
    ['a.csv --fast', "Unknown option '--fast'"],
    ['a.csv --speed quick', '--speed must be a number from 0.1 to 1000000000, but is "quick".'],
    ['a.csv --url localhost', '--url must be an address such as http://localhost:2567, but is "localhost".'],
    ['a.csv --run a/ä', '--run must be 1 to 30 visible ASCII characters.'],
    ['a.csv --url http://a --data-folder d', 'Give only one of --url and --database or --data-folder.'],
    ['a.csv --reserves r.csv --reserve-at-final', 'Give only one of --reserves and --reserve-at-final.'],
  ])('"%s" is refused with a sentence', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });
});
