// A Plotly figure made by plot.py, laid out for a width: where headings, legends and names of rows break
// depends on it. Hints are HTML of our own, so that they wrap and are read in the page's colours.

const PAPER_ZOOM = 0.75
// Milliseconds; a little more than Plotly waits for the second click of a double click.
const DOUBLE_CLICK = 350

const escapeTags = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
const joinLines = (lines) => lines.map(escapeTags).join("<br>")

// The figure for a width: {data, layout} for Plotly.
function fitFigure(figure, width, citation = "") {
  const { data, layout } = structuredClone(figure)
  const { meta } = layout
  const quiet = layout.template.layout.xaxis.tickfont.color
  const room = width - 2 * EDGE
  const heading = [
    { lines: wrapText(meta.title, 18, room, 600), size: 18, bold: true },
    { lines: wrapText(meta.subtitle, 13, room), size: 13, color: quiet },
  ]
  const source = [...wrapText(meta.source, 11, room), ...wrapText(citation, 11, room)]
  const side = meta.rows ? fitRows(data, layout, width) : { left: EDGE, right: EDGE, plot: plotHeight(meta, width) }
  if (meta.tiles) fitTiles(data[0], meta, (width - 2 * EDGE) / meta.columns)
  if (meta.places) fitPlane(layout, room, side.plot)
  let top = 6
  for (const block of heading) block.top = top, top += block.lines.length * block.size * LINE + 3
  const legendTop = top
  const rows = legendRows(data, layout, width - side.right)
  if (rows) top += rows * 19 + 12
  top += meta.reference ? 24 : 8
  const bottom = 8 + (side.axis ?? 0) + source.length * 11 * LINE + 6
  const height = Math.round(top + side.plot + bottom)
  Object.assign(layout, { width, height, margin: { l: side.left, r: side.right, t: top, b: bottom, autoexpand: false } })
  // Beside and above the plot, a legend may be as wide as the figure; elsewhere it becomes a column.
  layout.legend = {
    ...layout.legend, xanchor: "left", yanchor: "top", itemwidth: 30,
    x: -Math.max(side.left - EDGE, 0.01) / (width - side.left - side.right), y: 1 + (top - legendTop) / side.plot,
  }
  const written = heading.map(({ lines, size, bold, color, top: at }) => ({
    text: bold ? `<b>${joinLines(lines)}</b>` : joinLines(lines), y: 1, yanchor: "top", yshift: top - at,
    font: { size, ...(color && { color }) },
  }))
  written.push({ text: joinLines(source), y: 0, yanchor: "bottom", yshift: 4 - bottom, font: { size: 11, color: quiet } })
  layout.annotations = [
    ...(layout.annotations ?? []),
    ...written.filter(({ text }) => text && text !== "<b></b>").map((note) => ({
      x: 0, xref: "paper", yref: "paper", xanchor: "left", align: "left", showarrow: false, borderpad: 0, borderwidth: 0, xshift: EDGE - side.left,
      ...note,
    })),
  ]
  return { data, layout }
}

const plotHeight = (meta, width) =>
  meta.tiles ? ((width - 2 * EDGE) / meta.columns) * meta.lines : planeHeight(meta.places, width - 2 * EDGE)

const weightOf = ({ bold }) => (bold ? 600 : 400)

// Names of rows take up to two fifths of the width and as many lines as they need there.
function fitRows(data, layout, width) {
  const { meta } = layout
  const detailColour = layout.template.layout.xaxis.tickfont.color
  const longest = (text, size, weight) => Math.max(...text.split("\n").map((line) => textWidth(line, size, weight)))
  const notes = Math.max(0, ...meta.rows.map(({ note }) => longest(note, 13, 600)))
  const widest = Math.max(...meta.rows.map((row) => Math.max(longest(row.name, 13, weightOf(row)), longest(row.detail, 11))))
  const left = Math.min(widest + 2 * EDGE + 6, width * (width < 560 ? 0.44 : 0.42))
  const room = left - 2 * EDGE - 4
  // Where notes would leave the plot little room, they stand under the names.
  const under = notes && width - left - notes < width * 0.32
  if (under) for (const trace of data) if (trace.xaxis === "x2") trace.visible = false
  const heights = []
  layout.yaxis.ticktext = meta.rows.map((row) => {
    const { name, detail, bold } = row
    const names = wrapText(name, 13, room, weightOf(row)), details = wrapText(detail, 11, room)
    const values = under ? wrapText(row.note, 13, room, 600) : []
    heights.push(Math.max(meta.rowHeight, (names.length + values.length + details.length * 0.85) * 13 * LINE + 8))
    const small = details.length
      ? `<br><span style="font-size:11px;color:${detailColour}">${joinLines(details)}</span>` : ""
    const written = values.length ? `<br><b>${joinLines(values)}</b>` : ""
    return (bold ? `<b>${joinLines(names)}</b>` : joinLines(names)) + written + small
  })
  const plot = placeRows(data, layout, heights)
  const beside = data.filter(({ textposition }) => textposition === "outside").flatMap(({ text }) => text ?? [])
  const wished = Math.max(notes && !under ? notes + 18 : 16, ...beside.map((text) => textWidth(text, 13) + 8))
  // Whatever is written there, the plot keeps its share.
  const right = Math.min(wished, width * 0.34)
  const { range: [least, most], tickformat, type } = layout.xaxis
  const ticks = Math.max(2, Math.floor((width - left - right) / 70))
  // Between whole numbers there are no ticks, which would repeat them.
  const few = tickformat === ",.0f" && type !== "log" && most - least <= ticks
  Object.assign(layout.xaxis, few ? { dtick: 1 } : { nticks: ticks })
  const axis = (layout.xaxis.visible === false ? 0 : 20) + (layout.xaxis.title?.text ? 20 : 0)
  return { left, right, plot, axis }
}

