export const HELP = `
Replays recorded auctions against a live Ready Auction server: a seller lists each of them, their bidders sign in and
enter their maximums over WebSockets in the recorded order, time compressed. One point stands for one cent.

  npm run replay -- FILE [options]

FILE is CSV, one row a bid, sorted by time within each auction:
  auction,item,duration_days,opening_cents,final_cents,bidder,bid_cents,at_days
Bidder n of every auction is the same account n.

How fast
  --speed X            times faster than it happened (10080: a week in a minute)
  --grace SECONDS      how much longer than the recording each auction stays open, so that bids held up by a slow or
                       restarted server still come in time (5)
  --patience SECONDS   how long the server may be away before the replay gives up (60)

What
  --only A,B,C         only these auctions
  --limit N            only the first N auctions
  --reserves FILE      hidden reserve prices: CSV with the columns auction,reserve_cents
  --reserve-at-final   the price each auction really ended at as its reserve
  --again              afterwards replays those that ended otherwise than they really did, with that price as reserve

Where
  (nothing)            a server of its own, on an embedded database that is removed afterwards
  --data-folder DIR    the same, but the embedded database is kept in DIR
  --database URL       a server of its own on this PostgreSQL; DATABASE_URL of the shell is not looked at
  --url URL            a server that is running; with its usual limits per address a high --speed has to wait for it
  --run NAME           names this replay (default: a new name each time). The same name again continues it: what was
                       listed, charged and bid is not listed, charged or bid once more
  --password TEXT      of the accounts replay-bidder-N@replay.example

Afterwards
  --results OUT.csv    one row per auction: auction,winner,final_cents,bids,refused. Those of --again go to
                       OUT.again.csv
  --journal OUT.csv    every acknowledged bid with its id and outcome
  --verify             compares every acknowledged bid with what the house has stored
  --no-audit           does not audit the database of its own server

Exit code 0: replayed, and nothing found wrong. 1: something was. 2: the command line or a file is not as it must be.
`;
