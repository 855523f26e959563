// Draws a Plotly figure made by plot.py: lays out heading, legend and row names for a width, and adds tooltips and
// clicks. Tooltips are HTML, so that they wrap and follow the page's colours.

const PRINT_ZOOM = 0.75
// Milliseconds; slightly more than Plotly's own double-click delay.
const DOUBLE_CLICK_DELAY = 350

const escapeTags = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
const joinLines = (lines) => lines.map(escapeTags).join("<br>")

// Lays the figure out for a width; returns {data, layout} for Plotly.
function fitFigure(figure, width, citation = "") {
  const { data, layout } = structuredClone(figure)
  const { meta } = layout
  const quiet = layout.template.layout.xaxis.tickfont.color
  const innerWidth = width - 2 * PADDING
  const heading = [
    { lines: wrapText(meta.title, 18, innerWidth, 600), size: 18, bold: true },
    { lines: wrapText(meta.subtitle, 13, innerWidth), size: 13, color: quiet },
  ]
  const source = [...wrapText(meta.source, 11, innerWidth), ...wrapText(citation, 11, innerWidth)]
  const tile = innerWidth / meta.columns
  const side = meta.rows ? fitRows(data, layout, width) : {
    left: PADDING, right: PADDING, plot: meta.tiles ? tile * meta.lines : planeHeight(meta.places, innerWidth),
  }
  if (meta.tiles) fitTiles(data[0], meta, tile)
  if (meta.places) fitPlane(layout, innerWidth, side.plot)
  let top = 6
  for (const block of heading) block.top = top, top += block.lines.length * block.size * LINE_HEIGHT + 3
  const legendTop = top
  const rows = countLegendRows(data, layout, width - side.right)
  if (rows) top += rows * 19 + 12
  top += meta.reference ? 24 : 8
  const bottom = 8 + (side.axis ?? 0) + source.length * 11 * LINE_HEIGHT + 6
  const height = Math.round(top + side.plot + bottom)
  Object.assign(layout, { width, height, margin: { l: side.left, r: side.right, t: top, b: bottom, autoexpand: false } })
  // Plotly keeps a legend horizontal at this position; below or inside the plot it may become a column.
  layout.legend = {
    ...layout.legend, xanchor: "left", yanchor: "top", itemwidth: 30,
    x: -Math.max(side.left - PADDING, 0.01) / (width - side.left - side.right), y: 1 + (top - legendTop) / side.plot,
  }
  const notes = heading.map(({ lines, size, bold, color, top: at }) => ({
    text: bold ? `<b>${joinLines(lines)}</b>` : joinLines(lines), y: 1, yanchor: "top", yshift: top - at,
    font: { size, ...(color && { color }) },
  }))
  notes.push({ text: joinLines(source), y: 0, yanchor: "bottom", yshift: 4 - bottom, font: { size: 11, color: quiet } })
  layout.annotations = [
    ...(layout.annotations ?? []),
    ...notes.filter(({ text }) => text && text !== "<b></b>").map((note) => ({
      x: 0, xref: "paper", yref: "paper", xanchor: "left", align: "left", showarrow: false, borderpad: 0, borderwidth: 0, xshift: PADDING - side.left,
      ...note,
    })),
  ]
  return { data, layout }
}

const weightOf = ({ bold }) => (bold ? 600 : 400)

// Row names take up to two fifths of the width, on as many lines as needed.
function fitRows(data, layout, width) {
  const { meta } = layout
  const detailColour = layout.template.layout.xaxis.tickfont.color
  const longest = (text, size, weight) => Math.max(...text.split("\n").map((line) => textWidth(line, size, weight)))
  const notes = Math.max(0, ...meta.rows.map(({ note }) => longest(note, 13, 600)))
  const widest = Math.max(...meta.rows.map((row) => Math.max(longest(row.name, 13, weightOf(row)), longest(row.detail, 11))))
  const left = Math.min(widest + 2 * PADDING + 6, width * (width < 560 ? 0.44 : 0.42))
  const nameWidth = left - 2 * PADDING - 4
  // On a narrow page, notes move below the names.
  const notesBelow = notes && width - left - notes < width * 0.32
  if (notesBelow) for (const trace of data) if (trace.xaxis === "x2") trace.visible = false
  const heights = []
  layout.yaxis.ticktext = meta.rows.map((row) => {
    const { name, detail, bold } = row
    const names = wrapText(name, 13, nameWidth, weightOf(row)), details = wrapText(detail, 11, nameWidth)
    const values = notesBelow ? wrapText(row.note, 13, nameWidth, 600) : []
    heights.push(Math.max(meta.rowHeight, (names.length + values.length + details.length * 0.85) * 13 * LINE_HEIGHT + 8))
    const small = details.length
      ? `<br><span style="font-size:11px;color:${detailColour}">${joinLines(details)}</span>` : ""
    const note = values.length ? `<br><b>${joinLines(values)}</b>` : ""
    return (bold ? `<b>${joinLines(names)}</b>` : joinLines(names)) + note + small
  })
  const plot = placeRows(data, layout, heights)
  const barTexts = data.filter(({ textposition }) => textposition === "outside").flatMap(({ text }) => text ?? [])
  const needed = Math.max(notes && !notesBelow ? notes + 18 : 16, ...barTexts.map((text) => textWidth(text, 13) + 8))
  // The plot keeps its share of the width.
  const right = Math.min(needed, width * 0.34)
  const { range: [low, high], tickformat, type } = layout.xaxis
  const ticks = Math.max(2, Math.floor((width - left - right) / 70))
  // No ticks between integers, whose rounded labels would repeat.
  const isShort = tickformat === ",.0~f" && type !== "log" && Math.floor(high - low) <= ticks
  Object.assign(layout.xaxis, isShort ? { dtick: 1 } : { nticks: ticks })
  const axis = (layout.xaxis.visible === false ? 0 : 20) + (layout.xaxis.title?.text ? 20 : 0)
  return { left, right, plot, axis }
}

