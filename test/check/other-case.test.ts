import { describe, expect, it } from 'vitest'
import { answer, checkedOne, scriptedHttp } from './stage.js'

const asked = async (url: string, there: string, otherwise = 404, exclude: string[] = []) => {
  const world = scriptedHttp((request) => answer(request.url === there ? 200 : otherwise))
  const link = await checkedOne(url, world, { exclude })
  return { link, asked: world.asked.map((each) => each.url) }
}
const site = 'https://site.example'

describe('a page that is missing', () => {
  it.each([
    ['/docs/aws/aws.stop/', '/docs/AWS/aws.stop/'],
    ['/docs/windows/x.html', '/docs/Windows/x.html'],
    ['/Docs/x', '/docs/x'],
  ])('%s moved to the folder in another letter case: %s', async (path, there) => {
    const { link } = await asked(site + path, site + there)
    const target = site + there
    expect(link).toMatchObject({
      state: 'moved',
      reason: null,
      target,
      evidence: 'name',
      certainty: 'medium',
    })
    expect(link.attempts).toBe(4)
  })

  it('is dead where it is there in none, for a handful of requests', async () => {
    const { link, asked: all } = await asked(`${site}/docs/aws/x`, `${site}/nowhere`)
    expect(link).toMatchObject({
      state: 'dead',
      reason: 'http-404',
      status: 404,
      finalUrl: null,
      attempts: 4,
    })
    expect(all.slice(2)).toEqual([`${site}/docs/AWS/x`, `${site}/docs/Aws/x`])
  })

  it('is not looked for where the user wants nobody asked, nor by its own name', async () => {
    const { asked: all } = await asked(`${site}/docs/aws/x`, `${site}/docs/AWS/x`, 404, ['/AWS/', '/Aws/'])
    expect(new Set(all)).toEqual(new Set([`${site}/docs/aws/x`]))
    const { asked: top } = await asked(`${site}/aws`, `${site}/AWS`)
    expect(new Set(top)).toEqual(new Set([`${site}/aws`]))
  })

  it('stays dead where the site answers every address of the other folder', async () => {
    const world = scriptedHttp(({ url }) => answer(url.includes('/aws/') ? 404 : 200))
    const link = await checkedOne(`${site}/docs/aws/x`, world)
    expect(link).toMatchObject({ state: 'dead', reason: 'http-404', target: null })
  })

  it('is asked again in another letter case when the site asks for patience', async () => {
    const there = `${site}/docs/AWS/x`
    const world = scriptedHttp(({ url }, nth) =>
      url === there ? answer(nth === 1 ? 429 : 200, { 'retry-after': '1' }) : answer(404),
    )
    expect(await checkedOne(`${site}/docs/aws/x`, world)).toMatchObject({ state: 'moved', target: there })
  })

  it('stays dead when the site refuses to tell more', async () => {
    const world = scriptedHttp(({ url }, nth) =>
      url.endsWith('/aws/x') ? answer(404) : answer(nth === 1 ? 429 : 500, { 'retry-after': '1' }),
    )
    const link = await checkedOne(`${site}/docs/aws/x`, world)
    expect(link).toMatchObject({ state: 'dead', reason: 'http-404' })
  })
})
