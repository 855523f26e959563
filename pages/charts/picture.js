// A picture under the reader's hands: the layout that fits, hints, and parts that open something.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".holder")
  const layouts = parentElement.querySelector(".layouts")
  const hint = parentElement.querySelector(".hint")

  const drawn = data.map(({ svg }) => svg).join("")
  if (holder.drawn !== drawn) {
    holder.drawn = drawn
    layouts.replaceChildren(...data.map(layout))
    hint.hidden = true
  }
  fit()
  const watch = new ResizeObserver(fit)
  watch.observe(holder)

  layouts.onclick = (event) => open(partOf(event))
  layouts.onpointermove = (event) => {
    const part = partOf(event)
    part ? showHint(part, event) : hideHint()
  }
  layouts.onpointerleave = hideHint
  layouts.onfocusin = (event) => {
    const part = partOf(event)
    if (part?.matches(":focus-visible")) showHint(part)
  }
  layouts.onfocusout = hideHint
  layouts.onkeydown = (event) => {
    const part = partOf(event)
    if (!part) return
    if (event.key === "Enter" || event.key === " ") open(part)
    else if (event.key === "Escape") hideHint()
    else if (!step(part, event.key)) return
    event.preventDefault()
  }
  return () => watch.disconnect()

  function layout({ svg, width }) {
    const made = document.createElement("div")
    made.innerHTML = svg
    made.style.maxWidth = `var(--stage-width, ${Math.round(width * 1.15)}px)`
    made.dataset.width = width
    made.querySelector("[data-open]")?.setAttribute("tabindex", "0")
    return made
  }

  // The widest layout for which there is room; nothing is drawn smaller as long as a narrower one is there.
  function fit() {
    const room = holder.clientWidth
    if (!room) return
    const all = [...layouts.children].sort((one, other) => other.dataset.width - one.dataset.width)
    const onStage = getComputedStyle(holder).getPropertyValue("--stage-height")
    const best = onStage ? largest() : all.find((made) => made.dataset.width <= room * 1.03) ?? all.at(-1)
    for (const made of all) made.hidden = made !== best
  }

  // On a stage, which is as wide and high as the window lets it be, a narrow layout must gain much to be chosen:
  // names are broken in it.
  function largest() {
    const scale = (made) => {
      const { width, height } = made.querySelector("svg").viewBox.baseVal
      return Math.min(16 / width, 9 / height)
    }
    return [...layouts.children].reduce((best, made) => (scale(made) > scale(best) * 1.35 ? made : best))
  }

  function partOf(event) { return event.target.closest?.(".part") }

  function open(part) {
    if (!part?.dataset.open) return
    hideHint()
    setTriggerValue("opened", part.dataset.open)
  }

  // One stop of the Tab key for a whole picture; the arrow keys go from part to part.
  function step(part, key) {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key]
    if (!way) return false
    const parts = [...part.ownerSVGElement.querySelectorAll("[data-open]")]
    const next = parts[parts.indexOf(part) + way]
    if (!next) return true
    part.setAttribute("tabindex", "-1")
    next.setAttribute("tabindex", "0")
    next.focus({ focusVisible: true })
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
    const frame = holder.getBoundingClientRect(), box = part.getBoundingClientRect()
    const x = (event ? event.clientX : box.right) - frame.left, y = (event ? event.clientY : box.bottom) - frame.top
    const left = x + 16 + hint.offsetWidth > frame.width ? x - hint.offsetWidth - 16 : x + 16
    const under = frame.top + y + 18 + hint.offsetHeight < window.innerHeight
    hint.style.left = `${Math.max(0, Math.min(left, frame.width - hint.offsetWidth))}px`
    hint.style.top = `${under ? y + 18 : y - hint.offsetHeight - 12}px`
  }

  function hideHint() { hint.hidden = true }
}
