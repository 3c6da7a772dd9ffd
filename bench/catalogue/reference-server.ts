/**
 * The reference system's own way to list what is new, to be measured on the same data. It is a Spring Boot application on JPA, so:
 *
 * - a `Pageable` becomes `limit 20 offset n`, and the keyword `like '%…%'`, also where nobody typed one;
 * - a `Page` knows how many items there are in all, so `count(*)` under the same condition comes along with every page;
 * - the images of an item are a lazy collection: one more query per row, when the row is turned into JSON;
 * - a request keeps one of the ten connections of its pool from its beginning to its end.
 *
 * It is at its best here: the order has an index, the plan is made for the keyword at hand, the images' statement is prepared, rows go out
 * without an object mapper, and no cache is cold. `count=no` leaves the count out: what a `Slice` would ask.
 *
 * Arguments: the database's URL and a port.
 */
import fastify from 'fastify';
import pg from 'pg';

const PAGE_ITEMS = 20;

/** What Spring Boot gives its pool unless told otherwise. */
const POOL = 10;

const PAGE = `
  select a.id, a.title, a.description, a.category, a.price, a.start_price, a.starts_at, a.ends_at, a.listed_at, a.seller_id
  from auction a where a.title like '%' || $1 || '%' order by a.listed_at desc, a.id desc limit ${PAGE_ITEMS} offset $2`;

const COUNT = `select count(*) as total from auction a where a.title like '%' || $1 || '%'`;

const IMAGES = {
  name: 'images',
  text: `select i.id, i.width, i.height from auction_image u join image i on i.id = u.image_id
         where u.auction_id = $1 order by u.position`,
};

type Query = { readonly keyword?: string; readonly page?: string; readonly count?: string };

const [databaseUrl = '', port = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
const app = fastify();

app.get<{ Querystring: Query }>('/products', async (request) => {
  const { keyword = '', page = '0', count = 'yes' } = request.query;
  const client = await pool.connect();
  try {
    // Whoever asked has gone: the next measurement must not pay for it.
    if (request.raw.socket.destroyed) return {};
    const { rows } = await client.query<{ id: string }>(PAGE, [keyword, Number(page) * PAGE_ITEMS]);
    const counted = count === 'no' ? undefined : await client.query<{ total: string }>(COUNT, [keyword]);
    const content: object[] = [];
    for (const row of rows) {
      const images = await client.query({ ...IMAGES, values: [row.id] });
      content.push({ ...row, images: images.rows });
    }
    return { content, totalElements: counted === undefined ? undefined : Number(counted.rows[0]?.total) };
  } finally {
    client.release();
  }
});

app.get('/health', async () => {
  await pool.query('select 1');
  return { status: 'ready' };
});

// biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
await app.listen({ port: Number(port), host: '127.0.0.1' });
