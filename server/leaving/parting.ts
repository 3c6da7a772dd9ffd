import { HTTP_LIMITS } from '../limits.ts';
import type { App } from '../parts.ts';

/**
 * How clients' connections end when the server does. While it leaves, every answer says that it is the last on its connection, so those kept
 * open find another server before this one is closed. Then requests under way are answered, idle connections go at once, and the rest after
 * a while: some clients open connections ahead and send nothing on them, which to Node are not idle.
 */
export function partWithConnections(app: App, isLeaving: () => boolean): void {
  app.addHook('onRequest', async (_request, reply) => {
    if (isLeaving()) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    const idle = setInterval(() => app.server.closeIdleConnections(), HTTP_LIMITS.closingLookMs);
    const rest = setTimeout(() => app.server.closeAllConnections(), HTTP_LIMITS.closingMs);
    app.server.once('close', () => {
      clearInterval(idle);
      clearTimeout(rest);
    });
    idle.unref();
    rest.unref();
  });
}
