// Draws a grid as SVG for a width: heading, legend, row names, cells, source.
// All cells of a colour, and all marks of a kind, are one path: a few elements are faster than two thousand.

// Sizes in pixels.
const GRID = { name: 12.5, column: 11.5, cell: 11.5, small: 9.5, gap: 4, bar: 34, columnBar: 22, longest: 240 }
// The marks of depths, roles and changes as paths, which are independent of fonts; `line` is the stroke width.
const SHAPES = {
  __proto__: null,
  "·": [{ line: 2, path: "h.01" }],
  "●": [{ line: 6, path: "h.01" }],
  "–": [{ line: 1.1, path: "m-3 0h6" }],
  "○": [{ line: 1.1, path: "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0" }],
  "◐": [{ line: 1.1, path: "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0" }, { path: "m0-3a3 3 0 0 0 0 6z" }],
  "◆": [{ path: "m0-3.6l3.6 3.6l-3.6 3.6l-3.6-3.6z" }],
  "◇": [{ line: 1.1, path: "m0-3.3l3.3 3.3l-3.3 3.3l-3.3-3.3z" }],
  "+": [{ line: 1.7, path: "m-3.4 0h6.8m-3.4-3.4v6.8" }],
  "−": [{ line: 1.7, path: "m-3.4 0h6.8" }],
  "×": [{ line: 1.4, path: "m-2.7-2.7l5.4 5.4m0-5.4l-5.4 5.4" }],
  "▲": [{ path: "m0-3.4l3.7 6.4h-7.4z" }],
  "▼": [{ path: "m0 3.4l3.7-6.4h-7.4z" }],
}
const HATCHING = "/"
let patternCount = 0

const escapeXml = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
const round = (number) => Math.round(number * 100) / 100
const formatTotal = new Intl.NumberFormat("en").format

