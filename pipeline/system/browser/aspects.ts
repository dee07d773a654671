import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { type RunningUser, unprivilegedId } from './browser-user.js'
import { memoryRoom } from './memory-room.js'
import { memoryIsWatched } from './memory-watch.js'
import { sandboxObstacle } from './sandbox-obstacle.js'
import { freeBytesAt, temporaryFolderFault } from './temporary-folder.js'

/** One thing that was looked at: it serves, it is missing (no PDF can be printed), or it is worth knowing. */
export interface Aspect {
  name: string
  state: 'ok' | 'lacks' | 'note'
  sentences: string[]
  /** What helps; none where nothing is wrong. */
  remedies: string[]
}

/** Whether the sandbox is on, who the browser runs as, and what keeps the sandbox from starting. */
export async function sandboxAspect(user: RunningUser, isOn: boolean): Promise<Aspect> {
  const name = 'Sandbox'
  const who = user.kind === 'nobody' ? `; the browser runs as user ${unprivilegedId}, since we are root` : ''
  if (isOn) return { name, state: 'ok', sentences: [`On${who}.`], remedies: [] }
  const { reason, remedy } = await sandboxObstacle()
  const sentences = [
    `Off${who}: ${reason}.`,
    'Reports run no script and load nothing, so they are printed all the same, and the run says so.',
  ]
  return { name, state: 'note', sentences, remedies: [remedy] }
}

/** What the browser may hold, and whether this machine has as much. */
export async function memoryAspect(limitMb: number, roomOf = memoryRoom): Promise<Aspect> {
  const name = 'Browser memory'
  const limit = `At most ${sizeText(limitMb * 1e6)} (--browser-memory)`
  if (!memoryIsWatched) {
    const sentence = 'Not limited: only Linux tells what a browser’s processes hold. Its time is limited.'
    return { name, state: 'ok', sentences: [sentence], remedies: [] }
  }
  const room = await roomOf()
  if (room === null || room >= sparingBytes) {
    const free = room === null ? '' : `; ${sizeText(room)} can be had here`
    return { name, state: 'ok', sentences: [`${limit}${free}.`], remedies: [] }
  }
  const sentence = `${limit}, but only ${sizeText(room)} can be had here: 578 techniques take some 400 MB, 2,000 and more three times that.`
  return {
    name,
    state: 'note',
    sentences: [sentence],
    remedies: ['give this machine or container more memory'],
  }
}
const sparingBytes = 800e6

/** The folder that the browser’s profile and its shared memory go to. */
export async function temporaryFolderAspect(user: RunningUser): Promise<Aspect> {
  const name = 'Temporary folder'
  const folder = tmpdir()
  const fault = await temporaryFolderFault(user)
  if (fault !== null) {
    const sentence = `${folder} is of no use to the browser: ${fault}.`
    const remedy = 'name a folder in TMPDIR that can be written to, such as TMPDIR=/tmp'
    return { name, state: 'lacks', sentences: [sentence], remedies: [remedy] }
  }
  const free = await freeBytesAt(folder)
  const isTight = free !== null && free < tightBytes
  const sentences = [`${folder} can be written to${free === null ? '' : `, ${sizeText(free)} free`}.`]
  const shared = await statfs('/dev/shm').then(
    ({ blocks, bsize }) => blocks * bsize,
    () => null,
  )
  if (shared !== null) {
    const small = shared < tightBytes ? `, which is small here (${sizeText(shared)})` : ''
    sentences.push(`The browser’s shared memory goes there too, and not to /dev/shm${small}.`)
  }
  const remedies = isTight ? ['free some space, or name another folder in TMPDIR'] : []
  return { name, state: isTight ? 'note' : 'ok', sentences, remedies }
}
const tightBytes = 500e6

/** Whether text is printed at all, and in which scripts: what no font of a report has stands as its code point. */
export function fontsAspect(prints: boolean): Aspect {
  const name = 'Fonts'
  if (!prints) {
    const sentence =
      'The browser prints blank pages: it finds no font to fall back on, and then takes none of ours.'
    return {
      name,
      state: 'lacks',
      sentences: [sentence],
      remedies: ['apt-get install fontconfig fonts-dejavu-core'],
    }
  }
  const sentences = [
    'Latin, Greek and Cyrillic come with the program.',
    'Other characters stand in the PDF as their code points, such as [U+4E2D], whatever fonts this machine has.',
  ]
  return { name, state: 'ok', sentences, remedies: [] }
}

function sizeText(bytes: number): string {
  return bytes < 10e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
