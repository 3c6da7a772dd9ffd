import type { Alert, Alerts, ReadyAuction } from '../../client-sdk/index.ts';

/** Somebody who hears alerts in a loop, and now and then in another process, which knows nothing but the last id. */
export function hearing(house: ReadyAuction) {
  const heard: Alert[] = [];
  const anew: string[] = [];
  let connected = 0;
  let isConnected = false;
  let alerts: Alerts;

  const begin = (after: string | null) => {
    alerts = house.alerts({ after, maxBackoffMs: 500 });
    alerts.on('anew', ({ reason }) => anew.push(reason));
    alerts.on('connection', ({ state }) => {
      isConnected = state === 'connected';
      if (isConnected) connected += 1;
    });
    const loop = async (mine: Alerts) => {
      for await (const alert of mine) heard.push(alert);
    };
    void loop(alerts);
  };
  begin(null);

  return {
    heard,
    /** Whatever it could not go on after. */
    anew,
    get connected() {
      return connected;
    },
    get isConnected() {
      return isConnected;
    },
    /** The process ends, and another goes on after what it had taken. */
    restart() {
      const { lastId } = alerts;
      alerts.close();
      begin(lastId);
    },
    stop: () => alerts.close(),
  };
}

export type Hearing = ReturnType<typeof hearing>;
