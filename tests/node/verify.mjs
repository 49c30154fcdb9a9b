// Reads {"jwks": …, "tokens": […]} on stdin; for each token one line: its claims, or the error's code.
import { createLocalJWKSet, jwtVerify } from 'jose'
import { text } from 'node:stream/consumers'

const { jwks, tokens } = JSON.parse(await text(process.stdin))
const keys = createLocalJWKSet(jwks)
const algorithms = ['RS256', 'ES256', 'EdDSA']
for (const token of tokens) {
  try {
    const { payload } = await jwtVerify(token, keys, { algorithms })
    console.log(JSON.stringify({ claims: payload }))
  } catch (error) {
    console.log(JSON.stringify({ refused: error.code ?? error.name }))
  }
}
