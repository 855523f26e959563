// What plot.js and grid.js share: letters that are measured and wrapped, hints, and the size of a stage.

const EDGE = 4
const LINE = 1.3
const SANS = "-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
const pen = document.createElement("canvas").getContext("2d")

const textWidth = (text, size, weight = 400) => {
  pen.font = `${weight} ${size}px ${SANS}`
  return pen.measureText(text).width
}

// Chinese breaks anywhere, other writing between words; an address longer than a line breaks anywhere too.
function wrapText(text, size, room, weight = 400) {
  if (!text) return []
  const lines = []
  for (const paragraph of text.split("\n")) {
    let line = ""
    for (const piece of pieces(paragraph, size, room)) {
      if (line && textWidth(line + piece.trimEnd(), size, weight) > room) {
        lines.push(line.trimEnd())
        line = ""
      }
      line += line ? piece : piece.trimStart()
    }
    lines.push(line.trimEnd())
  }
  return lines
}

function pieces(text, size, room) {
  const words = text.match(/[（《“]?(?:[!-~\u00a0-\u024f]+|\s|[^])[，。、；：）》”]*\s?/gu) ?? []
  return words.flatMap((word) => (textWidth(word, size) > room ? [...word] : [word]))
}

const childOf = (holder, name) => holder.querySelector(`.${name}`)
  ?? holder.appendChild(Object.assign(document.createElement("div"), { className: name }))

// Lines beside a point of the window, the first in bold; nothing hides them.
function showHint(hint, holder, text, clientX, clientY) {
  hint.hidden = !text
  if (!text) return
  const [title, ...lines] = text.split("\n")
  const strong = Object.assign(document.createElement("b"), { textContent: title })
  hint.replaceChildren(strong, ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })))
  const frame = holder.getBoundingClientRect()
  const x = clientX - frame.left, y = clientY - frame.top
  const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
  const under = clientY + 18 + hint.offsetHeight < innerHeight
  hint.style.left = `${Math.max(0, Math.min(left, frame.width - hint.offsetWidth))}px`
  hint.style.top = `${under ? y + 18 : y - hint.offsetHeight - 12}px`
}

function stageSize(holder) {
  const style = getComputedStyle(holder)
  if (!style.getPropertyValue("--stage-height")) return null
  const probe = Object.assign(document.createElement("div"), { style: "position:absolute;visibility:hidden;width:var(--stage-width);height:var(--stage-height)" })
  holder.append(probe)
  const size = { width: probe.offsetWidth, height: probe.offsetHeight }
  probe.remove()
  return size
}

// Scales what is drawn, so large, to the stage.
function fillStage(holder, plot, stage, width, height) {
  const scale = Math.min(stage.width / width, stage.height / height)
  const side = Math.max(0, (stage.width - width * scale) / 2)
  Object.assign(plot.style, { width: `${width}px`, height: `${height}px`, transformOrigin: "0 0", transform: `translateX(${side}px) scale(${scale})` })
  // A drawing that is scaled takes the room that it had before; the stage is to see the one that it has.
  holder.style.height = `${height * scale}px`
}
