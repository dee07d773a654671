export { makeAttackReference } from './attack-reference.js'
export { makeD3fendReference } from './d3fend-reference.js'
export { attackText, d3fendText } from './reference-text.js'
export type { SourceFile } from './source-file.js'
