import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHtmlHead } from '../../pipeline/check/over-http/html-head.js'
import { refreshTarget } from '../../pipeline/check/over-http/small-page.js'

const address = 'https://site.example/a/page'
const refreshOf = (html: string) => refreshTarget(readHtmlHead(html), address)
const meta = (content: string) => `<meta http-equiv="refresh" content="${content}">`

describe('the head of a page', () => {
  it('is read as a browser reads it', () => {
    const html = `<!DOCTYPE html><html><head><!-- <title>no</title> --><TITLE lang=en>One &amp;
      two&nbsp;&#8211; &#x33;</TITLE><LINK href=/c rel="Canonical"><base href='/b/'><script>"<title>no</title>"</script></head>
      <body><p class="a>b">First</p> <br/>words &lt;here&gt;<style>p{}</style></body>`
    expect(readHtmlHead(html)).toEqual({
      title: 'One & two – 3',
      refresh: null,
      canonical: '/c',
      base: '/b/',
      words: 'First words <here>',
    })
  })

  it.each([
    ['ATT&CK', '<meta http-equiv="refresh" content="0; url=/techniques/T1/"/>', '/techniques/T1/'],
    ['any order and case', `<META CONTENT='0;URL=new' HTTP-EQUIV=Refresh>`, '/a/new'],
    ['no quotes', '<meta http-equiv=refresh content=0;url=/new>', '/new'],
    ['quotes within', meta("0; url = '/new' trailing"), '/new'],
    ['no "url="', meta('1.5, /new'), '/new'],
    ['an entity', meta('0;url=/new?a=1&amp;b=2'), '/new?a=1&b=2'],
    ['a base', `<base href="/b/">${meta('0;url=new')}`, '/b/new'],
    ['the first of two', meta('0;url=/one') + meta('0;url=/two'), '/one'],
    ['after an empty comment', `<!-->${meta('0;url=/new')}`, '/new'],
  ])('sends on: %s', (_, html, target) => {
    expect(refreshOf(html)).toBe(new URL(target, address).href)
  })

  it.each([
    ['to itself', meta('0;url=#top')],
    ['after a while', meta('30;url=/new')],
    ['nowhere', meta('0')],
    ['without a time', meta('url=/new')],
    ['by script', meta('0;url=javascript:alert(1)')],
    ['to no address', meta('0;url=http://[')],
    ['in a comment', `<!-- ${meta('0;url=/new')} -->`],
    ['in a comment without end', `<!-- ${meta('0;url=/new')}`],
    ['for readers without scripts', `<noscript>${meta('0;url=/new')}</noscript>`],
    ['in a script', `<script>x = '${meta('0;url=/new')}'</script>`],
    ['in a title without end', `<title>${meta('0;url=/new')}`],
    ['in a value', `<p title='${meta('0;url=/new')}'>`],
    ['cut off', '<meta http-equiv="refresh" content="0;url=/new"'],
    ['by another name', '<meta name="refresh" content="0;url=/new">'],
  ])('keeps its readers: %s', (_, html) => {
    expect(refreshOf(html)).toBeNull()
  })

  it('takes any text, however broken', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '/',
      '!--',
      '-->',
      'meta ',
      'title',
      '</title',
      '&#1;',
      'a ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const head = readHtmlHead(pieces.join(''))
        expect(head.words.length).toBeLessThanOrEqual(400)
        refreshTarget(head, address)
      }),
    )
  })

  it.each(['<', '<a ', '<!--', '<title>', '<p x="', '<p x=', '</', '<!', ' <b>x'])(
    'takes linear time for hostile pages of %j',
    (piece) => {
      const started = performance.now()
      readHtmlHead(piece.repeat(200_000))
      expect(performance.now() - started).toBeLessThan(2000)
    },
  )
})