function truncateText(text, size, width) {
  if (textWidth(text, size) <= width) return text
  let kept = text
  while (kept && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}

// Wraps a text to a width; null if it needs more than `most` lines, a break within a word, or a line of one character.
function wrapWords(text, size, width, most, weight = 400) {
  const lines = wrapText(text, size, width, weight)
  const breaksWord = splitText(text, size, Infinity).some((word) => textWidth(word.trim(), size, weight) > width)
  const hasOrphan = lines.length > 1 && lines.some((line) => line.length < 2)
  return lines.length > most || breaksWord || hasOrphan ? null : lines
}

// Computes the layout for a width. A grid that is wider scrolls; its totals move beside the row names, which are fixed.
function layOutGrid(grid, width, totalsLeft = false) {
  const count = grid.columns.length
  const longest = Math.max(40, textWidth(grid.column_total, 10.5), ...grid.rows.map((name) => textWidth(name, GRID.name)))
  const totalWidth = Math.max(0, ...grid.row_totals.map((total) => textWidth(total === null ? "" : formatTotal(total), GRID.cell, 650)))
  const nameEnd = Math.ceil(Math.min(longest, width * 0.4) + PADDING + 2)
  const left = nameEnd + 8 + (totalsLeft ? Math.ceil(totalWidth + 8) : 0)
  const rowLines = grid.rows.map((name) => wrapText(name, GRID.name, nameEnd - PADDING))
  const base = grid.rows.length > 24 ? 18 : grid.rows.length > 10 ? 22 : 28
  const heights = rowLines.map((lines) => Math.max(base, lines.length * 15 + 5))
  const right = grid.row_totals.length && !totalsLeft ? Math.ceil(8 + totalWidth + 5 + GRID.bar + 8) : PADDING
  const groupStarts = new Set()
  grid.groups.slice(0, -1).reduce((start, [, columns]) => (groupStarts.add(start + columns), start + columns), 0)
  const texts = grid.kinds.map(([, text]) => (text in SHAPES || text === HATCHING ? 0 : textWidth(text, GRID.small)))
  const available = (width - left - right - groupStarts.size * GRID.gap) / count
  // Narrower cells only where all columns then fit.
  const minWidth = Math.max(available >= 13 ? 13 : 15, Math.ceil(Math.max(0, ...texts) + 3))
  const wrappedWidth = Math.min(available, 158)
  let columnLines = wrappedWidth >= minWidth ? grid.columns.map((name) => wrapWords(name, GRID.column, wrappedWidth - 6, 3)) : [null]
  if (columnLines.every(Boolean)) return layOut(Math.floor(wrappedWidth), 0)
  columnLines = grid.columns.map((name) => [truncateText(name, GRID.column, GRID.longest)])
  const lengths = columnLines.map(([name]) => textWidth(name, GRID.column))
  const rotate = (cellWidth) => layOut(cellWidth, cellWidth < 24 ? 66 : 45)
  let layout = rotate(Math.max(minWidth, Math.floor(Math.min(available, Math.max(36, Math.min(100, 480 / count))))))
  while (layout.mainWidth > layout.rightEnd && left + layout.mainWidth > width && layout.cellWidth > minWidth) {
    layout = rotate(layout.cellWidth - 1)
  }
  const scrolls = left + layout.mainWidth > width
  return scrolls && grid.row_totals.length && !totalsLeft ? layOutGrid(grid, width, true) : layout

  function layOut(cellWidth, angle) {
    const xs = []
    grid.columns.reduce((x, _, column) => {
      xs.push(groupStarts.has(column) ? x + GRID.gap : x)
      return xs.at(-1) + cellWidth
    }, 0)
    const slope = (angle * Math.PI) / 180
    const size = angle ? Math.min(GRID.column, (cellWidth * Math.sin(slope)) / 1.12) : GRID.column
    const end = xs.at(-1) + cellWidth, rightEnd = end + right
    const reach = angle ? Math.max(...xs.map((x, at) => x + cellWidth / 2 + 8 + (lengths[at] * Math.cos(slope) * size) / GRID.column)) : 0
    const above = angle
      ? (Math.max(...lengths) * Math.sin(slope) * size) / GRID.column + 14
      : Math.max(...columnLines.map((lines) => lines.length)) * 15 + 4
    const bands = groupBands(grid, xs, cellWidth)
    const band = bands.length ? Math.max(...bands.map(({ lines }) => lines.length)) * 12.5 + 7 : 0
    const top = Math.ceil(above + band)
    const ys = []
    const bottom = heights.reduce((y, height) => (ys.push(y), y + height), top)
    const below = grid.column_totals.length ? GRID.columnBar + 22 : grid.row_totals.length ? 20 : 4
    return {
      left, nameEnd, totalsLeft, totalWidth, cellWidth, angle, size, xs, ys, heights, end, top, bottom, band, bands, rowLines, columnLines,
      rightEnd, mainWidth: Math.ceil(Math.max(rightEnd, reach)), height: Math.ceil(bottom + below),
    }
  }
}

// Fits the name of each group above its columns: whole, on up to two lines (three with its number above), or truncated.
function groupBands(grid, xs, cellWidth) {
  let first = 0
  return grid.groups.filter(([, columns]) => columns).map(([name, columns]) => {
    const x = xs[first], width = xs[first + columns - 1] + cellWidth - x - 1
    first += columns
    if (!name) return { x, width, lines: [] }
    const wrap = (text) => wrapWords(text, 11, width - 4, 2, 600), short = truncateText(name, 11.5, width - 4)
    const [code] = name.match(/^\S+/), rest = wrap(name.slice(code.length).trim())
    return { x, width, lines: wrap(name) ?? (rest?.[0] ? [code, ...rest] : null) ?? [short.length > code.length + 4 ? short : code] }
  })
}

// Draws the parts of the picture as SVG without the outer element: head, foot, row names, and cells ("main").
function drawGrid(grid, width, { print = false, citation = "" } = {}) {
  const layout = layOutGrid(grid, width)
  const pick = ([light, dark]) => (print || light === dark ? light : `light-dark(${light},${dark})`)
  const colours = Object.fromEntries(Object.entries(grid.colours).map(([name, pair]) => [name, pick(pair)]))
  const styles = grid.styles.map(([fill, ink, darkFill, darkInk]) => ({ fill: fill && pick([fill, darkFill]), ink: pick([ink, darkInk]), pale: /^#(f[a-f0-9]){3}$/.test(fill) && fill >= "#fa" }))
  const hatch = `hatch-${(patternCount += 1)}`
  const headWidth = Math.max(width, print ? layout.left + layout.mainWidth : 0)

  const drawText = (text, x, y, size, { ink = colours.ink, anchor = "start", weight = 400, more = "" } = {}) =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" style="fill:${ink}" text-anchor="${anchor}"${weight === 400 ? "" : ` font-weight="${weight}"`}${more}>${escapeXml(text)}</text>`
  const boxPath = (x, y, width, height) => `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`
  const drawPath = (outline, fill, more = "") => `<path d="${outline}" style="fill:${fill}${more}"/>`
  const pattern = `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6" style="stroke:${colours.rule};stroke-width:3"/></pattern></defs>`
  const drawHatching = (outline) => `<path d="${outline}" fill="url(#${hatch})"/>`
  const edge = `;stroke:${colours.rule};stroke-width:1`

  const drawMarks = (mark, ink, centres) => SHAPES[mark].map(({ line, path: shape }) => {
    const outline = centres.map(([x, y]) => `M${round(x)} ${round(y)}${shape}`).join("")
    return line ? drawPath(outline, "none", `;stroke:${ink};stroke-width:${line};stroke-linecap:round`) : drawPath(outline, ink)
  }).join("")

  function drawHead() {
    let y = 4
    const lines = []
    for (const [text, size, weight, ink] of [[grid.title, 18, 600, colours.ink], [grid.subtitle, 13, 400, colours.quiet]]) {
      for (const line of wrapText(text, size, headWidth - 2 * PADDING, weight)) {
        y += size * LINE_HEIGHT
        lines.push(drawText(line, PADDING, y - size * 0.28, size, { weight, ink }))
      }
      y += 3
    }
    let x = PADDING
    if (grid.legend.length) y += 6
    for (const [name, style, mark] of grid.legend) {
      const entryWidth = 20 + textWidth(name, 12)
      if (x > PADDING && x + entryWidth > headWidth - PADDING) { x = PADDING; y += 20 }
      const outline = boxPath(x + 0.5, y + 0.5, 14, 14), { fill, ink, pale } = styles[style]
      lines.push(mark === HATCHING ? drawHatching(outline) : drawPath(outline, fill || "none", pale || !fill ? edge : ""))
      if (mark in SHAPES) lines.push(drawMarks(mark, ink, [[x + 7.5, y + 7.5]]))
      lines.push(drawText(name, x + 20, y + 12, 12))
      x += entryWidth + 16
    }
    return { svg: pattern + lines.join(""), height: Math.ceil(y + (grid.legend.length ? 26 : 8)) }
  }

  function drawFoot() {
    const lines = [grid.source, citation].flatMap((text) => wrapText(text, 11, headWidth - 2 * PADDING))
    const svg = lines.map((line, at) => drawText(line, PADDING, 18 + at * 11 * LINE_HEIGHT, 11, { ink: colours.quiet })).join("")
    return { svg, height: Math.ceil(lines.length * 11 * LINE_HEIGHT + 14) }
  }

  function drawRowNames() {
    const middles = layout.ys.map((y, row) => y + layout.heights[row] / 2)
    const label = (text, x, y) => drawText(text, x, y, 10.5, { ink: colours.quiet, anchor: "end" })
    const drawn = layout.rowLines.map((lines, row) => {
      const ink = grid.notes[row] ? colours.quiet : colours.ink
      return `<g data-row="${row}">${lines.map((line, at) =>
        drawText(line, layout.nameEnd, middles[row] + 4.3 + (at - (lines.length - 1) / 2) * 15, GRID.name, { ink, anchor: "end" })).join("")}</g>`
    })
    if (layout.totalsLeft) {
      grid.row_totals.forEach((total, row) => {
        if (total !== null) drawn.push(drawText(formatTotal(total), layout.left - 8, middles[row] + 4.3, GRID.cell, { anchor: "end", weight: 650 }))
      })
      drawn.push(label(grid.row_total, layout.left - 8, layout.top - 6))
    }
    if (grid.column_totals.length) drawn.push(label(grid.column_total, layout.nameEnd, layout.bottom + 14))
    return drawn.join("")
  }

  function drawColumnNames() {
    const { angle, cellWidth, size, columnLines, band, top } = layout, foot = top - band - 5
    return layout.xs.map((x, column) => {
      const lines = columnLines[column]
      const drawn = angle
        ? `<g transform="translate(${round(x + cellWidth / 2 + 5)} ${round(foot)}) rotate(-${angle})">${drawText(lines[0], 0, 0, size)}</g>`
        : lines.map((line, at) => drawText(line, x + cellWidth / 2, foot - (lines.length - 1 - at) * 15, size, { anchor: "middle" })).join("")
      return `<g data-column="${column}">${drawn}</g>`
    }).join("")
  }

  function drawGroupNames() {
    return layout.bands.filter(({ lines }) => lines.length).map(({ x, width, lines }) => {
      const height = layout.band - 3, middle = layout.top - layout.band + height / 2 + 4 - (lines.length - 1) * 6.25
      return drawPath(boxPath(x, layout.top - layout.band, width, height), colours.band)
        + lines.map((line, at) => drawText(line, x + width / 2, middle + at * 12.5, 11, { anchor: "middle", weight: 600 })).join("")
    }).join("")
  }

  function drawCells() {
    const boxes = new Map(), outlined = new Map(), centres = new Map(), texts = []
    const append = (map, name, value) => (map.has(name) ? map.get(name).push(value) : map.set(name, [value]))
    grid.cells.forEach((line, row) => {
      const y = layout.ys[row], height = layout.heights[row] - 1
      if (grid.notes[row]) {
        const [style, text] = grid.kinds[line[0]] ?? [null, HATCHING]
        const outline = boxPath(0, y, layout.end - 1, height)
        texts.push(text === HATCHING ? drawHatching(outline) : drawPath(outline, styles[style].fill))
        texts.push(drawText(grid.notes[row], 8, y + height / 2 + 4, 11, { ink: colours.quiet, more: ` paint-order="stroke" stroke-width="3" stroke="${colours.paper}"` }))
        return
      }
      line.forEach((kind, column) => {
        if (kind < 0) return
        const x = layout.xs[column], width = layout.cellWidth - 1, [style, text] = grid.kinds[kind]
        if (styles[style].fill) append(styles[style].pale && text ? outlined : boxes, style, boxPath(x, y, width, height))
        if (text in SHAPES) append(centres, `${text}${style}`, [x + width / 2, y + height / 2])
        else if (text) {
          const most = layout.cellWidth >= 18 ? GRID.cell : GRID.small
          const size = Math.min(most, (most * (layout.cellWidth - 2)) / textWidth(text, most))
          texts.push(drawText(text, x + width / 2, y + height / 2 + size * 0.36, size, { ink: styles[style].ink, anchor: "middle" }))
        }
      })
    })
    const sparse = grid.cells.some((line, row) => !grid.notes[row] && line.includes(-1))
    const rules = layout.ys.map((y, row) => `M0 ${round(y + layout.heights[row] - 0.5)}h${layout.end}`).join("")
    const filled = (map, more) => [...map].map(([style, paths]) => drawPath(paths.join(""), styles[style].fill, more))
    const marks = [...centres].map(([name, points]) => drawMarks(name[0], styles[name.slice(1)].ink, points))
    return [sparse ? drawPath(rules, "none", edge) : "", ...filled(boxes, ""), ...filled(outlined, edge), ...marks, ...texts].join("")
  }

  function drawTotals() {
    const drawn = [], bars = [], start = layout.end + 8 + layout.totalWidth
    const maxRow = Math.max(1, ...grid.row_totals), maxColumn = Math.max(1, ...grid.column_totals)
    if (!layout.totalsLeft) grid.row_totals.forEach((total, row) => {
      const middle = layout.ys[row] + layout.heights[row] / 2
      if (total === null) return grid.notes[row] && drawn.push(drawText("—", start, middle + 4, 11, { ink: colours.quiet, anchor: "end" }))
      drawn.push(drawText(formatTotal(total), start, middle + 4, GRID.cell, { anchor: "end" }))
      bars.push(boxPath(start + 5, middle - 4, (GRID.bar * total) / maxRow, 8))
    })
    if (grid.row_totals.length && !layout.totalsLeft) drawn.push(drawText(grid.row_total, layout.rightEnd - 6, layout.bottom + 14, 10.5, { ink: colours.quiet, anchor: "end" }))
    const width = Math.min(layout.cellWidth - 5, 18)
    grid.column_totals.forEach((total, column) => {
      if (total === null) return
      const middle = layout.xs[column] + (layout.cellWidth - 1) / 2, text = formatTotal(total)
      const size = Math.min(10.5, (10.5 * (layout.cellWidth - 1)) / textWidth(text, 10.5))
      drawn.push(drawText(text, middle, layout.bottom + 14, size, { anchor: "middle" }))
      bars.push(boxPath(middle - width / 2, layout.bottom + 18, width, (GRID.columnBar * total) / maxColumn))
    })
    return drawn.join("") + drawPath(bars.join(""), colours.total)
  }

  return {
    layout, headWidth, head: drawHead(), foot: drawFoot(), names: drawRowNames(),
    main: pattern.replaceAll(hatch, `${hatch}-main`) + (drawColumnNames() + drawGroupNames() + drawCells() + drawTotals()).replaceAll(`#${hatch})`, `#${hatch}-main)`),
  }
}

const wrapSvg = (inside, width, height, more = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}"${more}>${inside}</svg>`

// Draws the whole picture in light colours; returns {svg, width, height}.
function gridPicture(grid, width, citation) {
  const { layout, headWidth, head, foot, names, main } = drawGrid(grid, width, { print: true, citation })
  const height = head.height + layout.height + foot.height
  const at = (x, y, inside) => `<g transform="translate(${x} ${y})">${inside}</g>`
  const inside = `<desc>${escapeXml(grid.alt)}</desc><rect width="100%" height="100%" fill="#ffffff"/>${head.svg}`
    + at(0, head.height, names) + at(layout.left, head.height, main) + at(0, head.height + layout.height, foot.svg)
  return { svg: wrapSvg(inside, headWidth, height), width: headWidth, height }
}

// Returns the picture as a data URL, like Plotly's toImage; a PNG at three times the size.
async function gridImage(grid, format, citation) {
  const { svg, width, height } = gridPicture(grid, 1080, citation)
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  if (format === "svg") return address
  const image = Object.assign(new Image(), { src: address })
  await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 3, height: height * 3 })
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL("image/png")
}
