import type { Cluster } from '../../local-services/cluster.ts';

/** What a person at the terminal wants to know once all of it is up. */
export function announcement(cluster: Cluster, metricsToken: string): string {
  const { url, nodes, postgres, redis, recommender } = cluster;
  const [first] = nodes;
  const lines = [
    '',
    `  Ready Auction is open at ${url}, on ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    '',
    `    Reference    ${url}/docs`,
    `    Auctions     ${url}/api/auctions`,
    `    Monitor      ${url}/monitor/   (administrators)`,
    ...nodes.map(
      (node, index) => `    node-${index + 1}       ${node.url}/health/ready   (process ${node.pid})`,
    ),
    ...(recommender === undefined ? [] : [`    Recommender  ${recommender.url}/health/ready`]),
    `    PostgreSQL   ${postgres.url()}`,
    `    Redis        ${redis.url()}`,
    `    Metrics      curl -H 'Authorization: Bearer ${metricsToken}' ${first?.url}/metrics`,
    '',
    ...administrator(nodes.map((node) => node.log())),
    '  Ctrl-C ends it; everything in it is gone then.',
    '',
  ];
  return lines.join('\n');
}

/** The node that made the account has printed it, once. */
function administrator(logs: readonly string[]): string[] {
  for (const log of logs) {
    const [, email, password] = /E-mail +(\S+)\s+Password +(\S+)/.exec(log) ?? [];
    if (email === undefined || password === undefined) continue;
    return [`    Administrator ${email}, password ${password}`, ''];
  }
  return [];
}
