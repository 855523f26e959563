// The matrix under the reader's hands: hints, clicks and keys over a drawing that is one SVG.

const SVG = "http://www.w3.org/2000/svg"

export default function ({ data, parentElement, setTriggerValue }) {
  const plot = parentElement.querySelector(".plot")
  const drawing = parentElement.querySelector(".drawing")
  const hint = parentElement.querySelector(".hint")
  const spoken = parentElement.querySelector(".spoken")
  const { x: xs, y: ys, w, h, rows, columns, depths, letters } = data.geometry

  if (plot.drawn !== data.svg) {
    drawing.innerHTML = data.svg
    plot.drawn = data.svg
  }
  drawing.style.minWidth = `${Math.round(data.width * 0.9)}px`
  drawing.style.maxWidth = `${Math.round(data.width * 1.4)}px`
  plot.setAttribute("aria-label", data.label)
  const svg = drawing.querySelector("svg")
  svg.querySelectorAll("[data-screen-only]").forEach((part) => part.remove())
  const across = overlay("cross"), down = overlay("cross"), ring = overlay("ring"), chosen = overlay("ring chosen")
  mark(chosen, cellOf(data.selected))
  hideHint()

  let active = plot.active ?? { row: 0, column: 0 }

  svg.onpointermove = (event) => {
    const cell = cellAt(event)
    light(cell)
    cell ? showHint(cell, event) : hideHint()
  }
  svg.onpointerleave = () => { light(null); hideHint() }
  svg.onclick = (event) => {
    const label = event.target.closest("[data-open]")
    if (label) return open(label.dataset.open)
    const cell = cellAt(event)
    if (!cell) return
    plot.active = active = cell
    open(codeOf(cell))
  }
  plot.onkeydown = (event) => {
    const moved = move(event.key, event.ctrlKey)
    if (moved) {
      plot.active = active = moved
      light(moved)
      showHint(moved)
      spoken.textContent = words(moved).join(", ")
    } else if (event.key === "Enter" || event.key === " ") {
      open(codeOf(active))
    } else {
      if (event.key === "Escape") { light(null); hideHint() }
      return
    }
    event.preventDefault()
  }
  plot.onblur = () => { light(null); hideHint() }

  function open(code) { hideHint(); setTriggerValue("picked", code) }

  // Row -1 stands for the tasks' names, column -1 for the regions'.
  function move(key, far) {
    const { row, column } = active
    const step = {
      ArrowUp: [far ? -row : -1, 0], ArrowDown: [far ? rows.length - 1 - row : 1, 0],
      ArrowLeft: [0, far ? -column : -1], ArrowRight: [0, far ? columns.length - 1 - column : 1],
      Home: [0, -column], End: [0, columns.length - 1 - column],
    }[key]
    if (!step) return null
    const to = {
      row: Math.min(rows.length - 1, Math.max(-1, row + step[0])),
      column: Math.min(columns.length - 1, Math.max(-1, column + step[1])),
    }
    return to.row < 0 && to.column < 0 ? active : to
  }

  function codeOf({ row, column }) {
    if (row < 0) return columns[column][0]
    return column < 0 || rows[row][2] !== "plan" ? rows[row][0] : `${rows[row][0]}:${columns[column][0]}`
  }

  function cellOf(code) {
    const [region, task] = (code ?? "").split(":")
    const row = rows.findIndex(([id]) => id === region), column = columns.findIndex(([id]) => id === task)
    return row >= 0 && column >= 0 ? { row, column } : null
  }

  function cellAt(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
    const column = xs.findIndex((x) => at.x >= x && at.x < x + w)
    const row = ys.findIndex((y) => at.y >= y && at.y < y + h)
    const found = row >= 0 && column >= 0 ? { row, column } : null
    svg.classList.toggle("over-cell", Boolean(found))
    return found
  }

  function overlay(name) {
    const made = document.createElementNS(SVG, "rect")
    made.setAttribute("class", name)
    made.setAttribute("data-screen-only", "")
    made.setAttribute("visibility", "hidden")
    svg.append(made)
    return made
  }

  function place(part, x, y, width, height) {
    for (const [name, value] of Object.entries({ x, y, width, height })) part.setAttribute(name, value)
    part.setAttribute("visibility", "visible")
  }

  function mark(part, cell) {
    if (!cell || cell.row < 0 || cell.column < 0) return part.setAttribute("visibility", "hidden")
    place(part, xs[cell.column] - 1, ys[cell.row] - 1, w + 1, h + 1)
  }

  function light(cell) {
    svg.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"))
    for (const part of [across, down, ring]) part.setAttribute("visibility", "hidden")
    if (!cell) return
    const right = xs.at(-1) + w, bottom = ys.at(-1) + h
    if (cell.row >= 0) {
      place(across, 0, ys[cell.row], right, h - 1)
      label(rows[cell.row][0])?.classList.add("lit")
    }
    if (cell.column >= 0) {
      place(down, xs[cell.column], ys[0], w - 1, bottom - ys[0])
      label(columns[cell.column][0])?.classList.add("lit")
    }
    mark(ring, cell)
  }

  function label(code) { return svg.querySelector(`[data-open="${CSS.escape(code)}"]`) }

  function words({ row, column }) {
    const region = row < 0 ? null : rows[row], task = column < 0 ? null : columns[column]
    const title = [region?.[1], task && `${task[0]} ${task[1]}`].filter(Boolean).join(" · ")
    if (!region || !task) return [title, data.words.profile]
    if (region[2] !== "plan") return [title, data.words[region[2]]]
    return [title, data.words[letters[depths[row][column]]]]
  }

  function showHint(cell, event) {
    const [title, state] = words(cell)
    const strong = document.createElement("b")
    strong.textContent = title
    hint.replaceChildren(strong, state)
    hint.hidden = false
    const frame = drawing.getBoundingClientRect(), scale = frame.width / data.width
    const x = event ? event.clientX - frame.left : (xs[Math.max(cell.column, 0)] + w) * scale
    const y = event ? event.clientY - frame.top : (ys[Math.max(cell.row, 0)] + h) * scale
    const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
    const top = y + 16 + hint.offsetHeight > frame.height ? y - hint.offsetHeight - 12 : y + 16
    hint.style.left = `${Math.max(0, left)}px`
    hint.style.top = `${Math.max(0, top)}px`
  }

  function hideHint() { hint.hidden = true }
}
