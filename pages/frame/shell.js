// Tells the browser which language the page speaks, and hands the theme's light or dark on to what Streamlit
// draws outside its own root: drawers and lists stand beside it, where light-dark() would not know.

// An address that changes without the reader having done anything replaces the one before: Streamlit writes
// the page, the dashboard adds language and choices, and Back must not stop at what was never seen between.
function keepOneStepForEachAction() {
  const original = history.pushState
  let acted = false
  for (const kind of ["pointerdown", "keydown", "click", "input"]) {
    addEventListener(kind, () => { acted = true }, true)
  }
  history.pushState = function (...address) {
    if (acted) original.apply(history, address)
    else history.replaceState(...address)
    acted = false
  }
}

// Streamlit's drawer loses the focus when it closes, if what opened it lies within a component.
function returnFocusFromDrawers() {
  const drawer = '[role="dialog"]'
  let opener = null, root = null, wasOpen = false
  addEventListener("focusin", (event) => {
    if (event.target.closest(drawer)) return
    opener = event.composedPath()[0]
    root = opener.getRootNode()
  }, true)
  const focusOpener = () => {
    // What was drawn anew meanwhile is found by what it opens.
    const code = opener?.dataset.open
    const place = opener?.isConnected || !code ? opener : root.querySelector(`[data-open="${CSS.escape(code)}"]`)
    place?.focus({ preventScroll: true })
  }
  new MutationObserver(() => {
    const open = Boolean(document.querySelector(drawer))
    if (wasOpen && !open && document.activeElement === document.body) focusOpener()
    wasOpen = open
  }).observe(document.body, { childList: true, subtree: true })
}

export default function ({ data }) {
  const page = document.documentElement
  const app = document.querySelector(".stApp")
  page.lang = data
  if (!page.watched) {
    keepOneStepForEachAction()
    returnFocusFromDrawers()
    page.watched = true
  }
  if (!app) return
  const follow = () => { page.style.colorScheme = getComputedStyle(app).colorScheme }
  follow()
  const watch = new MutationObserver(follow)
  watch.observe(app, { attributes: true, attributeFilter: ["class", "style"] })
  return () => watch.disconnect()
}
