// Shared by plot.js and grid.js: measuring and wrapping text, tooltips, presentation mode ("stage").

const PADDING = 4
const LINE_HEIGHT = 1.3
const STAGE_WIDTHS = [520, 640, 760, 900, 1060, 1240, 1440, 1700]
const FONT = "-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
const canvas = document.createElement("canvas").getContext("2d")

const widths = new Map()

// Measured once: a filter change draws mostly the same texts again.
function textWidth(text, size, weight = 400) {
  const key = `${weight} ${size} ${text}`
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear()
    canvas.font = `${weight} ${size}px ${FONT}`
    widths.set(key, canvas.measureText(text).width)
  }
  return widths.get(key)
}

// Chinese breaks anywhere, other scripts between words; a word longer than a line, such as a URL, anywhere too.
function wrapText(text, size, width, weight = 400) {
  if (!text) return []
  const lines = []
  for (const paragraph of text.split("\n")) {
    let line = ""
    for (const piece of splitText(paragraph, size, width)) {
      if (line && textWidth(line + piece.trimEnd(), size, weight) > width) {
        lines.push(line.trimEnd())
        line = ""
      }
      line += line ? piece : piece.trimStart()
    }
    lines.push(line.trimEnd())
  }
  return lines
}

// The parts between which a text can break.
function splitText(text, size, width) {
  const words = text.match(/[（《“]?(?:[!-~\u00a0-\u024f]+|\s|[^])[，。、；：）》”]*\s?/gu) ?? []
  return words.flatMap((word) => (textWidth(word, size) > width ? [...word] : [word]))
}

const childOf = (holder, name) => holder.querySelector(`.${name}`)
  ?? holder.appendChild(Object.assign(document.createElement("div"), { className: name }))

// Shows a tooltip near a point, its first line in bold.
function showHint(hint, holder, text, clientX, clientY) {
  hint.hidden = !text
  if (!text) return
  const [title, ...lines] = text.split("\n")
  const strong = Object.assign(document.createElement("b"), { textContent: title })
  hint.replaceChildren(strong, ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })))
  const frame = holder.getBoundingClientRect()
  const x = clientX - frame.left, y = clientY - frame.top
  const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
  const fitsBelow = clientY + 18 + hint.offsetHeight < innerHeight
  hint.style.left = `${Math.max(0, Math.min(left, frame.width - hint.offsetWidth))}px`
  hint.style.top = `${fitsBelow ? y + 18 : y - hint.offsetHeight - 12}px`
}

// The size of the stage that the holder is on, if any.
function stageSize(holder) {
  if (!getComputedStyle(holder).getPropertyValue("--stage-height")) return null
  const probe = Object.assign(document.createElement("div"), { style: "position:absolute;visibility:hidden;width:var(--stage-width);height:var(--stage-height)" })
  holder.append(probe)
  const size = { width: probe.offsetWidth, height: probe.offsetHeight }
  probe.remove()
  return size
}

// Scales a plot of a width and height to the stage.
function fillStage(holder, plot, stage, width, height) {
  const scale = Math.min(stage.width / width, stage.height / height)
  const left = Math.max(0, (stage.width - width * scale) / 2)
  Object.assign(plot.style, { width: `${width}px`, height: `${height}px`, transformOrigin: "0 0", transform: `translateX(${left}px) scale(${scale})` })
  // A transform does not change the layout size, so it is set here.
  holder.style.height = `${height * scale}px`
}
