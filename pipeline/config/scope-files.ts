import type { Config } from './config.js'

/**
 * The layer files that the settings name. The word `none` names nothing: with it a single stage drops the scope of the
 * run that it starts from.
 */
export function scopeFiles({ scope }: Pick<Config, 'scope'>): string[] {
  return scope.filter((path) => path !== 'none')
}
