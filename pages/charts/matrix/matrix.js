// The matrix under the reader's hands: hints, clicks and keys over a drawing that is one SVG.
// A cell is { row, column }; row -1 stands for the names of the tasks, column -1 for those of the regions.

const SVG = "http://www.w3.org/2000/svg"

export default function ({ data, parentElement, setTriggerValue }) {
  const matrix = new Matrix(parentElement, data, (code) => setTriggerValue("picked", code))
  matrix.draw()
  matrix.listen()
}

class Matrix {
  constructor(root, data, pick) {
    for (const name of ["plot", "drawing", "hint", "spoken"]) this[name] = root.querySelector(`.${name}`)
    Object.assign(this, data.geometry)
    this.data = data
    this.pick = pick
    this.bottom = this.y.at(-1) + this.h
    this.right = this.x.at(-1) + this.w
  }

  draw() {
    const { plot, drawing, data } = this
    if (plot.drawn !== data.svg) {
      drawing.innerHTML = data.svg
      drawing.append(this.pinned())
      plot.drawn = data.svg
      plot.active = undefined
    }
    drawing.style.minWidth = `var(--stage-least, ${Math.round(data.width * 0.9)}px)`
    drawing.style.maxWidth = `var(--stage-width, ${Math.round(data.width * 1.15)}px)`
    plot.setAttribute("aria-label", data.label)
    this.svg = drawing.querySelector("svg[data-picture]")
    this.svg.querySelectorAll("[data-screen-only]").forEach((part) => part.remove())
    const [across, down, ring, chosen] = ["cross", "cross", "ring", "ring chosen"].map((name) => this.overlay(name))
    Object.assign(this, { across, down, ring })
    this.frame(chosen, this.cellOf(data.selected))
    this.hint.hidden = true
  }

  listen() {
    const { svg, plot, drawing } = this
    svg.onpointermove = (event) => {
      const cell = this.cellAt(event)
      drawing.classList.toggle("over-cell", Boolean(cell))
      this.light(cell)
      if (cell) this.showHint(cell, event)
      else this.hint.hidden = true
    }
    svg.onpointerleave = () => this.rest()
    drawing.onclick = (event) => {
      const label = event.target.closest("[data-open]")
      const cell = label ? null : this.cellAt(event)
      if (cell) plot.active = cell
      if (label || cell) this.open(label ? label.dataset.open : this.codeOf(cell))
    }
    plot.onkeydown = (event) => this.press(event)
    plot.onblur = () => this.rest()
    plot.onscroll = () => drawing.classList.toggle("scrolled", plot.scrollLeft > 2)
  }

  press(event) {
    const active = this.plot.active ?? { row: 0, column: 0 }
    const moved = this.moved(active, event.key, event.ctrlKey)
    if (moved) {
      this.plot.active = moved
      this.light(moved)
      this.showHint(moved)
      this.spoken.textContent = this.words(moved).join(", ")
    } else if (event.key === "Enter" || event.key === " ") this.open(this.codeOf(active))
    else {
      if (event.key === "Escape") this.rest()
      return
    }
    event.preventDefault()
  }

  moved({ row, column }, key, far) {
    const lastRow = this.rows.length - 1, lastColumn = this.columns.length - 1
    const step = {
      ArrowUp: [far ? -row : -1, 0], ArrowDown: [far ? lastRow - row : 1, 0],
      ArrowLeft: [0, far ? -column : -1], ArrowRight: [0, far ? lastColumn - column : 1],
      Home: [0, -column], End: [0, lastColumn - column],
    }[key]
    if (!step) return null
    const to = {
      row: Math.min(lastRow, Math.max(-1, row + step[0])),
      column: Math.min(lastColumn, Math.max(-1, column + step[1])),
    }
    return to.row < 0 && to.column < 0 ? { row, column } : to
  }

  open(code) {
    this.rest()
    this.pick(code)
  }

  rest() {
    this.light(null)
    this.hint.hidden = true
  }

  codeOf({ row, column }) {
    if (row < 0) return this.columns[column][0]
    const [region, , status] = this.rows[row]
    return column < 0 || status !== "plan" ? region : `${region}:${this.columns[column][0]}`
  }

