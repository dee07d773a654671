import type { Config } from '../../config/config.js'

/** Whether the settings name anybody who is told of a run; apart from the rest, so that nobody loads that in vain. */
export function isDelivered({ mailTo, webhook, copyTo, metricsFile, pingUrl }: Config): boolean {
  return mailTo.length > 0 || [webhook, copyTo, metricsFile, pingUrl].some((each) => each !== null)
}
