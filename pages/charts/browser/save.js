// Saves a chart of the page as a picture: in light colours, with heading, source and citation.

export default function ({ data, parentElement }) {
  const makeButton = ([format, textContent]) => {
    const title = data.help + textContent
    const button = Object.assign(document.createElement("button"), { type: "button", textContent, title })
    button.onclick = () => save(format).catch(() => { button.textContent = data.failed })
    return button
  }

  async function save(format) {
    const plot = document.querySelector(data.selector).querySelector(".plot")
    const href = await plot.savePicture(format, data.cite)
    Object.assign(document.createElement("a"), { href, download: `${data.file}.${format}` }).click()
  }

  parentElement.querySelector(".row").replaceChildren(...Object.entries(data.names).map(makeButton))
}
