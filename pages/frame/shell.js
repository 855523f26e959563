// Sets the document's language, and copies the theme's color-scheme to the root element: Streamlit draws drawers
// and drop-down lists outside .stApp, where light-dark() would not follow the theme.

// One history entry per user action: Streamlit pushes the page's URL, then the dashboard adds language and
// filters, and Back must not stop at the URL in between.
function replaceUnpromptedHistoryEntries() {
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

// Streamlit's drawer does not restore the focus on closing if it was opened from within a component.
function restoreFocusAfterDrawer() {
  const drawer = '[role="dialog"]'
  let opener = null, root = null, wasOpen = false
  addEventListener("focusin", (event) => {
    if (event.target.closest(drawer)) return
    opener = event.composedPath()[0]
    root = opener.getRootNode()
  }, true)
  return () => {
    const open = Boolean(document.querySelector(drawer)), closed = wasOpen && !open
    wasOpen = open
    if (!closed || document.activeElement !== document.body) return
    // An opener that was redrawn meanwhile is found by its data-open.
    const code = opener?.dataset.open
    const target = opener?.isConnected || !code ? opener : root.querySelector(`[data-open="${CSS.escape(code)}"]`)
    target?.focus({ preventScroll: true })
  }
}

// Streamlit draws an open menu at the end of the document: Tab on its button goes into it, not past it.
function enterMenuByTab() {
  addEventListener("keydown", (event) => {
    const menu = document.querySelector('[data-testid="stPopoverBody"]')
    if (event.key !== "Tab" || event.shiftKey || !menu) return
    if (!document.activeElement.matches('[data-testid="stPopover"] [aria-expanded="true"]')) return
    menu.tabIndex = -1
    menu.focus({ preventScroll: true })
  }, true)
}

// Streamlit's uploader has English words only, and marks its drop zone as presentational, though that has a name
// and can have the focus. The visible words are in shell.css.
function nameUploader() {
  const zone = document.querySelector('[data-testid="stFileUploaderDropzone"]')
  if (!zone) return
  const chinese = document.documentElement.lang.startsWith("zh")
  const name = (kind, zh, en) =>
    zone.querySelector(`[data-testid="stBaseButton-${kind}"]`)?.setAttribute("aria-label", chinese ? zh : en)
  zone.setAttribute("role", "group")
  name("secondary", "选择文件", "Upload")
  name("borderlessIcon", "添加文件", "Add files")
  for (const button of zone.querySelectorAll('[data-testid="stFileChipDeleteBtn"] button')) {
    button.ariaLabel = button.ariaLabel.replace(/^(Remove|移除) /, chinese ? "移除 " : "Remove ")
  }
}

export default function ({ data }) {
  const page = document.documentElement, app = document.querySelector(".stApp")
  page.lang = data
  nameUploader()
  if (!page.watched) {
    replaceUnpromptedHistoryEntries()
    enterMenuByTab()
    for (const watch of [restoreFocusAfterDrawer(), nameUploader]) {
      new MutationObserver(watch).observe(document.body, { childList: true, subtree: true })
    }
    page.watched = true
  }
  if (!app) return
  const follow = () => { page.style.colorScheme = getComputedStyle(app).colorScheme }
  follow()
  const observer = new MutationObserver(follow)
  observer.observe(app, { attributes: true, attributeFilter: ["class", "style"] })
  return () => observer.disconnect()
}
