import type { CurrentSession, Me, SignedIn, SignIn, SignUp } from '../auction/api.ts';
import { ApiFailure } from './failures.ts';
import type { Rest } from './rest.ts';

/** Who one is. The bearer token is kept in the `storage` given to `ReadyAuction`. */
export class Auth {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Whether there is a token; it may have expired all the same. */
  get signedIn(): boolean {
    return this.#rest.token !== null;
  }

  /** Makes an account and signs in. Rejects with `ApiFailure`, whose `details` name the fields that were wrong. */
  async signUp(account: SignUp): Promise<Me> {
    return this.#sign('/api/auth/sign-up/email', account);
  }

  /** Rejects with `ApiFailure` (401) when e-mail and password do not fit. */
  async signIn(email: string, password: string): Promise<Me> {
    const account: SignIn = { email, password };
    return this.#sign('/api/auth/sign-in/email', account);
  }

  /** Ends the session on the server and forgets the token, whatever the server says. Auctions joined before stay joined. */
  async signOut(): Promise<void> {
    try {
      if (this.signedIn) await this.#rest.call('POST', '/api/auth/sign-out', { body: {} });
    } catch (failure) {
      // A session that had ended already is what was wanted.
      if (!(failure instanceof ApiFailure && failure.status === 401)) throw failure;
    } finally {
      this.#rest.token = null;
    }
  }

  /** The account signed in; null when nobody is, or when the session has ended. */
  async me(): Promise<Me | null> {
    if (!this.signedIn) return null;
    const session = await this.#rest.call<CurrentSession | null>('GET', '/api/auth/get-session');
    return session ? meOf(session.user) : null;
  }

  async #sign(path: string, body: SignUp | SignIn): Promise<Me> {
    // An old token must not travel with it, nor survive when signing in fails.
    this.#rest.token = null;
    const { user } = await this.#rest.call<SignedIn>('POST', path, { body });
    return meOf(user);
  }
}

/** better-auth answers with more than anybody needs to know. */
const meOf = ({ id, email, name, birthDate, gender, role }: Me): Me => ({
  id,
  email,
  name,
  birthDate,
  gender,
  role,
});
