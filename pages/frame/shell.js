// Tells the browser which language the page speaks, and hands the theme's light or dark on to what Streamlit
// draws outside its own root: drawers and lists stand beside it, where light-dark() would not know.
// An address that changes without the reader having done anything replaces the one before: Streamlit writes
// the page, the dashboard adds language and choices, and Back must not stop at what was never seen between.

function keepOneStepForEachAction() {
  const original = history.pushState
  if (original.once) return
  let acted = false
  for (const kind of ["pointerdown", "keydown", "click", "input"]) {
    addEventListener(kind, () => { acted = true }, true)
  }
  history.pushState = function (...address) {
    if (acted) original.apply(history, address)
    else history.replaceState(...address)
    acted = false
  }
  history.pushState.once = true
}

export default function ({ data }) {
  const page = document.documentElement
  const app = document.querySelector(".stApp")
  page.lang = data
  keepOneStepForEachAction()
  if (!app) return
  const follow = () => { page.style.colorScheme = getComputedStyle(app).colorScheme }
  follow()
  const watch = new MutationObserver(follow)
  watch.observe(app, { attributes: true, attributeFilter: ["class", "style"] })
  return () => watch.disconnect()
}
