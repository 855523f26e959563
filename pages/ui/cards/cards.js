// HTML that is drawn as it is given; where it changes, what is open stays open and the focus stays on what it was on.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector("[data-holder]")
  if (holder.shown !== data.html) {
    const before = new Map([...holder.querySelectorAll("details")].map((card) => [card.dataset.key, card.open]))
    const held = holder.getRootNode().activeElement?.dataset?.open
    holder.shown = data.html
    holder.innerHTML = data.html
    for (const card of holder.querySelectorAll("details")) {
      if (before.has(card.dataset.key)) card.open = before.get(card.dataset.key)
    }
    if (held) holder.querySelector(`[data-open="${CSS.escape(held)}"]`)?.focus({ preventScroll: true })
  }
  offerAll()
  holder.onclick = (event) => {
    const way = event.target.closest("[data-jump]")
    if (way) return jump(holder.querySelector(`[id="${CSS.escape(way.dataset.jump)}"]`))
    const asked = event.target.closest("[data-open]")
    // With a key held down, a link opens in a tab of its own.
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("opened", asked.dataset.open)
  }

  function jump(card) {
    card.scrollIntoView({ block: "center", behavior: "smooth" })
    card.classList.remove("found")
    requestAnimationFrame(() => card.classList.add("found"))
  }

  function offerAll() {
    holder.querySelector(".bar")?.remove()
    const cards = [...holder.querySelectorAll("details")]
    if (!data.open || cards.length < 2) return
    const bar = document.createElement("div")
    bar.className = "bar"
    const button = document.createElement("button")
    button.type = "button"
    const name = () => { button.textContent = cards.every((card) => card.open) ? data.close : data.open }
    button.onclick = () => {
      const open = !cards.every((card) => card.open)
      for (const card of cards) card.open = open
      name()
    }
    for (const card of cards) card.addEventListener("toggle", name)
    name()
    bar.append(button)
    holder.prepend(bar)
  }
}
