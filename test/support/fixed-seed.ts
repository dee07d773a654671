import fc from 'fast-check'

/**
 * Property tests draw the same examples on every machine, so that a red run can be made again as it was.
 * `PROPERTY_SEED=<number>` draws others; `PROPERTY_SEED=random` new ones each time.
 */
const wanted = process.env.PROPERTY_SEED ?? '20261124'
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) })
