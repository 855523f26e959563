// Brings a marked line into view once it is drawn, and holds it there until the page has settled.

const SETTLED_MS = 2500

export default function ({ data }) {
  if (!data.line) return
  let held = true
  const release = () => { held = false }
  for (const act of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(act, release, { once: true, passive: true })
  }
  const begun = performance.now()
  const look = () => {
    const line = document.getElementById(`line-${data.line}`)
    if (line) {
      const { top, bottom } = line.getBoundingClientRect()
      if (top < 80 || bottom > window.innerHeight - 40) line.scrollIntoView({ block: "center" })
    }
    if (held && performance.now() - begun < SETTLED_MS) setTimeout(look, 100)
  }
  look()
}
