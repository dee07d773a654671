import { describe, expect, it } from 'vitest'
import { normalize } from '../../pipeline/normalize/index.js'
import { fileOf, mappingText, pageText, read, readOne } from '../support/page.js'

const u = 'https://github.com/o/r/blob/main/rules'
const elastic = '[Elastic Detection Rules](https://github.com/elastic/detection-rules)'

/** What a page's mappings come to: source, category, and the labels of their resources. */
function outline(text: string) {
  const { technique, model } = readOne(text)
  const repairs = model.findings
    .filter(({ code }) => code === 'text-repaired')
    .map(({ facts, place }) => [facts.field, place?.line])
  return {
    mappings: technique.mappings.map(({ category, source, resources }) => [
      category,
      source,
      resources.map(({ label }) => label).join(' '),
    ]),
    repairs,
    codes: model.findings.map(({ code }) => code),
  }
}

describe('headings', () => {
  it('without the blank behind their marks are headings, and reported', () => {
    const page = pageText({ policy: mappingText(), detection: mappingText({ heading: elastic }) })
    const whole = outline(page)
    const loose = outline(
      page
        .replace('## Technical', '##Technical')
        .replace('### [Elastic', '###[Elastic')
        .replace('# T1071', '#T1071'),
    )
    expect(loose.mappings).toEqual(whole.mappings)
    expect(loose.repairs.map(([field]) => field)).toEqual(['heading', 'heading', 'heading'])
    expect(loose.codes.filter((code) => code !== 'text-repaired')).toEqual(whole.codes)
  })

  it('deeper than usual name sources where they are links and none stands above them', () => {
    const deep = pageText({ detection: mappingText({ heading: elastic }) }).replace('### [', '#### [')
    expect(outline(deep).mappings).toEqual(
      outline(pageText({ detection: mappingText({ heading: elastic }) })).mappings,
    )
    const part = pageText({
      detection: `${mappingText()}\n#### [windows](${u}/windows)\n* [B](${u}/b.yml)\n`,
    })
    expect(outline(part).mappings).toEqual([['detection', 'sigma', 'A rule B']])
  })

  it('that an HTML block swallowed are found again', () => {
    const page = pageText({
      policy: `${mappingText()}<div>a note\n`,
      detection: mappingText({ heading: elastic }),
    })
    expect(page).toMatch(/<div>a note\n\n?## Technical/)
    const swallowed = page.replace('<div>a note\n\n', '<div>a note\n')
    expect(outline(swallowed).mappings).toEqual(outline(page).mappings)
    expect(outline(swallowed).mappings.map(([category]) => category)).toEqual(['policy', 'detection'])
  })

  it('behind an open comment are found again, those in a closed one are not', () => {
    const open = pageText({
      policy: `${mappingText()}<!-- a note\n`,
      detection: mappingText({ heading: elastic }),
    })
    expect(outline(open).mappings.map(([category]) => category)).toEqual(['policy', 'detection'])
    const closed = pageText({ detection: `<!--\n${mappingText({ heading: elastic })}-->\n${mappingText()}` })
    expect(outline(closed).mappings.map(([, source]) => source)).toEqual(['sigma'])
  })

  it('on the line of the closing tag of a description are found', () => {
    const page = pageText({ policy: mappingText() }).replace('</blockquote>\n\n##', '</blockquote>##')
    expect(outline(page).mappings.map(([category]) => category)).toEqual(['policy'])
    expect(outline(page.replace('</blockquote>##', '</blockquote> ##')).mappings).toHaveLength(1)
  })

  it('that are missing do not put rows under the source above', () => {
    const second = mappingText({ heading: elastic, rows: `* [B](${u}/b.yml)` })
      .split('\n')
      .slice(1)
      .join('\n')
    const { mappings, codes } = outline(pageText({ detection: `${mappingText()}${second}` }))
    expect(mappings).toEqual([
      ['detection', 'sigma', 'A rule'],
      ['detection', 'unnamed', 'B'],
    ])
    expect(codes).toContain('field-missing')
  })

  it('with a blank within their link name their source', () => {
    const heading = '[Elastic Detection Rules] (https://github.com/elastic/detection-rules)'
    const { technique } = readOne(pageText({ detection: mappingText({ heading }) }))
    expect(technique.mappings[0]).toMatchObject({
      source: 'elastic',
      sourceUrl: 'https://github.com/elastic/detection-rules',
    })
  })
})

describe('rows', () => {
  it.each([
    ['without a blank behind the bullet', `* [A](${u}/a.yml)\n*[B](${u}/b.yml)`],
    ['without a bullet', `* [A](${u}/a.yml)\n\n[B](${u}/b.yml)`],
    ['with a trail and without a bullet', `* [A](${u}/a.yml)\n\n[x](${u}/x/) / **[B](${u}/b.yml)**`],
    ['with unit tests and without a bullet', `* [A](${u}/a.yml)\n\n[B](${u}/b.yml): 3 unit tests`],
    ['of broken form', `* [A](${u}/a.yml)\n* [B](${u}/b c.yml)`],
  ])('%s are rows, and reported', (_, rows) => {
    const { mappings, repairs } = outline(pageText({ detection: mappingText({ rows, count: '2' }) }))
    expect(mappings).toEqual([['detection', 'sigma', 'A B']])
    expect(repairs).toHaveLength(1)
  })

  it('that all lack the blank behind their bullet are rows', () => {
    const rows = `*[A](${u}/a.yml)\n*[B](${u}/b.yml)`
    expect(outline(pageText({ detection: mappingText({ rows, count: '2' }) })).mappings).toEqual([
      ['detection', 'sigma', 'A B'],
    ])
  })

  it('may be the rows of a table', () => {
    const rows = `| Rule | Level |\n|---|---|\n| [A](${u}/a.yml) | high |\n| B, a test | low |`
    const { technique } = readOne(pageText({ detection: mappingText({ rows, count: '2' }) }))
    expect(technique.mappings[0]?.resources.map(({ label, url, place }) => [label, url, place.line])).toEqual(
      [
        ['A', `${u}/a.yml`, 21],
        ['B, a test', null, 22],
      ],
    )
  })

  it('may have labels that are addresses, and name their own file as a folder', () => {
    const rows = `* [${u}/a_(b).yml](${u}/a_(b).yml)\n* [c.yml](${u}/c.yml) / **[C](${u}/c.yml)**`
    const { technique } = readOne(pageText({ detection: mappingText({ rows, count: '2' }) }))
    expect(
      technique.mappings[0]?.resources.map(({ label, url, trail }) => [label, url, trail.length]),
    ).toEqual([
      [`${u}/a_(b).yml`, `${u}/a_(b).yml`, 0],
      ['C', `${u}/c.yml`, 1],
    ])
  })

  it('need no blank line before them', () => {
    const rows = `* [A](${u}/a.yml)`
    const page = pageText({ detection: mappingText({ rows }) }).replaceAll(/\n\n(\*|Resources)/g, '\n$1')
    expect(outline(page).mappings).toEqual([['detection', 'sigma', 'A']])
  })
})

describe('front matter', () => {
  it('is kept as words and never run', () => {
    const front = '---js\nmodule.exports = process.exit(9)\n---\n'
    const { records, technique, codes } = readOne(front + pageText({ detection: mappingText() }))
    expect(technique.id).toBe('T1071.001')
    expect(records.pages[0]?.frontMatter.map(({ text, line }) => [line, text])).toEqual([
      [1, '---js'],
      [2, 'module.exports = process.exit(9)'],
      [3, '---'],
    ])
    expect(codes).toEqual([])
  })
})

describe('dates', () => {
  it('need no blank behind their comma', () => {
    const { technique } = readOne(pageText({ detection: mappingText({ date: 'April 27,2022' }) }))
    expect(technique.mappings[0]?.lastAccessed).toBe('2022-04-27')
  })
})

describe('a section of another name', () => {
  it('has the category that the settings give it', () => {
    const text = pageText({ test: mappingText() }).replace(
      'Offensive Security Tests',
      'Purple  Team = Red + Blue',
    )
    const { records, model } = read(fileOf('T1071.001.md', text))
    expect(model.techniques[0]?.mappings[0]?.category).toBe('other')
    const mapped = normalize(records, { sections: ['purple team = red + blue=test'] })
    expect(mapped.techniques[0]?.mappings[0]?.category).toBe('test')
    expect(mapped.findings).toEqual([])
  })
})
