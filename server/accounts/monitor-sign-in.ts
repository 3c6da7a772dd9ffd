/** The monitor's sign-in form: no scripts. `says` is one of our own sentences, never anything a visitor sent. */
export function signInPage(says = 'Sign in as an administrator.'): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ready Auction: monitor</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 15vh auto; padding: 0 1rem; color-scheme: light dark }
  label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
  input, button { margin: .25rem 0 1rem; padding: .5rem }
</style>
</head>
<body>
<h1>Monitor</h1>
<p role="status">${says}</p>
<form method="post" action="/monitor/sign-in">
  <label for="email">E-mail</label>
  <input id="email" name="email" type="email" autocomplete="username" required autofocus>
  <label for="password">Password</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required>
  <button>Sign in</button>
</form>
<p>The first start of the server printed an administrator's address and password.</p>
</body>
</html>
`;
}
