import { describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import { scopeRequest } from '../../pipeline/scope/index.js'
import { layerTechniques } from '../../pipeline/scope/layer-techniques.js'
import { readLayers } from '../../pipeline/scope/read-layers.js'
import { layer, layerFile } from '../support/layers.js'

const read = (value: unknown) => readLayers(layerFile(value))
const techniquesOf = (entries: unknown[]) => read(layer(entries)).map((each) => layerTechniques(each))[0]

describe('a layer', () => {
  it.each([
    [
      '4.0, as its specification has it',
      { version: '4.0', versions: undefined, domain: 'mitre-enterprise' },
      '4.0',
    ],
    ['4.0, as Navigator 4.0 wrote it', { versions: { navigator: '4.0', layer: '4.0' } }, '4.0'],
    ['4.1', { versions: { attack: '8', navigator: '4.2', layer: '4.1' } }, '4.1'],
    ['4.2', { versions: { attack: '9', navigator: '4.3', layer: '4.2' } }, '4.2'],
    ['4.3', { versions: { attack: '11', navigator: '4.6.5', layer: '4.3' } }, '4.3'],
    ['4.4', { versions: { attack: '13', navigator: '4.8.2', layer: '4.4' } }, '4.4'],
    [
      '4.5',
      { versions: { attack: '18', navigator: '5.2.0', layer: '4.5' }, customDataURL: 'x', later: [1] },
      '4.5',
    ],
    ['with a byte order mark', {}, '4.5'],
  ])('of format %s is read', (name, more, format) => {
    const text = `${name.includes('mark') ? '\uFEFF' : ''}${JSON.stringify({ ...layer([{ techniqueID: 'T1059' }]), ...more })}`
    const [only] = readLayers({ name: 'l.json', bytes: new TextEncoder().encode(text) })
    expect([only?.format, only?.techniques.length, only?.file]).toEqual([format, 1, 'l.json'])
  })

  it('may stand in a list of layers', () => {
    expect(read([layer([]), layer([], { name: 'b\n\u0007c' })]).map(({ name }) => name)).toEqual([
      'a layer',
      'b c',
    ])
  })

  it.each([
    [
      'entries under several tactics are one technique, of the highest score',
      [{ score: 1 }, { score: 7 }, {}],
      true,
      7,
    ],
    ['zero is a score', [{ score: 0 }, {}], true, 0],
    ['none is none', [{}, { score: null }], true, null],
    ['one enabled entry is enough', [{ enabled: false, score: 9 }, { score: 2 }], true, 2],
    ['disabled under every tactic is disabled', [{ enabled: false, score: 9 }], false, null],
    ['a negative score is one', [{ score: -3 }], true, -3],
  ])('%s', (_, entries, enabled, score) => {
    const written = entries.map((entry, at) => ({ techniqueID: 'T1059', tactic: `t${at}`, ...entry }))
    expect(techniquesOf(written)).toEqual([{ id: 'T1059', enabled, score }])
  })

  it('brings no sub-techniques along by showing them', () => {
    const shown = techniquesOf([{ techniqueID: 'T1059', showSubtechniques: true }])
    expect(shown?.map(({ id }) => id)).toEqual(['T1059'])
  })
})

describe('a file that is no layer is refused with its fault:', () => {
  const entry = (more: object) => layer([{ techniqueID: 'T1059' }, { techniqueID: 'T1003', ...more }])
  it.each([
    ['an empty list', [], 'is an empty list'],
    ['a number', 3, 'holds no layer'],
    ['a list of numbers', [layer([]), 3], 'holds no layer at [1]'],
    ['no version', layer([], { versions: undefined }), 'does not say which layer format'],
    ['a version that is no text', layer([], { versions: { layer: 4.5 } }), 'does not say which layer format'],
    ['format 3.0', layer([], { versions: undefined, version: '3.0' }), 'is in layer format "3.0"'],
    [
      'format 4.6',
      layer([], { versions: { layer: '4.6' } }),
      'is in layer format "4.6"; formats 4.0 to 4.5 are read',
    ],
    ['another domain', layer([], { domain: 'ics-attack' }), 'is about the domain "ics-attack"'],
    ['no techniques', layer([], { techniques: undefined }), 'is wrong at techniques:'],
    ['no id', layer([{ score: 1 }]), 'is wrong at techniques[0].techniqueID:'],
    ['a score in words', entry({ score: 'high' }), 'is wrong at techniques[1].score:'],
    ['a score beyond counting', entry({ score: 1e300 }), 'is wrong at techniques[1].score:'],
    ['enabled in words', [layer([]), entry({ enabled: 'no' })], 'is wrong at [1].techniques[1].enabled:'],
    ['no name', layer([], { name: undefined }), 'is wrong at name:'],
  ])('%s', (_, value, words) => {
    const fault = (() => {
      try {
        return read(value)
      } catch (error) {
        return error
      }
    })()
    expect(fault).toBeInstanceOf(Failure)
    expect(fault).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`The scope layer l.json ${words}`),
    })
  })

  it('no JSON', () => {
    expect(() => readLayers({ name: 'l.json', bytes: new TextEncoder().encode('{') })).toThrow('is no JSON')
  })

  it.each([
    ['nothing is annotated', []],
    ['all of it is disabled', [{ techniqueID: 'T1059', enabled: false }]],
    ['it names nothing of ATT&CK', [{ techniqueID: 'S0266' }, { techniqueID: '__proto__' }]],
  ])('%s', (_, entries) => {
    expect(() => scopeRequest([layerFile(layer(entries))], 'max')).toThrow('enables no technique of ATT&CK')
  })
})
