type Environment = Readonly<Record<string, string | undefined>>

/** Variables by which a surrounding git (in a hook, say) would turn our commands to its own repository. */
const ofAnotherRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
]

/**
 * The environment that git is run in.
 *
 * Nothing may ask a person anything, since nobody may be there; only the named transports are allowed, since others
 * (`ext::`) run commands; proxies mean to git what they mean to us (curl knows no `HTTP_PROXY` in capitals and no
 * falling back from https to it); objects are what their
 * names say, so replacements are not followed, and paths mean themselves, whatever signs they hold.
 */
export function gitEnvironment(env: Environment): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || ofAnotherRepository.includes(name.toUpperCase()) ? [] : [[name, value] as const],
  )
  const httpProxy = env.http_proxy || env.HTTP_PROXY
  const httpsProxy = env.https_proxy || env.HTTPS_PROXY || httpProxy
  const exceptions = env.no_proxy || env.NO_PROXY
  return {
    ...Object.fromEntries(kept),
    ...(httpProxy && { http_proxy: httpProxy }),
    ...(httpsProxy && { https_proxy: httpsProxy }),
    ...(exceptions && { no_proxy: exceptions }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
  }
}
