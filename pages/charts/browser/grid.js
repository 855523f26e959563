// Makes the grid drawn by grid_drawing.js interactive: tooltips, clicks, keyboard.
// A position is { row, column }; row -1 is the header of column names, column -1 that of row names.

// `open` is called with the key of a clicked cell or name, `opens` says so in its tooltip; `details` returns further
// tooltip lines of a cell.
function showGrid(holder, grid, { open = null, selected = null, how = "", opens = "", details = () => "" } = {}) {
  const plot = childOf(holder, "plot"), hint = childOf(holder, "plot-hint"), spoken = childOf(holder, "grid-spoken")
  spoken.setAttribute("aria-live", "polite")
  const json = JSON.stringify(grid)
  let drawn = null, width = 0, active = holder.gridJson === json ? holder.active ?? null : null
  holder.gridJson = json
  plot.savePicture = (format, citation) => gridImage(grid, format, citation)

  function draw() {
    const stage = stageSize(holder), available = Math.floor(holder.clientWidth)
    if (!available || available === width) return
    width = available
    const drawnWidth = stage ? bestWidth(stage) : available
    drawn = drawGrid(grid, drawnWidth)
    const { layout, head, foot, names, main } = drawn
    const overlay = `<rect class="grid-cross"/><rect class="grid-cross"/><rect class="grid-ring"/><rect class="grid-ring grid-chosen"/>`
    const old = scrollBox(), isFocused = document.activeElement === old, scrollLeft = old?.scrollLeft ?? 0
    plot.innerHTML = `${wrapSvg(head.svg, drawnWidth, head.height, ' aria-hidden="true"')}<div class="grid-scroll" tabindex="0" role="application">`
      + wrapSvg(`<rect class="grid-cross"/>${names}`, layout.left, layout.height, ' class="grid-names" aria-hidden="true"')
      + `${wrapSvg(main + overlay, layout.mainWidth, layout.height, ' class="grid-cells" aria-hidden="true"')}</div>`
      + wrapSvg(foot.svg, drawnWidth, foot.height, ' aria-hidden="true"')
    if (old) {
      // The element itself stays, so that it keeps the focus, or gets it back when a drawer closes.
      old.replaceChildren(...scrollBox().children)
      scrollBox().replaceWith(old)
      if (scrollLeft) old.scrollLeft = scrollLeft  // Setting it forces a layout.
      if (isFocused) old.focus({ preventScroll: true })
    }
    scrollBox().setAttribute("aria-label", `${grid.alt} ${how}`)
    for (const part of plot.querySelectorAll(".grid-cross, .grid-ring")) part.setAttribute("visibility", "hidden")
    frameCell(plot.querySelector(".grid-chosen"), positionOf(selected))
    if (stage) fillStage(holder, plot, stage, ...sizeOf(drawn, drawnWidth))
    addListeners()
  }

  const scrollBox = () => plot.querySelector(".grid-scroll")

  const sizeOf = ({ layout, head, foot }, width) =>
    [Math.max(width, layout.left + layout.mainWidth), head.height + layout.height + foot.height]

  function bestWidth(stage) {
    const scaleAt = (width) => {
      const [drawnWidth, height] = sizeOf(drawGrid(grid, width), width)
      return Math.min(stage.width / drawnWidth, stage.height / height)
    }
    return STAGE_WIDTHS.reduce((best, width) => (scaleAt(width) > scaleAt(best) * 1.02 ? width : best))
  }

  function addListeners() {
    const box = scrollBox()
    box.onpointermove = (event) => {
      const position = positionAt(event)
      box.classList.toggle("grid-opens", Boolean(open && position && keyOf(position)))
      highlight(position)
      showHint(hint, holder, position ? hintLines(position).join("\n") : "", event.clientX, event.clientY)
    }
    box.onpointerleave = clearHighlight
    box.onblur = clearHighlight
    box.onclick = (event) => {
      const position = positionAt(event)
      if (!position) return
      active = holder.active = position
      openPosition(position)
    }
    box.onkeydown = handleKey
  }

  function handleKey(event) {
    const from = active ?? { row: 0, column: 0 }
    const to = move(from, event.key, event.ctrlKey)
    if (to) {
      active = holder.active = to
      highlight(to)
      const corner = scrollTo(to)
      showHint(hint, holder, hintLines(to).join("\n"), corner.x, corner.y)
      spoken.textContent = hintLines(to).join(", ")
    } else if (event.key === "Enter" || event.key === " ") openPosition(from)
    else {
      if (event.key === "Escape") clearHighlight()
      return
    }
    event.preventDefault()
  }

  // The position that a key moves to, if any; with `far` an arrow moves to the edge.
  function move({ row, column }, key, far) {
    const lastRow = grid.rows.length - 1, lastColumn = grid.columns.length - 1
    const step = {
      ArrowUp: [far ? -row : -1, 0], ArrowDown: [far ? lastRow - row : 1, 0],
      ArrowLeft: [0, far ? -column : -1], ArrowRight: [0, far ? lastColumn - column : 1],
      Home: [0, -column], End: [0, lastColumn - column],
    }[key]
    if (!step) return null
    const to = { row: Math.min(lastRow, Math.max(-1, row + step[0])), column: Math.min(lastColumn, Math.max(-1, column + step[1])) }
    return to.row < 0 && to.column < 0 ? { row, column } : to
  }

  // Scrolls to a position; returns its lower right corner in the window.
  function scrollTo({ row, column }) {
    const { layout } = drawn, box = scrollBox()
    const x = layout.xs[Math.max(column, 0)]
    if (x < box.scrollLeft) box.scrollLeft = x
    const hidden = x + layout.cellWidth - (box.scrollLeft + box.clientWidth - layout.left)
    if (hidden > 0) box.scrollLeft += hidden
    const { left, top, width } = box.querySelector(".grid-cells").getBoundingClientRect()
    const scale = width / layout.mainWidth, at = Math.max(row, 0)
    return { x: left + (column < 0 ? 0 : x + layout.cellWidth) * scale, y: top + (layout.ys[at] + layout.heights[at]) * scale }
  }

  function positionAt({ clientX, clientY, target }) {
    const { layout } = drawn
    const name = target.closest?.("[data-column]")
    if (name) return { row: -1, column: Number(name.dataset.column) }
    const box = scrollBox().querySelector(".grid-cells").getBoundingClientRect(), scale = box.width / layout.mainWidth
    const y = (clientY - box.top) / scale
    const row = layout.ys.findIndex((top, at) => y >= top && y < top + layout.heights[at])
    if (row < 0) return null
    if (target.closest?.(".grid-names")) return { row, column: -1 }
    const x = (clientX - box.left) / scale
    const column = layout.xs.findIndex((left) => x >= left && x < left + layout.cellWidth)
    return column < 0 ? null : { row, column }
  }

  function keyOf({ row, column }) {
    if (row < 0) return grid.column_keys[column] ?? ""
    if (column < 0 || grid.notes[row]) return grid.row_keys[row] ?? ""
    return grid.keys[row]?.[column] ?? ""
  }

  function positionOf(key) {
    const row = key ? grid.keys.findIndex((keys) => keys?.includes(key)) : -1
    return row < 0 ? null : { row, column: grid.keys[row].indexOf(key) }
  }

  // The tooltip of a position: the names of row and column, the lines of the cell, and what a click opens.
  function hintLines({ row, column }) {
    const rowName = grid.row_hints[row] || grid.rows[row], columnName = grid.column_hints[column] || grid.columns[column]
    const key = keyOf({ row, column }), cellHint = grid.kinds[grid.cells[row]?.[column]]?.[2]
    const lines = row < 0 ? [columnName, labelTotal(grid.column_total, grid.column_totals[column])]
      : grid.notes[row] ? [rowName, grid.notes[row]]
      : column < 0 ? [rowName, labelTotal(grid.row_total, grid.row_totals[row])]
      : [`${rowName} · ${columnName}`, cellHint, details(key)]
    return [...lines, key && opens].filter(Boolean)
  }

  const labelTotal = (name, total) => (total == null ? "" : `${name} ${formatTotal(total)}`)

  function openPosition(position) {
    clearHighlight()
    const key = keyOf(position)
    if (key && open) open(key)
  }

  function clearHighlight() {
    highlight(null)
    hint.hidden = true
  }

  // Highlights row and column of a position, or nothing.
  function highlight(position) {
    const { layout } = drawn
    const [left, across, down] = plot.querySelectorAll(".grid-cross")
    for (const part of plot.querySelectorAll(".grid-lit")) part.classList.remove("grid-lit")
    for (const part of [left, across, down]) part.setAttribute("visibility", "hidden")
    frameCell(plot.querySelector(".grid-ring"), position)
    if (!position) return
    const { row, column } = position
    if (row >= 0) {
      const y = layout.ys[row], height = layout.heights[row] - 1
      showRect(left, 0, y, layout.left, height)
      showRect(across, 0, y, layout.end, height)
      plot.querySelector(`[data-row="${row}"]`).classList.add("grid-lit")
    }
    if (column >= 0) {
      showRect(down, layout.xs[column], layout.top, layout.cellWidth - 1, layout.bottom - layout.top)
      plot.querySelector(`[data-column="${column}"]`).classList.add("grid-lit")
    }
  }

  function frameCell(ring, position) {
    const { layout } = drawn, { row, column } = position ?? { row: -1, column: -1 }
    if (row < 0 || column < 0 || grid.notes[row]) ring.setAttribute("visibility", "hidden")
    else showRect(ring, layout.xs[column] - 1, layout.ys[row] - 1, layout.cellWidth + 1, layout.heights[row] + 1)
  }

  function showRect(rect, x, y, width, height) {
    for (const [name, value] of Object.entries({ x, y, width, height, visibility: "visible" })) rect.setAttribute(name, value)
  }

  holder.observer?.disconnect()
  holder.observer = new ResizeObserver(draw)
  holder.observer.observe(holder)
  draw()
  return () => holder.observer.disconnect()
}
