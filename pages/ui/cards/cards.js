// Shows HTML; when it changes, open cards stay open and the focused element keeps the focus.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector("[data-holder]")
  if (holder.shown !== data.html) {
    const wasOpen = new Map([...holder.querySelectorAll("details")].map((card) => [card.dataset.key, card.open]))
    const focused = holder.getRootNode().activeElement?.dataset?.open
    holder.shown = data.html
    holder.innerHTML = data.html
    for (const card of holder.querySelectorAll("details")) {
      if (wasOpen.has(card.dataset.key)) card.open = wasOpen.get(card.dataset.key)
    }
    if (focused) holder.querySelector(`[data-open="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }
  addOpenAllButton()
  holder.onclick = (event) => {
    const jump = event.target.closest("[data-jump]")
    if (jump) return scrollToCard(holder.querySelector(`[id="${CSS.escape(jump.dataset.jump)}"]`))
    const opener = event.target.closest("[data-open]")
    // With a modifier key, a link opens in a new tab.
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("opened", opener.dataset.open)
  }

  function scrollToCard(card) {
    card.scrollIntoView({ block: "center", behavior: "smooth" })
    card.classList.remove("found")
    requestAnimationFrame(() => card.classList.add("found"))
  }
  function addOpenAllButton() {
    holder.querySelector(".bar")?.remove()
    const cards = [...holder.querySelectorAll("details")]
    if (!data.open || cards.length < 2) return
    const areOpen = () => cards.every((card) => card.open)
    holder.insertAdjacentHTML("afterbegin", '<div class="bar"><button type="button"></button></div>')
    const button = holder.querySelector(".bar button")
    const updateLabel = () => { button.textContent = areOpen() ? data.close : data.open }
    button.onclick = () => {
      const open = !areOpen()
      for (const card of cards) card.open = open
      updateLabel()
    }
    for (const card of cards) card.addEventListener("toggle", updateLabel)
    updateLabel()
  }
}
