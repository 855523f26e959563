// Saves a chart that stands elsewhere on the page, as its element draws it for that: in light colours, with
// heading, source and citation.

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".row")
  row.replaceChildren(
    button(data.png, data.pngHelp, "png"),
    button(data.svg, data.svgHelp, "svg"),
  )

  function button(label, help, format) {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = label
    made.title = help
    made.onclick = () => save(format).catch(() => { made.textContent = data.failed })
    return made
  }

  async function save(format) {
    const drawing = document.querySelector(data.selector).querySelector(".plot")
    const href = await drawing.savePicture(format, data.cite)
    Object.assign(document.createElement("a"), { href, download: `${data.file}.${format}` }).click()
  }
}
