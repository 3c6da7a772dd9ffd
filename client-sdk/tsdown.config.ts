import { defineConfig, type UserConfig } from 'tsdown';

const shared = { format: 'esm', platform: 'neutral', clean: false } satisfies UserConfig;

/**
 * `tsc` has put the declarations into `dist/types` before. tsdown's own way of emitting them under TypeScript 7 knows only the folder of
 * a tsconfig: with the repository's it compiles everything else too, with ours it misses `../auction`.
 */
export default defineConfig([
  { ...shared, entry: ['index.ts'], target: 'es2022', sourcemap: true, dts: false },
  { ...shared, entry: ['dist/types/client-sdk/index.d.ts'], dts: { dtsInput: true, emitDtsOnly: true } },
]);