// From the numbers of rows to where they stand when each is as high as its name, in usual rows: a bar that is alone
// is one unit high at most. Returns the height of all, in pixels.
function placeRows(data, layout, heights) {
  const bottoms = []
  heights.reduce((sum, height) => (bottoms.push(sum + height), sum + height), 0)
  const place = (y) => {
    const row = Math.min(Math.max(Math.round(y), 0), heights.length - 1)
    return (bottoms[row] - heights[row] / 2) / layout.meta.rowHeight + (y - row)
  }
  for (const trace of data) if (trace.y?.[0] != null) trace.y = trace.y.map(place)
  layout.meta.bottoms = bottoms
  Object.assign(layout.yaxis, { tickvals: heights.map((_, row) => place(row)), range: [bottoms.at(-1) / layout.meta.rowHeight, 0] })
  return bottoms.at(-1)
}

// Text in a tile: the name on one line or two, as large as it fits, with its number under it.
function fitTiles(trace, meta, side) {
  const room = side * meta.fill - 6
  const sizes = []
  trace.text = meta.tiles.map(({ name, text }) => {
    let lines = [name]
    let size = Math.min(13, (13 * room) / textWidth(name, 13))
    if (size < 10.5) {
      lines = inTwo(name)
      size = Math.min(12, lines.length > 1 ? side * 0.2 : 12, ...lines.map((line) => (12 * room) / textWidth(line, 12)))
    }
    const below = Math.min(15, side * 0.27, (15 * room) / Math.max(textWidth(text, 15, 650), 1))
    sizes.push(size)
    return joinLines(lines) + (text ? `<br><span style="font-size:${below}px;font-weight:650">${escapeTags(text)}</span>` : "")
  })
  trace.textfont.size = sizes
}

// A name in two halves as equal as can be: between two words, or between two syllables of Pinyin.
function inTwo(name) {
  let parted = [...name.matchAll(/ /g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)])
  if (!parted.length) {
    const ends = [...name.matchAll(/[aeiou]+(?:ng|n)?(?=[bcdfghjklmpqrstwxyz][a-z])/g)]
    parted = ends.map(({ 0: { length }, index }) => [`${name.slice(0, index + length)}-`, name.slice(index + length)])
  }
  const longest = (halves) => Math.max(...halves.map(({ length }) => length))
  return parted.sort((one, other) => longest(one) - longest(other))[0] ?? [name]
}

// How many rows Plotly's horizontal legend takes: one where all entries fit, else entries of equal width.
function legendRows(data, layout, room) {
  const names = layout.showlegend ? data.filter((trace) => trace.showlegend !== false).map(({ name }) => name) : []
  if (!names.length) return 0
  const widths = names.map((name) => textWidth(name, 12) + 47)
  if (widths.reduce((sum, wide) => sum + wide, 0) < room) return 1
  return Math.ceil(names.length / Math.max(1, Math.floor(room / Math.max(...widths))))
}

// The width at which the figure fills a stage best: names of rows don't break more than they must.
function stageWidth(figure, stage) {
  const scale = (width) => {
    const { layout } = fitFigure(figure, width)
    return Math.min(stage.width / width, stage.height / layout.height)
  }
  return [520, 640, 760, 900, 1060, 1240, 1440, 1700].reduce((best, width) =>
    (scale(width) > scale(best) * (width < best ? 1.25 : 1) ? width : best), 900)
}

