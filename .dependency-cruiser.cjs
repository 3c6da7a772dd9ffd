/**
 * Who may import whom: the table of ARCHITECTURE.md as rules. test/architecture.test.ts runs them and also
 * proves, on a tree made to break each one, that they bite.
 */

/** Each folder and the folders it may import besides itself; the test folder may import everything. */
const neighbours = {
  auction: [],
  persistence: ['auction'],
  rooms: ['auction'],
  recommender: ['auction', 'persistence'],
  server: ['auction', 'persistence', 'rooms', 'recommender'],
  'client-sdk': ['auction'],
  web: ['client-sdk', 'auction'],
  replay: ['client-sdk', 'auction', 'local-services'],
  // It makes what the house would have written, and hands it over to be loaded.
  seed: ['auction', 'persistence'],
  // It measures the parts as well as the whole.
  bench: ['client-sdk', 'auction', 'rooms', 'persistence', 'recommender', 'seed', 'local-services'],
  // What it checks must not be what it checks with: of the product it knows what is said on the wire, and how clients say it.
  chaos: ['client-sdk', 'auction', 'local-services'],
  // It brings up what is described there from programs of this machine.
  deploy: ['local-services'],
  'local-services': [],
};

/** A package, whether npm hoisted it, nested it, or it did not resolve at all. */
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/|^(${names.join('|')})(/|$)`;

/** Every file of these folders except the configuration of their build tools. */
const inside = (...folders) => ({
  path: `^(${folders.join('|')})/`,
  pathNot: '(^|/)(node_modules|dist)/|\\.config\\.ts$',
});

const folderRules = Object.entries(neighbours).map(([folder, others]) => ({
  name: `${folder}-knows-only-its-neighbours`,
  comment: `${folder} may import ${[folder, ...others].join(', ')} and no other folder of this project.`,
  severity: 'error',
  from: inside(folder),
  to: {
    path: `^(${[...Object.keys(neighbours), 'test'].join('|')})/`,
    pathNot: `(^|/)node_modules/|^(${[folder, ...others].join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: 'auction-is-pure',
      comment: 'The rules are replayed by the audit and run in browsers: no package, no node builtin.',
      severity: 'error',
      from: inside('auction'),
      to: { pathNot: '^auction/' },
    },
    {
      name: 'the-model-is-pure',
      comment:
        'What is learned depends on what it is told alone: no package, no clock, no file, no database.',
      severity: 'error',
      from: inside('recommender/model'),
      to: { pathNot: '^(recommender/model|auction)/' },
    },
    {
      name: 'databases-only-in-persistence',
      comment:
        'All SQL and all Redis commands live in one folder; a bench may also drive the alternatives raw.',
      severity: 'error',
      from: { pathNot: '^(persistence|test|bench|chaos|local-services)/|(^|/)node_modules/' },
      to: { path: npm('kysely', 'pg', 'pg-copy-streams', 'ioredis', '@electric-sql/pglite') },
    },
    {
      name: 'buckets-only-in-persistence',
      comment: 'Where images lie is known in one folder, behind the port of the image store.',
      severity: 'error',
      from: { pathNot: '^(persistence|test)/|(^|/)node_modules/' },
      to: { path: npm('@aws-sdk/[^/]+') },
    },
    {
      name: 'images-are-made-in-one-place',
      comment:
        'What strangers send is decoded under the bounds that stand there, and nowhere else; a seeding paints its own.',
      severity: 'error',
      from: { pathNot: '^(server/images|test)/|^seed/pictures\\.ts$|(^|/)node_modules/' },
      to: { path: npm('sharp', '@img/[^/]+') },
    },
    {
      name: 'notices-are-sent-in-one-place',
      comment:
        'Messages and requests to where strangers say leave under the bounds that stand there, and nowhere else.',
      severity: 'error',
      from: { pathNot: '^(server/notices|test)/|(^|/)node_modules/' },
      to: { path: npm('nodemailer', 'web-push') },
    },
    {
      name: 'benches-drive-the-database-raw',
      comment:
        'bench measures pg and ioredis themselves; local-services only asks PostgreSQL whether it is up.',
      severity: 'error',
      from: inside('bench', 'local-services'),
      to: { path: npm('kysely', '@electric-sql/pglite') },
    },
    {
      name: 'chaos-reads-the-database-raw',
      comment: 'Its checker asks PostgreSQL in its own words, and nothing else.',
      severity: 'error',
      from: inside('chaos'),
      to: { path: npm('kysely', 'ioredis', 'pg-copy-streams', '@electric-sql/pglite') },
    },
    {
      name: 'chaos-does-not-decide-by-the-rules',
      comment:
        'What was decided is judged by rules written anew, or a mistake in the rules would judge itself.',
      severity: 'error',
      from: inside('chaos'),
      to: { path: '^auction/', pathNot: '^auction/(protocol|api)\\.ts$' },
    },
    {
      name: 'local-services-need-little',
      comment: 'They must start before anything else works: node builtins and pg only.',
      severity: 'error',
      from: inside('local-services'),
      to: { pathNot: `^local-services/|${npm('pg')}`, dependencyTypesNot: ['core'] },
    },
    {
      name: 'colyseus-only-in-rooms',
      comment: 'Actors live in rooms; server only glues the transport, the matchmaker route and the monitor.',
      severity: 'error',
      from: { pathNot: '^(rooms|server|test)/|(^|/)node_modules/' },
      to: {
        path: npm('@colyseus/[^/]+'),
        pathNot: npm('@colyseus/sdk', '@colyseus/schema'),
      },
    },
    {
      name: 'colyseus-schema-on-both-ends',
      comment: 'The state is written in rooms and decoded by the SDK; nobody else touches the wire format.',
      severity: 'error',
      from: { pathNot: '^(rooms|client-sdk|test)/|(^|/)node_modules/' },
      to: { path: npm('@colyseus/schema') },
    },
    {
      name: 'colyseus-client-only-in-the-sdk',
      comment: 'Everything that talks to the server as a client does so through our own SDK.',
      severity: 'error',
      from: { pathNot: '^(client-sdk|test)/|(^|/)node_modules/' },
      to: { path: npm('@colyseus/sdk') },
    },
    {
      name: 'client-sdk-runs-anywhere',
      comment: 'It is published and runs in browsers: only its two declared packages, no node builtin.',
      severity: 'error',
      from: inside('client-sdk'),
      to: { pathNot: `^(client-sdk|auction)/|${npm('@colyseus/sdk', '@colyseus/schema')}` },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one idea, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that resolves to nothing would slip past every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Without this it skips .ts files and reports success, because it cannot use TypeScript 7 as a parser.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // Our own build output only: excluding every dist/ would also hide imports of packages that ship one.
    exclude: { path: '^(client-sdk|web)/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
