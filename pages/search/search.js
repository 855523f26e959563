// What is found, drawn as it is given; where the words change, the focus stays on what it was on.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".found")
  if (holder.shown !== data) {
    const held = holder.getRootNode().activeElement?.dataset?.open
    holder.shown = data
    holder.innerHTML = data
    if (held) holder.querySelector(`[data-open="${CSS.escape(held)}"]`)?.focus({ preventScroll: true })
  }
  holder.onclick = (event) => {
    const asked = event.target.closest("[data-open]")
    // With a key held down, a link opens in a tab of its own.
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("opened", asked.dataset.open)
  }
}
