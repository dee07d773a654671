import { performance } from 'node:perf_hooks'

/** Runs several works turn about, so that whatever else goes on strikes all of them; what each gave, round by round. */
export async function inTurns<Name extends string, Value>(
  rounds: number,
  works: Readonly<Record<Name, () => Value | Promise<Value>>>,
): Promise<Record<Name, Value[]>> {
  const entries = Object.entries(works) as [Name, () => Value | Promise<Value>][]
  const found = Object.fromEntries(entries.map(([name]) => [name, [] as Value[]])) as Record<Name, Value[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of entries) found[name].push(await work())
  }
  return found
}

/** Seconds that a work takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
