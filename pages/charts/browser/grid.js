// A grid under the reader's hands: hints, clicks and keys over what grid_drawing.js draws.
// A place is { row, column }; row -1 stands for the names of the columns, column -1 for those of the rows.

// `open` is called with the key of what is clicked, `details` gives further lines of a cell's hint.
function showGrid(holder, grid, { open = null, selected = null, how = "", details = () => "" } = {}) {
  const find = (name, tag = "div") => holder.querySelector(`.${name}`) ?? make(name, tag)
  const make = (name, tag) => holder.appendChild(Object.assign(document.createElement(tag), { className: name }))
  const plot = find("plot"), hint = hintOf(holder), spoken = find("grid-spoken")
  spoken.setAttribute("aria-live", "polite")
  const written = JSON.stringify(grid)
  let drawn = null, width = 0, active = holder.active ?? null
  if (holder.written !== written) active = null
  holder.written = written
  plot.savePicture = (format, citation) => gridImage(grid, format, citation)

  function draw() {
    const stage = stageSize(holder), room = Math.floor(holder.clientWidth)
    if (!room || room === width) return
    width = room
    const wide = stage ? bestWidth(stage) : room
    drawn = drawGrid(grid, wide, { room: wide })
    const { place, head, foot, names, main } = drawn
    const over = `<rect class="grid-cross"/><rect class="grid-cross"/><rect class="grid-ring"/><rect class="grid-ring grid-chosen"/>`
    const old = scroll(), focused = document.activeElement === old, moved = old?.scrollLeft ?? 0
    plot.innerHTML = `${svgOf(head.svg, wide, head.height, ' aria-hidden="true"')}<div class="grid-scroll" tabindex="0" role="application">`
      + svgOf(`<rect class="grid-cross"/>${names}`, place.left, place.height, ' class="grid-names" aria-hidden="true"')
      + `${svgOf(main + over, place.mainWidth, place.height, ' class="grid-cells" aria-hidden="true"')}</div>`
      + svgOf(foot.svg, wide, foot.height, ' aria-hidden="true"')
    if (old) keepScroll(old, moved, focused)
    scroll().setAttribute("aria-label", `${grid.alt} ${how}`)
    for (const part of plot.querySelectorAll(".grid-cross, .grid-ring")) part.setAttribute("visibility", "hidden")
    frame(plot.querySelector(".grid-chosen"), placeOf(selected))
    if (stage) fillStage(stage, Math.max(wide, place.left + place.mainWidth), head.height + place.height + foot.height)
    listen()
  }

  const scroll = () => plot.querySelector(".grid-scroll")

  // The element that has the focus, or gets it back from a drawer, stays the same one.
  function keepScroll(old, moved, focused) {
    const made = scroll()
    old.innerHTML = made.innerHTML
    made.replaceWith(old)
    old.scrollLeft = moved
    if (focused) old.focus({ preventScroll: true })
  }

  function sizeAt(wide) {
    const { place, head, foot } = drawGrid(grid, wide)
    return { width: Math.max(wide, place.left + place.mainWidth), height: head.height + place.height + foot.height }
  }

  function bestWidth(stage) {
    const scale = (wide) => {
      const size = sizeAt(wide)
      return Math.min(stage.width / size.width, stage.height / size.height)
    }
    return [520, 640, 760, 900, 1060, 1240, 1440, 1700].reduce((best, wide) => (scale(wide) > scale(best) * 1.02 ? wide : best))
  }

  function fillStage(stage, wide, high) {
    const scale = Math.min(stage.width / wide, stage.height / high)
    const side = Math.max(0, (stage.width - wide * scale) / 2)
    Object.assign(plot.style, { width: `${wide}px`, height: `${high}px`, transformOrigin: "0 0", transform: `translateX(${side}px) scale(${scale})` })
    holder.style.height = `${high * scale}px`
  }

  function listen() {
    const box = scroll()
    box.onpointermove = (event) => {
      const place = placeAt(event)
      box.classList.toggle("grid-opens", Boolean(open && place && keyOf(place)))
      light(place)
      showHint(hint, holder, place ? lines(place).join("\n") : "", event.clientX, event.clientY)
    }
    box.onpointerleave = rest
    box.onblur = rest
    box.onclick = (event) => {
      const place = placeAt(event)
      if (!place) return
      active = holder.active = place
      openPlace(place)
    }
    box.onkeydown = press
  }

  function press(event) {
    const from = active ?? { row: 0, column: 0 }
    const to = moved(from, event.key, event.ctrlKey)
    if (to) {
      active = holder.active = to
      light(to)
      const corner = reveal(to)
      showHint(hint, holder, lines(to).join("\n"), corner.x, corner.y)
      spoken.textContent = lines(to).join(", ")
    } else if (event.key === "Enter" || event.key === " ") openPlace(from)
    else {
      if (event.key === "Escape") rest()
      return
    }
    event.preventDefault()
  }

  function moved({ row, column }, key, far) {
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

  // Scrolls to a place; returns its lower right corner in the window.
  function reveal({ row, column }) {
    const { place } = drawn, box = scroll()
    const x = place.xs[Math.max(column, 0)]
    if (x < box.scrollLeft) box.scrollLeft = x
    const over = x + place.wide - (box.scrollLeft + box.clientWidth - place.left)
    if (over > 0) box.scrollLeft += over
    const { left, top, width: wide } = box.querySelector(".grid-cells").getBoundingClientRect()
    const scale = wide / place.mainWidth, at = Math.max(row, 0)
    return { x: left + (column < 0 ? 0 : x + place.wide) * scale, y: top + (place.ys[at] + place.heights[at]) * scale }
  }

  function placeAt({ clientX, clientY, target }) {
    const { place } = drawn
    const name = target.closest?.("[data-column]")
    if (name) return { row: -1, column: Number(name.dataset.column) }
    const box = scroll().querySelector(".grid-cells").getBoundingClientRect(), scale = box.width / place.mainWidth
    const y = (clientY - box.top) / scale
    const row = place.ys.findIndex((top, at) => y >= top && y < top + place.heights[at])
    if (row < 0) return null
    if (target.closest?.(".grid-names")) return { row, column: -1 }
    const x = (clientX - box.left) / scale
    const column = place.xs.findIndex((left) => x >= left && x < left + place.wide)
    return column < 0 ? null : { row, column }
  }

  function keyOf({ row, column }) {
    if (row < 0) return grid.column_keys[column] ?? ""
    if (column < 0 || grid.notes[row]) return grid.row_keys[row] ?? ""
    return grid.keys[row]?.[column] ?? ""
  }

  function placeOf(key) {
    const row = key ? grid.keys.findIndex((keys) => keys?.includes(key)) : -1
    return row < 0 ? null : { row, column: grid.keys[row].indexOf(key) }
  }

  // What is said of a place: the names that meet there, then what the cell says itself.
  function lines({ row, column }) {
    const [ofRow, ...rowMore] = (grid.row_hints[row] || grid.rows[row] || "").split("\n")
    const [ofColumn, ...columnMore] = (grid.column_hints[column] || grid.columns[column] || "").split("\n")
    if (row < 0) return [ofColumn, totalOf(grid.column_total, grid.column_totals[column]), ...columnMore].filter(Boolean)
    if (grid.notes[row]) return [ofRow, grid.notes[row]]
    if (column < 0) return [ofRow, totalOf(grid.row_total, grid.row_totals[row]), ...rowMore].filter(Boolean)
    const said = grid.kinds[grid.cells[row][column]]?.[2] ?? ""
    return [`${ofRow} · ${ofColumn}`, said, details(keyOf({ row, column }))].filter(Boolean)
  }

  const totalOf = (name, total) => (total == null ? "" : `${name} ${total.toLocaleString("en")}`)

  function openPlace(place) {
    rest()
    const key = keyOf(place)
    if (key && open) open(key)
  }

  function rest() {
    light(null)
    hint.hidden = true
  }

  function light(at) {
    const { place } = drawn
    const [left, across, down] = plot.querySelectorAll(".grid-cross")
    for (const part of plot.querySelectorAll(".grid-lit")) part.classList.remove("grid-lit")
    for (const part of [left, across, down]) part.setAttribute("visibility", "hidden")
    frame(plot.querySelector(".grid-ring"), at)
    if (!at) return
    if (at.row >= 0) {
      const y = place.ys[at.row], high = place.heights[at.row] - 1
      put(left, 0, y, place.left, high)
      put(across, 0, y, place.end, high)
      plot.querySelector(`[data-row="${at.row}"]`).classList.add("grid-lit")
    }
    if (at.column >= 0) {
      put(down, place.xs[at.column], place.top, place.wide - 1, place.bottom - place.top)
      plot.querySelector(`[data-column="${at.column}"]`).classList.add("grid-lit")
    }
  }

  function frame(ring, at) {
    const { place } = drawn
    if (!at || at.row < 0 || at.column < 0 || grid.notes[at.row]) ring.setAttribute("visibility", "hidden")
    else put(ring, place.xs[at.column] - 1, place.ys[at.row] - 1, place.wide + 1, place.heights[at.row] + 1)
  }

  function put(part, x, y, wide, high) {
    for (const [name, value] of Object.entries({ x, y, width: wide, height: high })) part.setAttribute(name, value)
    part.setAttribute("visibility", "visible")
  }

  const watch = new ResizeObserver(draw)
  watch.observe(holder)
  draw()
  return () => watch.disconnect()
}
