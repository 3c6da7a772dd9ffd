type Security = readonly { readonly [scheme: string]: readonly string[] }[];

/**
 * Who may call a route, as OpenAPI says it. That the guards say the same is tested: strangers get 401 where somebody is needed, users
 * get 403 where an administrator is.
 */
const signedInAs = (...roles: readonly string[]): Security => [{ bearer: roles }, { cookie: roles }];

/** Everybody alike: nobody looks at tokens here. */
export const OPEN: Security = [];
/** Everybody, and those who are signed in see more; a bad token is refused. */
export const ANYBODY: Security = [{}, ...signedInAs()];
export const USER = signedInAs();
export const ADMIN = signedInAs('admin');
