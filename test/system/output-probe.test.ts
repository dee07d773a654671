import { expect, it } from 'vitest'
import { networkDisk } from '../../pipeline/system/output-probe.js'

it.skipIf(process.platform !== 'linux').each([
  ['ext4', 0xef53, null],
  ['tmpfs', 0x01021994, null],
  ['overlayfs', 0x794c7630, null],
  ['NFS', 0x6969, 'NFS'],
  ['CIFS, as a signed number', 0xff534d42 | 0, 'CIFS'],
])('%s is known for what it is', async (_, type, expected) => {
  expect(await networkDisk('.', async () => ({ type }))).toBe(expected)
})

it('a folder that is not there is on no network disk', async () => {
  expect(await networkDisk('/no/such/folder')).toBeNull()
})
