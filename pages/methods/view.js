// Scrolls to a line once it is drawn, and again while the layout shifts, until the reader acts.

const SETTLED_MS = 2500

export default function ({ data }) {
  if (!data.line) return
  let active = true
  const stop = () => { active = false }
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(event, stop, { once: true, passive: true })
  }
  const start = performance.now()
  const scroll = () => {
    if (!active) return
    const line = document.getElementById(`line-${data.line}`), box = line?.getBoundingClientRect()
    if (box && (box.top < 80 || box.bottom > window.innerHeight - 40)) line.scrollIntoView({ block: "center" })
    if (performance.now() - start < SETTLED_MS) setTimeout(scroll, 100)
  }
  scroll()
}
