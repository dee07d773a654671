import type { Border, Borders, Fill, Font, Style } from 'exceljs'
import type { Paint } from './definition.js'
import type { CellPlan, Look } from './plan.js'

const ink = 'FF1F2937'
const accent = 'FF1F3A5F'
const linkBlue = 'FF0B5394'
const hairline: Partial<Border> = { style: 'thin', color: { argb: 'FFD5DAE1' } }
const box: Partial<Borders> = { top: hairline, left: hairline, bottom: hairline, right: hairline }
const rule: Partial<Borders> = { bottom: { style: 'medium', color: { argb: accent } } }

const font = (more: Partial<Font> = {}): Partial<Font> => ({
  name: 'Calibri',
  size: 11,
  color: { argb: ink },
  ...more,
})
const solid = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } })
const top = { vertical: 'top', wrapText: true } as const
const right = { vertical: 'top', horizontal: 'right', indent: 1 } as const
const centre = { vertical: 'top', horizontal: 'center' } as const
const head: Partial<Style> = {
  font: font({ bold: true, color: { argb: 'FFFFFFFF' } }),
  alignment: { vertical: 'middle', wrapText: true },
  fill: solid(accent),
  border: box,
}

/** The looks of every kind of cell, in one table. */
const looks: Record<Look, Partial<Style>> = {
  title: { font: font({ size: 16, bold: true, color: { argb: accent } }), alignment: { vertical: 'middle' } },
  heading: {
    font: font({ size: 13, bold: true, color: { argb: accent } }),
    alignment: { vertical: 'bottom', wrapText: true },
    border: rule,
  },
  text: { font: font(), alignment: top },
  remark: { font: font(), alignment: { ...top, horizontal: 'left', indent: 1 } },
  emphasis: {
    font: font({ bold: true }),
    alignment: { vertical: 'middle', wrapText: true },
    fill: solid('FFF3F4F6'),
    border: box,
  },
  label: { font: font({ bold: true }), alignment: top },
  figure: { font: font(), alignment: right, numFmt: '#,##0' },
  header: head,
  'centred-header': { ...head, alignment: { vertical: 'middle', horizontal: 'center', wrapText: true } },
  note: { font: font({ italic: true, color: { argb: 'FF4B5563' } }), alignment: { vertical: 'top' } },
  cell: { font: font(), alignment: top, border: box },
  // On one line: addresses are long, and rows of many heights are hard to read down.
  address: { font: font(), alignment: { vertical: 'top' }, border: box },
  number: { font: font(), alignment: right, border: box, numFmt: '#,##0' },
  measure: { font: font(), alignment: right, border: box, numFmt: 'General' },
  centred: { font: font(), alignment: centre, border: box },
  // Excel shows booleans by name whatever the format; others would show 1 and 0.
  truth: { font: font(), alignment: centre, border: box, numFmt: '"TRUE";"TRUE";"FALSE"' },
  date: {
    font: font(),
    alignment: centre,
    border: box,
    numFmt: 'yyyy-mm-dd',
  },
  datetime: {
    font: font(),
    alignment: centre,
    border: box,
    numFmt: 'yyyy-mm-dd hh:mm',
  },
  blank: { font: font(), alignment: { vertical: 'middle' }, border: box },
}

/** What gives a cell its style. The same look gives the same object, so that a sheet holds few styles. */
export function cellStyles(): (cell: CellPlan) => Partial<Style> {
  const made = new Map<Look, Map<Paint | undefined, Partial<Style>>>()
  const madeLinks = new Map<Look, Map<Paint | undefined, Partial<Style>>>()
  return ({ look, link, paint }) => {
    const byLook = link === undefined ? made : madeLinks
    const byPaint = byLook.get(look) ?? new Map<Paint | undefined, Partial<Style>>()
    byLook.set(look, byPaint)
    const style = byPaint.get(paint) ?? painted(linked(looks[look], link !== undefined), paint)
    byPaint.set(paint, style)
    return style
  }
}

function linked(style: Partial<Style>, isLink: boolean): Partial<Style> {
  return isLink ? { ...style, font: { ...style.font, color: { argb: linkBlue }, underline: true } } : style
}

function painted(style: Partial<Style>, paint: Paint | undefined): Partial<Style> {
  if (paint === undefined) return style
  const { fill, pattern = 'solid', text, bold, italic } = paint
  const shade: Fill | undefined =
    fill === undefined
      ? undefined
      : pattern === 'solid'
        ? solid(`FF${fill}`)
        : { type: 'pattern', pattern, fgColor: { argb: 'FF6B7280' }, bgColor: { argb: `FF${fill}` } }
  return {
    ...style,
    ...(shade === undefined ? {} : { fill: shade }),
    font: {
      ...style.font,
      color: { argb: text === undefined ? ink : `FF${text}` },
      ...(bold === undefined ? {} : { bold }),
      ...(italic === undefined ? {} : { italic }),
    },
  }
}
