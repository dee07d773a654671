/** Why a file of decisions cannot be read as what it seems to be: the end of a sentence that begins with its name. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
