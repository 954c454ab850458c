import { expect, test } from 'vitest'
import { toOrigin } from '../../../src-main/connections/address.ts'
import { Failed } from '../../../src-shared/failure.ts'

test.each([
  ['users.example.org', 'https://users.example.org'],
  [' https://users.example.org/ ', 'https://users.example.org'],
  ['https://users.example.org:8443/portal?x=1#y', 'https://users.example.org:8443'],
  ['users.example.org:8443', 'https://users.example.org:8443'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['[::1]:8080', 'http://[::1]:8080'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
])('%j is %s', (typed, origin) => {
  expect(toOrigin(typed)).toBe(origin)
})

test.each([
  ['', 'address.format'],
  ['two words', 'address.format'],
  ['https://', 'address.format'],
  ['ftp://users.example.org', 'address.format'],
  ['file:///etc/passwd', 'address.format'],
  ['javascript:alert(1)', 'address.format'],
  ['http://users.example.org', 'address.insecure'],
  ['http://127.0.0.1.example.org', 'address.insecure'],
  ['https://anna:secret@users.example.org', 'address.credentials'],
])('%j is refused: %s', (typed, code) => {
  expect(() => toOrigin(typed)).toThrow(Failed)
  try {
    toOrigin(typed)
  } catch (error) {
    expect(error).toMatchObject({ failure: { kind: 'invalid', issues: [{ field: 'address', code }] } })
  }
})
