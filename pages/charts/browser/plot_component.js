// The Streamlit component of plot.js: loads Plotly once per page, and reports the key that is opened.

let loading = null

function loadPlotly(url) {
  loading ??= window.Plotly ? Promise.resolve() : new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("script"), { src: url, onload, onerror }))
  })
  return loading
}

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".plot-holder")
  let stopped = false
  holder.setAttribute("role", "img")
  holder.setAttribute("aria-label", data.alt)
  loadPlotly(data.plotly).then(() => {
    if (stopped) return
    const open = data.opens ? (key) => setTriggerValue("opened", key) : null
    drawFigure(holder, data.figure, data.print ?? data.figure, open, data.opens)
  }).catch(() => { holder.textContent = data.failed })
  // Called when the chart is removed, not when it is drawn again.
  return () => { stopped = true; holder.stop?.() }
}
