// A grid as SVG, laid out for a width: heading and legend, names of rows, cells, source.
// One path for each colour and each mark: a few elements are drawn faster than two thousand.

const GRID = { name: 12.5, column: 11.5, cell: 11.5, small: 9.5, gap: 4, bar: 34, columnBar: 22, longest: 240 }
// The marks of depths, roles and changes as shapes, which look the same in every font; `line` is their width.
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
const NO_VALUES = "/"
let patterns = 0

const escapeXml = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
const round = (number) => Math.round(number * 100) / 100
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0)

function cutText(text, size, room) {
  if (textWidth(text, size) <= room) return text
  let kept = text
  while (kept && textWidth(`${kept}…`, size) > room) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}

// The lines of a text in a room, where they are few and no word is torn; else nothing.
function fitLines(text, size, room, most, weight = 400) {
  const lines = wrapText(text, size, room, weight)
  const torn = pieces(text, size, Infinity).some((word) => textWidth(word.trim(), size, weight) > room)
  const alone = lines.length > 1 && lines.some((line) => line.length < 2)
  return lines.length > most || torn || alone ? null : lines
}

// Where everything goes in a width; the grid can be wider than it. Then the totals stand beside the names, which stay.
function placeGrid(grid, width, beside = false) {
  const count = grid.columns.length
  const longest = Math.max(40, textWidth(grid.column_total, 10.5), ...grid.rows.map((name) => textWidth(name, GRID.name)))
  const written = Math.max(0, ...grid.row_totals.map((total) => textWidth(total?.toLocaleString("en") ?? "", GRID.cell, 650)))
  const nameEnd = Math.ceil(Math.min(longest, width * 0.4) + EDGE + 2)
  const left = nameEnd + 8 + (beside ? Math.ceil(written + 8) : 0)
  const rowLines = grid.rows.map((name) => wrapText(name, GRID.name, nameEnd - EDGE))
  const base = grid.rows.length > 24 ? 18 : grid.rows.length > 10 ? 22 : 28
  const heights = rowLines.map((lines) => Math.max(base, lines.length * 15 + 5))
  const right = grid.row_totals.length && !beside ? Math.ceil(8 + written + 5 + GRID.bar + 8) : EDGE
  const starts = new Set()
  grid.groups.slice(0, -1).reduce((sum, [, columns]) => (starts.add(sum + columns), sum + columns), 0)
  const texts = grid.kinds.map(([, text]) => (text in SHAPES || text === NO_VALUES ? 0 : textWidth(text, GRID.small)))
  const least = Math.max(15, Math.ceil(Math.max(0, ...texts) + 3))
  const space = (width - left - right - starts.size * GRID.gap) / count
  const flat = Math.min(space, 158)
  let columnLines = flat >= least ? grid.columns.map((name) => fitLines(name, GRID.column, flat - 6, 3)) : [null]
  if (columnLines.every(Boolean)) return placed(Math.floor(flat), 0)
  columnLines = grid.columns.map((name) => [cutText(name, GRID.column, GRID.longest)])
  const lengths = columnLines.map(([name]) => textWidth(name, GRID.column))
  const widest = Math.max(36, Math.min(100, 480 / count))
  let wide = Math.max(least, Math.floor(Math.min(space, widest)))
  let made = placed(wide, wide < 24 ? 66 : 45)
  while (made.mainWidth > made.rightEnd && left + made.mainWidth > width && wide > least) {
    wide -= 1
    made = placed(wide, wide < 24 ? 66 : 45)
  }
  const scrolls = left + made.mainWidth > width
  return scrolls && grid.row_totals.length && !beside ? placeGrid(grid, width, true) : made

  function placed(wide, angle) {
    const xs = []
    grid.columns.reduce((x, _, column) => {
      xs.push(starts.has(column) ? x + GRID.gap : x)
      return xs.at(-1) + wide
    }, 0)
    const slope = (angle * Math.PI) / 180
    const size = angle ? Math.min(GRID.column, (wide * Math.sin(slope)) / 1.12) : GRID.column
    const end = xs.at(-1) + wide, rightEnd = end + right
    const reach = angle ? Math.max(...xs.map((x, at) => x + wide / 2 + 8 + (lengths[at] * Math.cos(slope) * size) / GRID.column)) : 0
    const above = angle
      ? (Math.max(...lengths) * Math.sin(slope) * size) / GRID.column + 14
      : Math.max(...columnLines.map((lines) => lines.length)) * 15 + 4
    const bands = groupBands(grid, xs, wide)
    const band = bands.length ? Math.max(...bands.map(({ lines }) => lines.length)) * 12.5 + 7 : 0
    const top = Math.ceil(above + band)
    const ys = []
    const bottom = heights.reduce((y, high) => (ys.push(y), y + high), top)
    const below = grid.column_totals.length ? GRID.columnBar + 22 : grid.row_totals.length ? 20 : 4
    return {
      left, nameEnd, beside, wide, angle, size, xs, ys, heights, end, top, bottom, band, bands, rowLines, columnLines, written, rightEnd,
      mainWidth: Math.ceil(Math.max(rightEnd, reach)), height: Math.ceil(bottom + below),
    }
  }
}

