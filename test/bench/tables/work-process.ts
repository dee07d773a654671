import { secondsOf } from '../rounds.js'
import { resourceRows } from './rows.js'
import { tableWorks } from './works.js'

const [name = '', count = '', folder = '', module = ''] = process.argv.slice(2)
const work = tableWorks[name]
if (work === undefined) throw new Error(`no work is named ${name}`)
const rows = resourceRows(Number(count))
process.stdout.write(String(await secondsOf(() => work(rows, folder, module))))
