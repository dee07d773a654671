/** The answer that is known under that name, asked for where there is none yet: nobody is asked the same thing twice. */
export function once<Value>(
  known: Map<string, Promise<Value>>,
  name: string,
  ask: (name: string) => Promise<Value>,
): Promise<Value> {
  const answer = known.get(name) ?? ask(name)
  known.set(name, answer)
  return answer
}
