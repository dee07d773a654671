/** It will fare no better however often it is tried: a refusal, a wrong password, a folder that is not there. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
}
