/** Some of the requests, and their share of all. */
export type Ingredient = { readonly share: number; readonly paths: readonly string[] };

/** So many requests, evenly mixed: whoever begins anywhere and goes on meets each ingredient by its share. The same every time. */
export function blend(ingredients: readonly Ingredient[], length: number): string[] {
  const jars = ingredients
    .filter(({ paths }) => paths.length > 0)
    .map(({ share, paths }) => ({ share, paths, taken: 0 }));
  const shares = jars.reduce((sum, { share }) => sum + share, 0);
  return Array.from({ length }, (_, index) => {
    // What is furthest behind its share is next.
    const owed = (jar: (typeof jars)[number]) => (jar.share / shares) * (index + 1) - jar.taken;
    const next = jars.reduce((most, jar) => (owed(jar) > owed(most) ? jar : most));
    return next.paths[next.taken++ % next.paths.length] ?? '';
  });
}
