// Saves the chart that stands elsewhere on the page, in light colours: its element gives it as an address of data.

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".row")
  row.replaceChildren(button(data.png, data.pngHelp, "png"), button(data.svg, data.svgHelp, "svg"))

  function button(label, help, format) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label, title: help })
    made.onclick = () => save(data, format).catch(() => { made.textContent = data.failed })
    return made
  }
}

async function save({ selector, cite, file }, format) {
  const plot = document.querySelector(selector)?.querySelector(".plot")
  const href = await plot.savePicture(format, cite)
  Object.assign(document.createElement("a"), { href, download: `${file}.${format}` }).click()
}
