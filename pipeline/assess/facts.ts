import type { Links } from '../model/links.js'
import type { ModelSource } from '../model/model.js'
import type { OutsideCounts } from '../model/outside-table.js'
import type { RecordsSummary } from '../model/records.js'
import type { Reference } from '../model/reference.js'
import type { Decisions } from '../model/report.js'
import type { Scope } from '../model/scope.js'

/** What the assessment starts from. */
export interface Facts {
  records: RecordsSummary
  model: ModelSource
  links: Links
  /** Today's ATT&CK and D3FEND. */
  reference: Reference
  /** What of the pages is reported; all of them where there is none. */
  scope?: Scope | null
  /** Somebody else's counts to hold ours against, where some were given. */
  outside?: OutsideCounts | null
  /** What people decided about gaps of an earlier report; nothing where it is left out. */
  decisions?: Decisions
}
