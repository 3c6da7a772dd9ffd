import { STATUS_CODES } from 'node:http';
import type { Config } from '../config.ts';
import { introduction, VERSION } from './introduction.ts';
import { withNamedSchemas } from './named-schemas.ts';
import { realtimeChapter } from './realtime-chapter.ts';

/** In the order in which a newcomer meets them. */
const tags = () => [
  { name: 'Accounts', description: 'Signing up, in and out, and what one said about oneself.' },
  {
    name: 'Wallet',
    description: 'Points: free, or held for auctions one is leading. Every movement is kept.',
  },
  { name: 'Catalogue', description: 'Finding auctions.' },
  { name: 'Auctions', description: 'Looking at one, listing an item, changing it or taking it back.' },
  { name: 'Images', description: 'Pictures of items: upload first, then name their ids in a listing.' },
  {
    name: 'Bids',
    description: 'Bidding without a socket: same rules, same outcomes, same ids as in a room.',
  },
  { name: 'Realtime', description: realtimeChapter() },
  { name: 'Likes', description: 'What one likes, and how many do.' },
  {
    name: 'Alerts',
    description:
      'What happens to auctions one hears of: those one sells or bids on, and those one asked for. As a stream for who is there, as a list ' +
      'for who was away.',
  },
  { name: 'My affairs', description: 'What one sells, has bid, has won.' },
  {
    name: 'Notices',
    description:
      'Being told while one is away, by Web Push and by e-mail: that one was outbid, that bidding ends soon, that one has won. Of one ' +
      'kind about one auction there is at most one in ten minutes, always the latest.',
  },
  { name: 'Administration', description: 'Only for administrators; everybody else gets 403 `admins_only`.' },
  { name: 'House', description: 'The server itself.' },
];

type Generated = {
  readonly info?: object;
  readonly paths?: Readonly<Record<string, object | undefined>>;
  readonly components?: object;
};

/** The routes as the plugin wrote them down, with names for their shapes and words for their readers. */
export function openapiDocument(generated: Generated, config: Config): object {
  const { tree: paths, schemas } = withNamedSchemas(generated.paths ?? {});
  nameSuccesses(paths);
  return {
    ...generated,
    info: {
      ...generated.info,
      version: VERSION,
      description: introduction(config),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: tags(),
    paths,
    components: { ...generated.components, schemas },
  };
}

type Responses = Record<string, { description: string }>;

/** The plugin calls whatever has no description "Default Response". */
function nameSuccesses(paths: Readonly<Record<string, object | undefined>>): void {
  for (const operation of Object.values(paths).flatMap((path = {}) => Object.values(path))) {
    const { responses } = operation as { readonly responses: Responses };
    for (const [status, response] of Object.entries(responses)) {
      if (response.description === 'Default Response') response.description = STATUS_CODES[status] ?? 'Done';
    }
  }
}
