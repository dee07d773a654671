import { execFileSync } from 'node:child_process'

/** Builds `dist/` before the tests, since some of them start the command as its users do. */
export default function buildOnce(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'pipeline'], { stdio: 'inherit' })
}
