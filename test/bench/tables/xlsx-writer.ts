import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TableRun } from './index.js'
import { linksAtMost } from './rows.js'

const python = process.env.PYTHON || 'python3'

/** Whether Python and XlsxWriter are here; PYTHON names another interpreter. */
export function hasXlsxWriter(): boolean {
  return spawnSync(python, ['-c', 'import xlsxwriter']).status === 0
}

/** Rows of the same shape and length, made as they are written, since Python is not to be measured by its lists. */
const program = `
import resource, sys, time, xlsxwriter
rows, file, links = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
started = time.monotonic()
book = xlsxwriter.Workbook(file, {'constant_memory': True})
sheet = book.add_worksheet('Resources')
left = links
url = 'https://github.com/Azure/Azure-Sentinel/blob/master/Detections/Process/suspicious_rundll32_token_detected_via_mshta_%d.yml'
for at in range(rows):
    address = url % at
    cells = ['T%d' % (1000 + at % 600), 'Technique %d' % (at % 600), 'detection', 'Microsoft Sentinel and Microsoft 365 Defender repository',
      'Suspicious Rundll32 Token Detected via Mshta', address, 'moved' if at % 6 == 2 else 'alive', None, address + '?moved' if at % 6 == 2 else None,
      'own-link', address, None, at % 40 == 0, 'T%d.md' % (1000 + at % 600), 20 + at % 300, '%012x' % at]
    for column, value in enumerate(cells):
        if column in (5, 8, 10) and value is not None and left > 0:
            left -= 1
            sheet.write_url(at + 1, column, value)
        elif isinstance(value, str):
            sheet.write_string(at + 1, column, value)
        elif value is not None:
            sheet.write(at + 1, column, value)
book.close()
print(time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
`

/** Writes as many rows with XlsxWriter, which keeps none of them. */
export async function runXlsxWriter(rows: number): Promise<TableRun> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-table-'))
  try {
    const words = ['-c', program, String(rows), join(folder, 'peer.xlsx'), String(linksAtMost)]
    const { stdout, stderr, status } = spawnSync(python, words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`XlsxWriter ended with ${status}: ${stderr}`)
    const [seconds = Number.NaN, peak = Number.NaN] = stdout.trim().split(' ').map(Number)
    return { seconds, peakMb: peak / 1e6 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