// Moves rows to positions where each is as high as its name, in units of minimum rows, since a single bar is at most
// one unit high. Returns the total height in pixels.
function placeRows(data, layout, heights) {
  const bottoms = []
  heights.reduce((sum, height) => (bottoms.push(sum + height), sum + height), 0)
  const positionOf = (y) => {
    const row = Math.min(Math.max(Math.round(y), 0), heights.length - 1)
    return (bottoms[row] - heights[row] / 2) / layout.meta.rowHeight + (y - row)
  }
  for (const trace of data) if (trace.y?.[0] != null) trace.y = trace.y.map(positionOf)
  layout.meta.bottoms = bottoms
  Object.assign(layout.yaxis, { tickvals: heights.map((_, row) => positionOf(row)), range: [bottoms.at(-1) / layout.meta.rowHeight, 0] })
  return bottoms.at(-1)
}

// Sets the text of tiles: the name on one line or two, as large as fits, and its number below; `side` in pixels.
function fitTiles(trace, meta, side) {
  const room = side * meta.fill - 6
  const sizes = []
  trace.text = meta.tiles.map(({ name, text }) => {
    let lines = [name]
    let size = Math.min(13, (13 * room) / textWidth(name, 13))
    if (size < 10.5) {
      lines = halveName(name)
      size = Math.min(12, lines.length > 1 ? side * 0.2 : 12, ...lines.map((line) => (12 * room) / textWidth(line, 12)))
    }
    // Plotly sets all lines at the distance of the name's: a larger number would touch it.
    const below = Math.min(15, side * 0.27, size * 1.25, (15 * room) / Math.max(textWidth(text, 15, 650), 1))
    sizes.push(size)
    return joinLines(lines) + (text ? `<br><span style="font-size:${below}px;font-weight:650">${escapeTags(text)}</span>` : "")
  })
  trace.textfont.size = sizes
}

// Splits a name into halves of similar length, between two words or two Pinyin syllables.
function halveName(name) {
  let splits = [...name.matchAll(/ /g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)])
  if (!splits.length) {
    const ends = [...name.matchAll(/[aeiou]+(?:ng|n)?(?=[bcdfghjklmpqrstwxyz][a-z])/g)]
    splits = ends.map(({ 0: { length }, index }) => [`${name.slice(0, index + length)}-`, name.slice(index + length)])
  }
  const longest = (halves) => Math.max(...halves.map(({ length }) => length))
  return splits.sort((one, other) => longest(one) - longest(other))[0] ?? [name]
}

// Plotly's horizontal legend has one row if all entries fit, else columns of equal width.
function countLegendRows(data, layout, width) {
  const names = layout.showlegend ? data.filter((trace) => trace.showlegend !== false).map(({ name }) => name) : []
  if (!names.length) return 0
  const widths = names.map((name) => textWidth(name, 12) + 47)
  if (widths.reduce((sum, wide) => sum + wide, 0) < width) return 1
  const rowsAt = (indentation) => Math.ceil(names.length / Math.max(1, Math.floor(width / (Math.max(...widths) + indentation))))
  // Entries move closer together only where that saves rows.
  if (rowsAt(-12) < rowsAt(0)) layout.legend = { ...layout.legend, indentation: -12 }
  return rowsAt(-12)
}

// The layout width that fills a stage best; narrower than 900 only for a clear gain, since row names wrap more.
function stageWidth(figure, stage) {
  const scale = (width) => {
    const { layout } = fitFigure(figure, width)
    return Math.min(stage.width / width, stage.height / layout.height)
  }
  return STAGE_WIDTHS.reduce((best, width) =>
    (scale(width) > scale(best) * (width < best ? 1.25 : 1) ? width : best), 900)
}

