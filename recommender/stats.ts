import type { Model } from './model/model.ts';
import type { RoundStats } from './rounds.ts';

/** What `GET /stats` says. */
export function statsOf(model: Model | undefined, { rebuildMs, readAtMs }: RoundStats, nowMs: number) {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const columns = model === undefined ? [] : Object.values(model.columns);
  return {
    learnedAt: model === undefined ? null : new Date(model.facts.learnedAtMs).toISOString(),
    interactions: model?.facts.interactions ?? 0,
    items: model?.facts.items ?? 0,
    openItems: model?.facts.openItems ?? 0,
    people: model?.facts.people ?? 0,
    rebuildMs,
    /** How far what it answers by is behind. */
    lagMs: readAtMs === null ? null : Math.max(0, nowMs - readAtMs),
    memory: {
      modelBytes: columns.reduce((sum, { byteLength }) => sum + byteLength, 0),
      ...{ rssBytes: rss, heapBytes: heapUsed, arrayBufferBytes: arrayBuffers },
    },
  };
}
