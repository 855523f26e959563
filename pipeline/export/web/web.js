// A chart that left the house in one file: the layout that fits, hints for pointer and keyboard, a table to sort.

const picture = document.querySelector(".picture")
const hint = document.querySelector(".hint")
const layouts = [...document.querySelectorAll(".layout")]

for (const layout of layouts) {
  const parts = partsOf(layout)
  for (const part of parts) part.setAttribute("tabindex", "-1")
  parts[0]?.setAttribute("tabindex", "0")
}
fit()
window.addEventListener("resize", fit)

picture.addEventListener("pointermove", (event) => {
  const part = partAt(event)
  part ? showHint(part, event) : hideHint()
})
picture.addEventListener("pointerleave", hideHint)
picture.addEventListener("focusin", (event) => {
  const part = partAt(event)
  if (part) showHint(part)
})
picture.addEventListener("focusout", hideHint)
picture.addEventListener("keydown", (event) => {
  const part = partAt(event)
  if (!part) return
  if (event.key === "Escape") hideHint()
  else if (!step(part, event.key)) return
  event.preventDefault()
})
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => sort(button.closest("th")))
}

function partsOf(element) { return [...element.querySelectorAll(".part[data-hint]")] }

function partAt(event) { return event.target.closest(".part[data-hint]") }

// The widest layout for which there is room; nothing is drawn smaller as long as a narrower one is there.
function fit() {
  const room = picture.clientWidth
  const widest = [...layouts].sort((one, other) => other.dataset.width - one.dataset.width)
  const best = widest.find((layout) => layout.dataset.width <= room * 1.03) ?? widest.at(-1)
  for (const layout of layouts) layout.hidden = layout !== best
}

// One stop of the Tab key for a whole picture; the arrow keys go from part to part.
function step(part, key) {
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key]
  if (!way) return false
  const parts = partsOf(part.closest(".layout"))
  const next = parts[parts.indexOf(part) + way]
  if (!next) return true
  part.setAttribute("tabindex", "-1")
  next.setAttribute("tabindex", "0")
  next.focus()
  return true
}

function showHint(part, event) {
  const [title, ...lines] = part.dataset.hint.split("\n")
  const strong = document.createElement("b")
  strong.textContent = title
  hint.replaceChildren(strong, ...lines.map((line) => {
    const made = document.createElement("div")
    made.textContent = line
    return made
  }))
  hint.hidden = false
  const frame = picture.getBoundingClientRect(), box = part.getBoundingClientRect()
  const x = (event ? event.clientX : box.right) - frame.left, y = (event ? event.clientY : box.bottom) - frame.top
  const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
  const under = frame.top + y + 18 + hint.offsetHeight < window.innerHeight
  hint.style.left = `${Math.max(0, Math.min(left, frame.width - hint.offsetWidth))}px`
  hint.style.top = `${under ? y + 18 : y - hint.offsetHeight - 12}px`
}

function hideHint() { hint.hidden = true }

// Empty cells stay last, whichever way the rest is sorted.
function sort(head) {
  const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1
  for (const other of head.parentElement.children) other.removeAttribute("aria-sort")
  head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending")
  const body = head.closest("table").tBodies[0], numeric = head.classList.contains("number")
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare
  const keyed = [...body.rows].map((row) => {
    const cell = row.cells[head.cellIndex], text = cell.textContent
    return { row, text, value: numeric ? Number(cell.dataset.value ?? NaN) : text }
  })
  keyed.sort((one, other) => {
    if (!one.text || !other.text) return Number(!one.text) - Number(!other.text)
    return way * (numeric ? one.value - other.value : compare(one.text, other.text))
  })
  body.replaceChildren(...keyed.map(({ row }) => row))
}
