// A button that prints the page; what paper doesn't need is hidden by the page's own rules.

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = () => window.print()
}
