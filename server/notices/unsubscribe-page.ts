const page = (body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ready Auction: e-mail</title>
${body}
</html>
`;

/** Whoever opens the link is asked first: programs that only look for viruses open links, too. The form goes to its own address. */
export const UNSUBSCRIBE_PAGE = page(`<p>Do you want no more e-mail about auctions?</p>
<form method="post"><button>No more e-mail</button></form>`);

export const UNSUBSCRIBED_PAGE = page(
  '<p>There will be no more e-mail about auctions. What should come after all can be chosen in the notice preferences of your account.</p>',
);
