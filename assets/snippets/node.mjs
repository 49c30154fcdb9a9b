// Asks Anon for a browser in which your user is logged in. Save it as
// anon.mjs, then:  node --env-file=.env anon.mjs
// ANON_API_KEY, the service client's key, stands in .env and only there.
const answer = await fetch({{cdp_url}}, {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ANON_API_KEY}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ apps: [{{app}}], appUserId: {{user_id}} }),
});

const body = await answer.text();
if (!answer.ok) {
  // 404: this user has not linked this app, or appUserId is not the id
  // in the token that was linked.
  console.error(`Anon answers ${answer.status}: ${body}`);
  process.exit(1);
}
// For Playwright: chromium.connectOverCDP(cdpUrl)
console.log(JSON.parse(body).cdpUrl);
