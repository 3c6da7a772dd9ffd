import { expect, test } from 'vitest';
import { CLOSE_SIGNED_OUT } from '../../auction/protocol.ts';
import { Doorkeeper, type Guest } from '../../rooms/doors/doorkeeper.ts';
import { silentLog } from './serving.ts';

class Visitor implements Guest {
  readonly left: number[] = [];
  leave(code: number): void {
    this.left.push(code);
  }
}

test('whoever comes in while sessions are looked up is not seen out for it', async () => {
  const lookedUp = Promise.withResolvers<string[]>();
  const doorkeeper = new Doorkeeper({ stillValid: () => lookedUp.promise }, silentLog);
  const [stays, ended, comer] = [new Visitor(), new Visitor(), new Visitor()];
  doorkeeper.enters('a session', stays);
  doorkeeper.enters('an ended session', ended);

  const looking = doorkeeper.lookAround();
  doorkeeper.enters('a new session', comer);
  lookedUp.resolve(['a session']);
  await looking;
  doorkeeper.stop();

  expect([stays, ended, comer].map(({ left }) => left)).toEqual([[], [CLOSE_SIGNED_OUT], []]);
});

test('whoever left while sessions were looked up is left alone', async () => {
  const lookedUp = Promise.withResolvers<string[]>();
  const doorkeeper = new Doorkeeper({ stillValid: () => lookedUp.promise }, silentLog);
  const gone = new Visitor();
  doorkeeper.enters('a session', gone);

  const looking = doorkeeper.lookAround();
  doorkeeper.leaves('a session', gone);
  lookedUp.resolve([]);
  await looking;
  doorkeeper.stop();

  expect(gone.left).toEqual([]);
});