  cellOf(code) {
    const [region, task] = (code ?? "").split(":")
    const row = this.rows.findIndex(([id]) => id === region)
    const column = this.columns.findIndex(([id]) => id === task)
    return row >= 0 && column >= 0 ? { row, column } : null
  }

  cellAt({ clientX, clientY }) {
    const at = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse())
    const column = this.x.findIndex((x) => at.x >= x && at.x < x + this.w)
    const row = this.y.findIndex((y) => at.y >= y && at.y < y + this.h)
    return row >= 0 && column >= 0 ? { row, column } : null
  }

  light(cell) {
    this.svg.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"))
    for (const part of [this.across, this.down, this.ring]) part.setAttribute("visibility", "hidden")
    if (!cell) return
    if (cell.row >= 0) {
      place(this.across, 0, this.y[cell.row], this.right, this.h - 1)
      this.label(this.rows[cell.row][0])?.classList.add("lit")
    }
    if (cell.column >= 0) {
      place(this.down, this.x[cell.column], this.y[0], this.w - 1, this.bottom - this.y[0])
      this.label(this.columns[cell.column][0])?.classList.add("lit")
    }
    this.frame(this.ring, cell)
  }

  frame(part, cell) {
    if (!cell || cell.row < 0 || cell.column < 0) part.setAttribute("visibility", "hidden")
    else place(part, this.x[cell.column] - 1, this.y[cell.row] - 1, this.w + 1, this.h + 1)
  }

  label(code) { return this.svg.querySelector(`[data-open="${CSS.escape(code)}"]`) }

  words({ row, column }) {
    const region = this.rows[row], task = this.columns[column]
    const title = [region?.[1], task && `${task[0]} ${task[1]}`].filter(Boolean).join(" · ")
    const said = this.data.words
    if (!region || !task) return [title, said.profile]
    if (region[2] !== "plan") return [title, said[region[2]]]
    const depth = said[this.letters[this.depths[row][column]]]
    return [title, this.doubtful[row].includes(column) ? `${depth} · ? ${said.doubtful}` : depth]
  }

  showHint(cell, event) {
    const { hint, drawing } = this
    const [title, state] = this.words(cell)
    const strong = document.createElement("b")
    strong.textContent = title
    hint.replaceChildren(strong, state)
    hint.hidden = false
    const frame = drawing.getBoundingClientRect(), scale = frame.width / this.data.width
    const x = event ? event.clientX - frame.left : (this.x[Math.max(cell.column, 0)] + this.w) * scale
    const y = event ? event.clientY - frame.top : (this.y[Math.max(cell.row, 0)] + this.h) * scale
    const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
    const top = y + 16 + hint.offsetHeight > frame.height ? y - hint.offsetHeight - 12 : y + 16
    hint.style.left = `${Math.max(0, left)}px`
    hint.style.top = `${Math.max(0, top)}px`
  }

  overlay(name) {
    const part = document.createElementNS(SVG, "rect")
    part.setAttribute("class", name)
    part.setAttribute("data-screen-only", "")
    part.setAttribute("visibility", "hidden")
    this.svg.append(part)
    return part
  }

  // The regions' names once more, for when the matrix is wider than its frame and scrolled.
  pinned() {
    const svg = document.createElementNS(SVG, "svg")
    const picture = this.drawing.querySelector("svg")
    svg.setAttribute("class", "pinned")
    svg.setAttribute("aria-hidden", "true")
    svg.setAttribute("viewBox", `0 0 ${this.x[0]} ${picture.viewBox.baseVal.height}`)
    svg.setAttribute("font-family", picture.getAttribute("font-family"))
    svg.style.width = `${(100 * this.x[0]) / this.data.width}%`
    const ground = document.createElementNS(SVG, "rect")
    place(ground, 0, this.y[0], this.x[0], this.bottom - this.y[0])
    svg.append(ground, ...this.rows.map(([id]) => picture.querySelector(`[data-open="${id}"]`).cloneNode(true)))
    return svg
  }
}

function place(part, x, y, width, height) {
  for (const [name, value] of Object.entries({ x, y, width, height })) part.setAttribute(name, value)
  part.setAttribute("visibility", "visible")
}
