import { writeFileSync } from 'node:fs'

// Loaded into a measured process before its own program: at its end it tells the seconds of the processor that the
// process took, collection of garbage included, and programs that it started not.
const file = process.env.BENCH_PROCESSOR_FILE
if (file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeFileSync(file, String((user + system) / 1e6))
  })
}
