/** Every route that Fastify knows, read from the tree it prints: `GET /api/auctions/:id`. */
export function routesIn(tree: string): readonly string[] {
  const above: string[] = [];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const branch = /^([│ ]*)[├└]── (\S*?)(?: \(([A-Z, -]+)\))?$/.exec(line.trimEnd());
    if (branch === null) continue;
    const [, indent = '', label = '', methods] = branch;
    const depth = indent.length / 4;
    above.length = depth;
    above[depth] = label;
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${above.join('')}`);
  }
  return routes;
}

/** `/api/auctions/:id` as OpenAPI writes it. */
export const asDocumented = (route: string) => route.replaceAll(/:(\w+)/g, '{$1}');
