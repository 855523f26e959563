// Tells the browser which language the page speaks, and hands the theme's light or dark on to what Streamlit
// draws outside its own root: drawers and lists stand beside it, where light-dark() would not know.

export default function ({ data }) {
  const page = document.documentElement
  const app = document.querySelector(".stApp")
  page.lang = data
  if (!app) return
  const follow = () => { page.style.colorScheme = getComputedStyle(app).colorScheme }
  follow()
  const watch = new MutationObserver(follow)
  watch.observe(app, { attributes: true, attributeFilter: ["class", "style"] })
  return () => watch.disconnect()
}
