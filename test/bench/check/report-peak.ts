import { writeFileSync } from 'node:fs'

// Loaded into a measured process before its own program: at its end it tells the most memory that the process ever held,
// in bytes. One that is told to end does so in this way too.
const file = process.env.BENCH_PEAK_FILE
if (file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)))
  process.on('SIGTERM', () => process.exit(143))
}
