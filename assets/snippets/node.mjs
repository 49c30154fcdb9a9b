// Asks Anon for a browser in which your user is logged in. Save it as anon.mjs, then:
//   node --env-file=.env anon.mjs        (ANON_API_KEY stands in .env, and only there)
const answer = await fetch({{cdp_url}}, {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.ANON_API_KEY}`, // the service client's key
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ apps: [{{app}}], appUserId: {{user_id}} }),
});

const body = await answer.text();
if (!answer.ok) {
  // 404: this user has not linked this app, or appUserId is not the id in the linked token.
  console.error(`Anon answers ${answer.status}: ${body}`);
  process.exit(1);
}
console.log(JSON.parse(body).cdpUrl); // for Playwright: chromium.connectOverCDP(cdpUrl)
