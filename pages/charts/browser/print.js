// A button that prints the page.

export default function ({ data, parentElement }) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: data.label })
  button.onclick = () => window.print()
  parentElement.querySelector(".row").replaceChildren(button)
}
