// The Streamlit component of grid.js: reports the key that is opened.

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".grid-holder")
  return showGrid(holder, data.grid, {
    selected: data.selected,
    how: data.how,
    opens: data.opens,
    open: data.opens ? (key) => setTriggerValue("opened", key) : null,
    details: (key) => window.planAtlasHints?.[data.name]?.[key] ?? "",
  })
}
