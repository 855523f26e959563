// Saves the picture that stands elsewhere on the page: all its SVG layers in one, in light colours.
// COLOURS, each dark one with its light one, is put before this by the page.

const SVG = "http://www.w3.org/2000/svg"
const SCALE = 3
const CITE_SIZE = 9.5
const CITE_FONT = "-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".row")
  row.replaceChildren(
    button(data.png, data.pngHelp, () => savePng(data)),
    button(data.svg, data.svgHelp, () => saveSvg(data)),
  )

  function button(label, help, act) {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = label
    made.title = help
    made.onclick = () => act().catch(() => { made.textContent = data.failed })
    return made
  }
}

const plotOf = (data) => document.querySelector(data.selector)?.querySelector(".plot")

async function saveSvg(data) {
  if (plotOf(data)) return downloadUrl(await plotOf(data).savePicture("svg", data.cite), `${data.file}.svg`)
  download(new Blob([picture(data).text], { type: "image/svg+xml" }), `${data.file}.svg`)
}

async function savePng(data) {
  if (plotOf(data)) return downloadUrl(await plotOf(data).savePicture("png", data.cite), `${data.file}.png`)
  const { text, width, height } = picture(data)
  const image = new Image()
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text)
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(width * SCALE)
  canvas.height = Math.round(height * SCALE)
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"))
  download(blob, `${data.file}.png`)
}

function picture(data) {
  const layers = findLayers(document.querySelector(data.selector))
  const first = layers[0]
  const box = first.viewBox.baseVal
  const size = first.getBoundingClientRect()
  const width = box && box.width ? box.width : size.width
  const drawn = box && box.height ? box.height : size.height
  const cite = cited(data.cite, width, drawn)
  const height = drawn + cite.height
  const whole = document.createElementNS(SVG, "svg")
  whole.setAttribute("xmlns", SVG)
  whole.setAttribute("width", width)
  whole.setAttribute("height", height)
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`)
  const paper = document.createElementNS(SVG, "rect")
  paper.setAttribute("width", "100%")
  paper.setAttribute("height", "100%")
  paper.setAttribute("fill", "#ffffff")
  whole.append(paper)
  for (const layer of layers) {
    const copy = layer.cloneNode(true)
    copy.querySelectorAll("[data-screen-only]").forEach((part) => part.remove())
    whole.append(...copy.childNodes)
  }
  whole.append(...cite.lines)
  return { text: inPrint(new XMLSerializer().serializeToString(whole), COLOURS), width, height }
}

// How to cite the picture, in small letters under it; a long address breaks anywhere.
function cited(text, width, top) {
  if (!text) return { lines: [], height: 0 }
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = `${CITE_SIZE}px ${CITE_FONT}`
  const rows = [""]
  for (const piece of text.match(/[!-~]+\s?|[^]/gu).flatMap((word) => (word.length > 24 ? [...word] : [word]))) {
    if (rows.at(-1) && pen.measureText(rows.at(-1) + piece.trimEnd()).width > width - 12) rows.push("")
    rows[rows.length - 1] += piece
  }
  const lines = rows.map((row, number) => {
    const line = document.createElementNS(SVG, "text")
    const place = { x: 4, y: top + (number + 1) * CITE_SIZE * 1.4, fill: "#566472" }
    for (const [name, value] of Object.entries(place)) line.setAttribute(name, value)
    line.setAttribute("font-size", CITE_SIZE)
    line.setAttribute("font-family", CITE_FONT)
    line.textContent = row.trim()
    return line
  })
  return { lines, height: Math.ceil(rows.length * CITE_SIZE * 1.4 + 8) }
}

// A drawing of our own stands in a shadow tree; Plotly draws several layers over each other.
function findLayers(holder) {
  const plotly = [...holder.querySelectorAll(".main-svg")]
  if (plotly.length) return plotly
  for (const part of holder.querySelectorAll("*")) {
    const drawing = part.shadowRoot?.querySelector("svg[data-picture]")
    if (drawing) return [drawing]
  }
  throw new Error("no picture")
}

// light-dark(a, b) becomes a; what was drawn in a colour of the dark page gets its light one.
function inPrint(text, colours) {
  const light = text.replace(/light-dark\(\s*([^,()]+)\s*,[^()]+\)/g, "$1")
  const swaps = new Map(colours.flatMap(([dark, paper]) => [[dark, paper], [rgb(dark), paper]]))
  const any = new RegExp([...swaps.keys()].map((word) => word.replace(/[()]/g, "\\$&")).join("|"), "gi")
  return light.replace(any, (found) => swaps.get(found.toLowerCase()) ?? found)
}

function rgb(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
  return `rgb(${r}, ${g}, ${b})`
}

function download(blob, name) {
  const url = URL.createObjectURL(blob)
  downloadUrl(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 10000)
}

function downloadUrl(url, name) {
  Object.assign(document.createElement("a"), { href: url, download: name }).click()
}
