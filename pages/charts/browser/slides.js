// Turns the slides of a deck by keys or buttons; the last button is for full screen.

const STEPS = { ArrowLeft: -1, ArrowUp: -1, PageUp: -1, ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Home: -Infinity, End: Infinity }

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector(".slides")
  const turn = (step) => {
    const slide = Math.min(Math.max(data.slide + step, 1), data.count)
    if (slide !== data.slide) setTriggerValue("turned", slide)
  }
  const toggleFullscreen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
  bar.innerHTML ||= '<button>←</button><span aria-live="polite"></span><button>→</button><button></button>'
  const [before, number, after, full] = bar.children
  Object.assign(before, { title: data.before, ariaLabel: data.before, disabled: data.slide <= 1, onclick: () => turn(-1) })
  Object.assign(after, { title: data.after, ariaLabel: data.after, disabled: data.slide >= data.count, onclick: () => turn(1) })
  Object.assign(full, { textContent: data.full, onclick: toggleFullscreen })
  number.textContent = `${data.slide} / ${data.count}`

  window.onkeydown = (event) => {
    // A focused grid handles the same keys, and the space bar presses a focused button.
    if (event.defaultPrevented || (event.key === " " && event.composedPath()[0].localName === "button")) return
    if (event.key in STEPS) turn(STEPS[event.key])
    else if (event.key === "f") toggleFullscreen()
    else return
    event.preventDefault()
  }
  // Called when the buttons are removed, not when they are drawn again.
  return () => { window.onkeydown = null }
}