// Draws a figure into a holder and keeps it fitted; `open` is called with the key of what is clicked.
function drawFigure(holder, figure, print, open) {
  const plot = childOf(holder, "plot"), hint = childOf(holder, "plot-hint")
  const touch = matchMedia("(pointer: coarse)").matches
  let shown = "", hovered = null, pressed = null, opening = 0
  // What the reader has zoomed or taken out lasts while the same figure is drawn at another width.
  const uirevision = performance.now()
  plot.savePicture = (format, citation) => {
    const { data, layout } = fitFigure(print, 960, citation)
    return Plotly.toImage({ data, layout }, { format, width: layout.width, height: layout.height, scale: format === "png" ? 3 : 1 })
  }

  async function draw(onPaper = false) {
    const stage = stageSize(holder)
    const room = onPaper ? paperWidth(holder) : Math.floor(holder.clientWidth)
    const width = stage ? stageWidth(figure, stage) : room
    // A stage can change its height alone.
    const state = [width, onPaper, stage?.width, stage?.height].join()
    if (!width || state === shown) return
    shown = state
    const { data, layout } = fitFigure(onPaper ? print : figure, width)
    const zooms = !touch && [layout.xaxis, layout.yaxis].some((axis) => axis?.fixedrange === undefined)
    layout.uirevision = uirevision
    layout.dragmode = zooms ? "zoom" : false
    if (touch) for (const axis of ["xaxis", "yaxis"]) layout[axis] = { ...layout[axis], fixedrange: true }
    await Plotly.react(plot, data, layout, { displayModeBar: false, doubleClick: "reset", showTips: false, responsive: false })
    if (stage) fillStage(holder, plot, stage, width, layout.height)
    for (const name of ["hover", "unhover", "click", "doubleclick"]) plot.removeAllListeners?.(`plotly_${name}`)
    plot.on("plotly_hover", ({ points, event }) => { hovered = markOf(points); show(event) })
    plot.on("plotly_unhover", () => { hovered = null; hint.hidden = true })
    // A finger presses without having hovered.
    plot.on("plotly_click", ({ points }) => { hovered = markOf(points) })
    plot.on("plotly_doubleclick", () => clearTimeout(opening))
  }

  const markOf = (points) => {
    const found = points.map(({ customdata }) => customdata).find((data) => data && (data[0] || data[1]))
    return found && { key: found[0], hint: found[1] }
  }

  // A row answers from its name to its note, not only where something is drawn in it.
  function rowAt(event) {
    const full = plot._fullLayout, { rows, bottoms } = full?.meta ?? {}
    if (!rows) return null
    const box = plot.getBoundingClientRect(), scale = box.width / full.width || 1
    const y = (event.clientY - box.top) / scale - full._size.t
    if (y < 0 || y > full._size.h) return null
    return rows[bottoms.findIndex((bottom) => y < bottom)] ?? null
  }

  // The label of a place answers as its mark does; labels are the first annotations.
  const placeOf = (event) => plot._fullLayout?.meta?.places?.[event.target.closest?.(".annotation")?.dataset.index]

  const isZoomed = () => [plot._fullLayout.xaxis, plot._fullLayout.yaxis].some(
    ({ range, _rangeInitial0, _rangeInitial1 }) => range[0] !== _rangeInitial0 || range[1] !== _rangeInitial1)

  const targetOf = (event) => {
    const row = rowAt(event) ?? placeOf(event)
    return { key: hovered?.key || row?.key || "", hint: hovered?.hint || row?.hint || "" }
  }

  function show(event) {
    const target = targetOf(event)
    plot.classList.toggle("opens", Boolean(target.key && open))
    showHint(hint, holder, target.hint, event.clientX, event.clientY)
  }

  plot.onpointermove = show
  plot.onpointerleave = () => { hint.hidden = true }
  // Plotly keeps clicks to itself where it drags; a press that doesn't move is a click all the same.
  plot.onpointerdown = (event) => {
    clearTimeout(opening)
    if (event.pointerType === "touch") hovered = null
    pressed = { x: event.clientX, y: event.clientY, legend: Boolean(event.target.closest?.(".legend")) }
  }
  const release = (event) => {
    const still = pressed && !pressed.legend && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 4
    pressed = null
    const { key } = still ? targetOf(event) : {}
    if (!key || !open) return
    hint.hidden = true
    // A double click shows the whole of a zoomed axis again and opens nothing.
    if (isZoomed()) opening = setTimeout(open, DOUBLE_CLICK, key)
    else open(key)
  }
  // Plotly tells what was touched when it has seen the end of a touch, which follows the pointer's.
  const releasePointer = (event) => { if (event.pointerType !== "touch") release(event) }
  const releaseTouch = (event) => release(event.changedTouches[0])
  window.addEventListener("pointerup", releasePointer, true)
  window.addEventListener("touchend", releaseTouch)
  const printing = { beforeprint: () => { shown = ""; draw(true) }, afterprint: () => { shown = ""; draw() } }
  for (const [name, act] of Object.entries(printing)) window.addEventListener(name, act)
  const watch = new ResizeObserver(() => draw())
  watch.observe(holder)
  const drawn = draw()
  const stop = () => {
    watch.disconnect()
    window.removeEventListener("pointerup", releasePointer, true)
    window.removeEventListener("touchend", releaseTouch)
    for (const [name, act] of Object.entries(printing)) window.removeEventListener(name, act)
  }
  return { drawn, stop }
}

// A page is laid out for paper after it says that it will be printed: the holder's share of a sheet of A4,
// where plot.css sets charts smaller.
function paperWidth(holder) {
  const page = holder.closest(".stMainBlockContainer") ?? document.body
  return Math.floor(holder.clientWidth * Math.min(1, 660 / page.clientWidth) / PAPER_ZOOM)
}
