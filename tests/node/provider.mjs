// An OpenID provider on loopback. One line on stdout tells its issuer once it answers; a client
// logs in by a fixed user and gets an ID token by the authorization code flow (see test_node.py).
import { Provider } from 'oidc-provider'

const accounts = async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) })
const server = (await import('node:http')).createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'app', client_secret: 'secret', grant_types: ['authorization_code'],
      redirect_uris: ['https://app.example/back'], response_types: ['code'],
    }],
    findAccount: accounts,
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => false },
  })
  server.on('request', provider.callback())
  console.log(issuer)
})
process.stdin.on('end', () => process.exit(0)).resume()
