import type { Registry } from 'prom-client';
import type { Parts } from '../parts.ts';

/** Registers the metrics of one noun, and returns what brings them up to date when they are about to be read. It may reject. */
export type NounMetrics = (registry: Registry, parts: Parts) => () => Promise<void> | void;