// Draws a figure into a holder, and again when that is resized; `open` is called with the key of a clicked mark, and
// `opens` says so in its tooltip.
function drawFigure(holder, figure, print, open, opens = "") {
  holder.stop?.()
  const plot = childOf(holder, "plot"), hint = childOf(holder, "plot-hint")
  const touch = matchMedia("(pointer: coarse)").matches
  let drawnState = "", hovered = null, pressed = null, opening = 0
  // Zoom and hidden traces persist while the same figure is redrawn at another width.
  const uirevision = performance.now()
  plot.savePicture = (format, citation) => {
    const { data, layout } = fitFigure(print, 960, citation)
    return Plotly.toImage({ data, layout }, { format, width: layout.width, height: layout.height, scale: format === "png" ? 3 : 1 })
  }

  async function draw(printing = false) {
    const stage = stageSize(holder)
    const available = printing ? printWidth(holder) : Math.floor(holder.clientWidth)
    const width = stage ? stageWidth(figure, stage) : available
    // The height of a stage can change on its own.
    const state = [width, printing, stage?.width, stage?.height].join()
    if (!width || state === drawnState) return
    drawnState = state
    const { data, layout } = fitFigure(printing ? print : figure, width)
    const zooms = !touch && [layout.xaxis, layout.yaxis].some((axis) => axis?.fixedrange === undefined)
    layout.uirevision = uirevision
    layout.dragmode = zooms ? "zoom" : false
    if (touch) for (const axis of ["xaxis", "yaxis"]) layout[axis] = { ...layout[axis], fixedrange: true }
    await Plotly.react(plot, data, layout, { displayModeBar: false, doubleClick: "reset", showTips: false, responsive: false })
    if (stage) fillStage(holder, plot, stage, width, layout.height)
    for (const name of ["hover", "unhover", "click", "doubleclick"]) plot.removeAllListeners?.(`plotly_${name}`)
    plot.on("plotly_hover", ({ points, event }) => { hovered = markOf(points); updateHint(event) })
    plot.on("plotly_unhover", () => { hovered = null; hint.hidden = true })
    // Touch has no hover.
    plot.on("plotly_click", ({ points }) => { hovered = markOf(points) })
    plot.on("plotly_doubleclick", () => clearTimeout(opening))
  }

  const markOf = (points) => {
    const data = points.map(({ customdata }) => customdata).find((data) => data && (data[0] || data[1]))
    return data && { key: data[0], hint: data[1] }
  }

  // A row reacts over its full width, not only on its marks.
  function rowAt(event) {
    const full = plot._fullLayout, { rows, bottoms } = full?.meta ?? {}
    if (!rows) return null
    const box = plot.getBoundingClientRect(), scale = box.width / full.width || 1
    const y = (event.clientY - box.top) / scale - full._size.t
    if (y < 0 || y > full._size.h) return null
    return rows[bottoms.findIndex((bottom) => y < bottom)] ?? null
  }

  // The label of a place reacts like its marker; labels are the first annotations.
  const placeOf = (event) => plot._fullLayout?.meta?.places?.[event.target.closest?.(".annotation")?.dataset.index]

  const isZoomed = () => [plot._fullLayout.xaxis, plot._fullLayout.yaxis].some(
    ({ range, _rangeInitial0, _rangeInitial1 }) => range[0] !== _rangeInitial0 || range[1] !== _rangeInitial1)

  const targetOf = (event) => {
    const row = rowAt(event) ?? placeOf(event)
    const key = open ? hovered?.key || row?.key || "" : "", hint = hovered?.hint || row?.hint || ""
    return { key, hint: hint && key ? `${hint}\n${opens}` : hint }
  }

  function updateHint(event) {
    const target = targetOf(event)
    plot.classList.toggle("opens", Boolean(target.key))
    showHint(hint, holder, target.hint, event.clientX, event.clientY)
  }

  plot.onpointermove = updateHint
  plot.onpointerleave = () => { hint.hidden = true }
  // Plotly swallows clicks in its drag area, so a press without movement counts as one.
  plot.onpointerdown = (event) => {
    clearTimeout(opening)
    if (event.pointerType === "touch") hovered = null
    pressed = { x: event.clientX, y: event.clientY, legend: Boolean(event.target.closest?.(".legend")) }
  }
  const release = (event) => {
    const isClick = pressed && !pressed.legend && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 4
    pressed = null
    const { key } = isClick ? targetOf(event) : {}
    if (!key) return
    hint.hidden = true
    // A double click resets the zoom and opens nothing.
    if (isZoomed()) opening = setTimeout(open, DOUBLE_CLICK_DELAY, key)
    else open(key)
  }
  // Plotly reports the touched mark at touchend, which follows pointerup.
  const listeners = {
    touchend: (event) => release(event.changedTouches[0]),
    beforeprint: () => { drawnState = ""; draw(true) },
    afterprint: () => { drawnState = ""; draw() },
  }
  const releasePointer = (event) => { if (event.pointerType !== "touch") release(event) }
  window.addEventListener("pointerup", releasePointer, true)
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener)
  const observer = new ResizeObserver(() => draw())
  observer.observe(holder)
  draw()
  holder.stop = () => {
    observer.disconnect()
    window.removeEventListener("pointerup", releasePointer, true)
    for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener)
  }
}

// The holder's width on A4 paper, for which the browser lays the page out only after "beforeprint"; plot.css zooms
// charts out there.
function printWidth(holder) {
  const page = holder.closest(".stMainBlockContainer") ?? document.body
  return Math.floor(holder.clientWidth * Math.min(1, 660 / page.clientWidth) / PRINT_ZOOM)
}