// The name of each group of columns as it fits over them: whole, on two lines, or cut.
function groupBands(grid, xs, wide) {
  let at = 0
  return grid.groups.filter(([, columns]) => columns).map(([name, columns]) => {
    const x = xs[at], width = xs[at + columns - 1] + wide - x - 1
    at += columns
    if (!name) return { x, width, lines: [] }
    const lines = fitLines(name, 11, width - 4, 2, 600)
    const code = name.match(/^\S+/)[0]
    const short = cutText(name, 11.5, width - 4)
    return { x, width, lines: lines ?? [short.length > code.length + 4 ? short : code] }
  })
}

// The parts of the picture as SVG without its frame: head and foot for a width, names, and cells.
function drawGrid(grid, width, { print = false, citation = "", room = width } = {}) {
  const place = placeGrid(grid, width)
  const pick = ([light, dark]) => (print || light === dark ? light : `light-dark(${light},${dark})`)
  const colours = Object.fromEntries(Object.entries(grid.colours).map(([name, pair]) => [name, pick(pair)]))
  const styles = grid.styles.map(([fill, ink, darkFill, darkInk]) => ({ fill: fill && pick([fill, darkFill]), ink: pick([ink, darkInk]), pale: /^#(f[a-f0-9]){3}$/.test(fill) && fill >= "#fa" }))
  const hatch = `hatch-${(patterns += 1)}`
  const headWidth = Math.max(room, print ? place.left + place.mainWidth : 0)

  const write = (text, x, y, size, { ink = colours.ink, anchor = "start", weight = 400, more = "" } = {}) =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" style="fill:${ink}" text-anchor="${anchor}"${weight === 400 ? "" : ` font-weight="${weight}"`}${more}>${escapeXml(text)}</text>`
  const box = (x, y, wide, high) => `M${round(x)} ${round(y)}h${round(wide)}v${round(high)}h${round(-wide)}z`
  const path = (outline, fill, more = "") => `<path d="${outline}" style="fill:${fill}${more}"/>`
  const pattern = `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6" style="stroke:${colours.rule};stroke-width:3"/></pattern></defs>`
  const hatched = (outline) => `<path d="${outline}" fill="url(#${hatch})"/>`
  const edge = `;stroke:${colours.rule};stroke-width:1`

  const marks = (mark, ink, centres) => SHAPES[mark].map(({ line, path: shape }) => {
    const outline = centres.map(([x, y]) => `M${round(x)} ${round(y)}${shape}`).join("")
    return line ? path(outline, "none", `;stroke:${ink};stroke-width:${line};stroke-linecap:round`) : path(outline, ink)
  }).join("")

  function head() {
    let y = 4
    const lines = []
    for (const [text, size, weight, ink] of [[grid.title, 18, 600, colours.ink], [grid.subtitle, 13, 400, colours.quiet]]) {
      for (const line of wrapText(text, size, headWidth - 2 * EDGE, weight)) {
        y += size * LINE
        lines.push(write(line, EDGE, y - size * 0.28, size, { weight, ink }))
      }
      y += 3
    }
    let x = EDGE
    if (grid.legend.length) y += 6
    for (const [name, style, mark] of grid.legend) {
      const long = 20 + textWidth(name, 12)
      if (x > EDGE && x + long > headWidth - EDGE) { x = EDGE; y += 20 }
      const outline = box(x + 0.5, y + 0.5, 14, 14), { fill, ink, pale } = styles[style]
      lines.push(mark === NO_VALUES ? hatched(outline) : path(outline, fill || "none", pale || !fill ? edge : ""))
      if (mark in SHAPES) lines.push(marks(mark, ink, [[x + 7.5, y + 7.5]]))
      lines.push(write(name, x + 20, y + 12, 12))
      x += long + 16
    }
    return { svg: pattern + lines.join(""), height: Math.ceil(y + (grid.legend.length ? 26 : 8)) }
  }

  function foot() {
    const lines = [grid.source, citation].flatMap((text) => wrapText(text, 11, headWidth - 2 * EDGE))
    const svg = lines.map((line, at) => write(line, EDGE, 18 + at * 11 * LINE, 11, { ink: colours.quiet })).join("")
    return { svg, height: Math.ceil(lines.length * 11 * LINE + 14) }
  }

  function names() {
    const written = grid.rows.map((_, row) => {
      const lines = place.rowLines[row], middle = place.ys[row] + place.heights[row] / 2
      const ink = grid.notes[row] ? colours.quiet : colours.ink
      return `<g data-row="${row}">${lines.map((line, at) =>
        write(line, place.nameEnd, middle + 4.3 + (at - (lines.length - 1) / 2) * 15, GRID.name, { ink, anchor: "end" })).join("")}</g>`
    })
    if (place.beside) grid.row_totals.forEach((total, row) => {
      const middle = place.ys[row] + place.heights[row] / 2
      if (total !== null) written.push(write(total.toLocaleString("en"), place.left - 8, middle + 4.3, GRID.cell, { anchor: "end", weight: 650 }))
    })
    if (place.beside) written.push(write(grid.row_total, place.left - 8, place.top - 6, 10.5, { ink: colours.quiet, anchor: "end" }))
    if (grid.column_totals.length) written.push(write(grid.column_total, place.nameEnd, place.bottom + 14, 10.5, { ink: colours.quiet, anchor: "end" }))
    return written.join("")
  }

  function columnNames() {
    const { angle, wide, size, columnLines, band, top } = place, foot = top - band - 5
    return place.xs.map((x, column) => {
      const lines = columnLines[column]
      const drawn = angle
        ? `<g transform="translate(${round(x + wide / 2 + 5)} ${round(foot)}) rotate(-${angle})">${write(lines[0], 0, 0, size)}</g>`
        : lines.map((line, at) => write(line, x + wide / 2, foot - (lines.length - 1 - at) * 15, size, { anchor: "middle" })).join("")
      return `<g data-column="${column}">${drawn}</g>`
    }).join("")
  }

  function bandsOver() {
    return place.bands.filter(({ lines }) => lines.length).map(({ x, width: wide, lines }) => {
      const high = place.band - 3, middle = place.top - place.band + high / 2 + 4 - (lines.length - 1) * 6.25
      return path(box(x, place.top - place.band, wide, high), colours.band)
        + lines.map((line, at) => write(line, x + wide / 2, middle + at * 12.5, 11, { anchor: "middle", weight: 600 })).join("")
    }).join("")
  }

  function cells() {
    const boxes = new Map(), pale = new Map(), centres = new Map(), words = []
    const put = (map, name, value) => (map.has(name) ? map.get(name).push(value) : map.set(name, [value]))
    grid.cells.forEach((line, row) => {
      const y = place.ys[row], high = place.heights[row] - 1
      if (grid.notes[row]) {
        const [style, text] = grid.kinds[line[0]] ?? [null, NO_VALUES]
        const outline = box(0, y, place.end - 1, high)
        words.push(text === NO_VALUES ? hatched(outline) : path(outline, styles[style].fill))
        words.push(write(grid.notes[row], 8, y + high / 2 + 4, 11, { ink: colours.quiet, more: ` paint-order="stroke" stroke-width="3" stroke="${colours.paper}"` }))
        return
      }
      line.forEach((kind, column) => {
        if (kind < 0) return
        const x = place.xs[column], wide = place.wide - 1, [style, text] = grid.kinds[kind]
        if (styles[style].fill) put(styles[style].pale && text ? pale : boxes, style, box(x, y, wide, high))
        if (text in SHAPES) put(centres, `${text}${style}`, [x + wide / 2, y + high / 2])
        else if (text) {
          const most = place.wide >= 18 ? GRID.cell : GRID.small
          const size = Math.min(most, (most * (place.wide - 2)) / textWidth(text, most))
          words.push(write(text, x + wide / 2, y + high / 2 + size * 0.36, size, { ink: styles[style].ink, anchor: "middle" }))
        }
      })
    })
    const sparse = grid.cells.some((line, row) => !grid.notes[row] && line.includes(-1))
    const rules = place.ys.map((y, row) => `M0 ${round(y + place.heights[row] - 0.5)}h${place.end}`).join("")
    const filled = (map, more) => [...map].map(([style, outlines]) => path(outlines.join(""), styles[style].fill, more))
    const marked = [...centres].map(([name, found]) => marks(name[0], styles[name.slice(1)].ink, found))
    return [sparse ? path(rules, "none", edge) : "", ...filled(boxes, ""), ...filled(pale, edge), ...marked, ...words].join("")
  }

  function totals() {
    const drawn = [], start = place.end + 8 + place.written
    const most = Math.max(1, ...grid.row_totals), highest = Math.max(1, ...grid.column_totals)
    if (!place.beside) grid.row_totals.forEach((total, row) => {
      const middle = place.ys[row] + place.heights[row] / 2
      if (total === null) return grid.notes[row] && drawn.push(write("—", start, middle + 4, 11, { ink: colours.quiet, anchor: "end" }))
      drawn.push(write(total.toLocaleString("en"), start, middle + 4, GRID.cell, { anchor: "end" }))
      drawn.push(path(box(start + 5, middle - 4, (GRID.bar * total) / most, 8), colours.total))
    })
    if (grid.row_totals.length && !place.beside) drawn.push(write(grid.row_total, place.rightEnd - 6, place.bottom + 14, 10.5, { ink: colours.quiet, anchor: "end" }))
    const wide = Math.min(place.wide - 5, 18)
    grid.column_totals.forEach((total, column) => {
      if (total === null) return
      const middle = place.xs[column] + (place.wide - 1) / 2, written = total.toLocaleString("en")
      const size = Math.min(10.5, (10.5 * (place.wide - 1)) / textWidth(written, 10.5))
      drawn.push(write(written, middle, place.bottom + 14, size, { anchor: "middle" }))
      drawn.push(path(box(middle - wide / 2, place.bottom + 18, wide, (GRID.columnBar * total) / highest), colours.total))
    })
    return drawn.join("")
  }

  return {
    place, headWidth, head: head(), foot: foot(), names: names(),
    main: pattern.replaceAll(hatch, `${hatch}-main`) + (columnNames() + bandsOver() + cells() + totals()).replaceAll(`#${hatch})`, `#${hatch}-main)`),
  }
}

const svgOf = (inside, width, height, more = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${SANS}"${more}>${inside}</svg>`

// The whole picture in the colours of the light page: {svg, width, height}.
function gridPicture(grid, width, citation) {
  const { place, headWidth, head, foot, names, main } = drawGrid(grid, width, { print: true, citation })
  const height = head.height + place.height + foot.height
  const at = (x, y, inside) => `<g transform="translate(${x} ${y})">${inside}</g>`
  const inside = `<desc>${escapeXml(grid.alt)}</desc><rect width="100%" height="100%" fill="#ffffff"/>${head.svg}`
    + at(0, head.height, names) + at(place.left, head.height, main) + at(0, head.height + place.height, foot.svg)
  return { svg: svgOf(inside, headWidth, height), width: headWidth, height }
}

// The picture as an address of data, as Plotly's toImage gives it; a PNG is three times as large.
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
