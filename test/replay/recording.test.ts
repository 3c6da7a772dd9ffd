import { describe, expect, it } from 'vitest';
import { readRecording } from '../../replay/recording.ts';
import { readReserves, reservesAtFinal } from '../../replay/reserves.ts';
import { chosen } from '../../replay/selection.ts';
import { HEAD, smallRecording } from './small-recording.ts';

const read = (...lines: string[]) => readRecording('file.csv', lines.join('\n'));
const ROW = '7,Lamp,3,100,500,1,500,0.5';

describe('a file of recorded auctions', () => {
  it('is read with its bids in order, whatever the order of its columns', () => {
    const text = 'bid_cents,auction,item,at_days,duration_days,opening_cents,final_cents,bidder,comment';
    expect(
      read(text, '500,7,"A ""brass"", lamp",0.5,3,100,450,1,x', '600,7,"A ""brass"", lamp",1,3,100,450,2,'),
    ).toEqual([
      {
        auction: '7',
        item: 'A "brass", lamp',
        durationDays: 3,
        openingCents: 100,
        finalCents: 450,
        bids: [
          { bidder: 1, cents: 500, atDays: 0.5 },
          { bidder: 2, cents: 600, atDays: 1 },
        ],
      },
    ]);
  });

  it('may come from another system, with its line ends and its mark', () => {
    expect(readRecording('f', `\uFEFF${HEAD}\r\n${ROW}\r\n\r\n`)).toHaveLength(1);
  });

  it.each([
    ['', 'line 1: the columns are missing: auction, item'],
    [HEAD, 'line 2: there are no bids'],
    [
      `${HEAD.replace(',bidder', '')}\n7,Lamp,3,100,500,500,0.5`,
      'line 1: the column is missing: bidder. Needed: auction,',
    ],
    [`${HEAD}\n${ROW}\n7,Lamp,3,100`, 'line 3: 4 fields where the head line has 8'],
    [`${HEAD}\n7,La"mp,3,100,500,1,500,0.5`, 'line 2: a quote is not where one may be'],
    [
      `${HEAD}\n7,Lamp,3,100,500,1,5.5,0.5`,
      'line 2: bid_cents must be a whole number from 1 to 1000000000, but is "5.5"',
    ],
    [
      `${HEAD}\n7,Lamp,3,100,500,0,500,0.5`,
      'line 2: bidder must be a whole number from 1 to 10000, but is "0"',
    ],
    [`${HEAD}\n7,Lamp,3,ten,500,1,500,0.5`, 'line 2: opening_cents must be a whole number'],
    [
      `${HEAD}\n7,Lamp,3,100,500,1,500,soon`,
      'line 2: at_days must be a number of days from 0 to 90, but is "soon"',
    ],
    [`${HEAD}\n7,Lamp,0,100,500,1,500,0`, 'line 2: duration_days must be above 0'],
    [`${HEAD}\n7,Lamp,3,100,500,1,500,3.5`, 'line 2: at_days 3.5 lies after the end at 3 days'],
    [
      `${HEAD}\n${ROW}\n7,Lamp,3,100,500,2,600,0.4`,
      'line 3: at_days 0.4 comes before the previous bid of auction 7 at 0.5',
    ],
    [`${HEAD}\n${ROW}\n7,Lamp,3,100,501,2,600,0.6`, 'line 3: final_cents differs from line 2 of auction 7'],
    [`${HEAD}\n,Lamp,3,100,500,1,500,0.5`, 'line 2: auction must have 1 to 40 characters'],
  ])('%j is refused with the place and the reason', (text, message) => {
    expect(() => readRecording('file.csv', text)).toThrow(`file.csv, ${message}`);
  });

  it('counts the first opening price where two are recorded, and says so', () => {
    const notes: string[] = [];
    const text = [HEAD, ROW, '7,Lamp,3,200,500,2,600,0.6'].join('\n');
    expect(readRecording('file.csv', text, (note) => notes.push(note))[0]?.openingCents).toBe(100);
    expect(notes).toEqual([
      'file.csv, line 3: opening_cents differs from line 2 of auction 7; the first counts',
    ]);
  });
});

describe('the auctions replayed', () => {
  const auctions = readRecording('small', smallRecording(1).text);

  it('are those named, and of them the first so many', () => {
    expect(chosen(auctions, undefined, 2).map(({ auction }) => auction)).toEqual(['900000', '900001']);
    expect(chosen(auctions, ['900004', '900001'], 9).map(({ auction }) => auction)).toEqual([
      '900001',
      '900004',
    ]);
    expect(() => chosen(auctions, ['900001', '5'], 9)).toThrow('--only names what is not in the file: 5');
  });

  it('have the reserves of a second file, each checked', () => {
    const reserves = (...lines: string[]) =>
      readReserves('r.csv', ['auction,reserve_cents', ...lines].join('\n'), auctions);
    expect(reserves('900001,1000')).toEqual(new Map([['900001', 1_000]]));
    expect(() => reserves('5,1000')).toThrow('r.csv, line 2: auction "5" is not replayed');
    expect(() => reserves('900001,1000', '900001,1000')).toThrow('line 3: auction 900001 stands here twice');
    expect(() => reserves('900001,999')).toThrow('reserve_cents must be a whole number from 1000 to');
  });

  it('may have the price they really ended at as reserve, unless that is below their opening price', () => {
    const [sold] = readRecording('f', [HEAD, ROW, '8,Lamp,3,600,500,1,500,0.5'].join('\n'));
    expect(reservesAtFinal(sold === undefined ? [] : [sold])).toEqual(new Map([['7', 500]]));
  });
});
