// Cards that unfold; what is open stays open when the words in it change.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".cards")
  if (holder.shown !== data.html) {
    const before = new Map([...holder.querySelectorAll("details")].map((card) => [card.dataset.key, card.open]))
    holder.shown = data.html
    holder.innerHTML = data.html
    for (const card of holder.querySelectorAll("details")) {
      if (before.has(card.dataset.key)) card.open = before.get(card.dataset.key)
    }
  }
  offerAll()
  holder.onclick = (event) => {
    const way = event.target.closest("[data-jump]")
    if (way) return jump(holder.querySelector(`[id="${CSS.escape(way.dataset.jump)}"]`))
    const asked = event.target.closest("[data-open]")
    if (!asked) return
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
