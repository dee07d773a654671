import { randomBytes } from 'node:crypto'

const prefix = '.control-coverage-draft-'
const form = /^\.control-coverage-draft-.*-[0-9a-f]{8}$/

/** A fresh name for what is to become `name`: nobody but us gives such a one, so that it may be swept once nobody holds it. */
export function draftNameOf(name: string): string {
  return `${prefix}${name}-${randomBytes(4).toString('hex')}`
}

/** Whether `draftNameOf` made this name. */
export function isDraftName(name: string): boolean {
  return form.test(name)
}
