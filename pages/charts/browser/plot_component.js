// The component around plot.js: loads Plotly once for the page, and reports what is opened.

let loading = null

function loadPlotly(url) {
  loading ??= window.Plotly ? Promise.resolve() : new Promise((done, fail) => {
    const script = document.createElement("script")
    script.src = url
    script.onload = done
    script.onerror = fail
    document.head.append(script)
  })
  return loading
}

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".plot-holder")
  let drawing = null, stopped = false
  holder.setAttribute("role", "img")
  holder.setAttribute("aria-label", data.alt)
  loadPlotly(data.plotly).then(() => {
    if (stopped) return
    const open = data.opens ? (key) => setTriggerValue("opened", key) : null
    drawing = drawFigure(holder, data.figure, data.print ?? data.figure, open)
  }).catch(() => { holder.textContent = data.failed })
  return () => { stopped = true; drawing?.stop() }
}
