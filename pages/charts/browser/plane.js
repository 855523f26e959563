// Places on a plane: one scale for both directions, and labels that cover no other label and no mark.

const MARK = 6.5
const AROUND = 16
const REACHES = [4, 12, 22, 34, 48, 64]
const PLANE_EDGE = { x: 34, y: 22 }

const spanOf = (values) => Math.max(...values) - Math.min(...values)
const middleOf = (values) => (Math.max(...values) + Math.min(...values)) / 2

// As high as its places need, within what reads well.
function planeHeight(places, width) {
  const wide = spanOf(places.map(({ x }) => x)), high = spanOf(places.map(({ y }) => y))
  return Math.min(Math.max(width * Math.min(wide ? high / wide : 0, 1), width * 0.6, 420), 620)
}

// Sets the axes of a plane, and its labels as annotations, which keep their distance when the reader zooms in.
function fitPlane(layout, width, height) {
  const { places, links } = layout.meta
  const xs = places.map(({ x }) => x), ys = places.map(({ y }) => y)
  const scale = Math.min(
    (width - 2 * PLANE_EDGE.x) / (spanOf(xs) || 1), (height - 2 * PLANE_EDGE.y) / (spanOf(ys) || 1),
  )
  const range = (values, size) => [middleOf(values) - size / 2 / scale, middleOf(values) + size / 2 / scale]
  layout.xaxis.range = range(xs, width)
  layout.yaxis.range = range(ys, height)
  const pixel = ({ x, y }) => ({ x: (x - layout.xaxis.range[0]) * scale, y: (layout.yaxis.range[1] - y) * scale })
  const points = places.map(pixel)
  const lines = links.flatMap(([one, other]) => dotsOf(pixel(places[one]), pixel(places[other])))
  const size = width > 480 ? 12.5 : 11.5
  const sizes = places.map(({ label, bold }) => ({ wide: textWidth(label, size, bold ? 700 : 400) + 2, high: size }))
  const boxes = placeLabels(points, sizes, { left: 3, top: 2, right: width - 3, bottom: height - 2 }, lines)
  layout.annotations = places.map(({ label, bold, x, y }, at) => {
    const box = boxes[at], point = points[at]
    const near = distanceTo(box, point) < MARK + 9
    const ax = (box.left + box.right) / 2 - point.x, ay = (box.top + box.bottom) / 2 - point.y
    const text = bold ? `<b>${escapeTags(label)}</b>` : escapeTags(label)
    return {
      x, y, text, captureevents: true, borderpad: 0, borderwidth: 0, font: { size },
      ...(near
        ? { showarrow: false, xshift: ax, yshift: -ay }
        : { showarrow: true, ax, ay, arrowhead: 0, arrowwidth: 0.8, standoff: MARK, arrowcolor: layout.template.layout.xaxis.tickfont.color }),
    }
  })
}

// Where the labels of points stand. Those with the most neighbours choose first; each takes the nearest place around
// its point that is free and can't be read as another point's label, or the one that is least bad; `kept` stays free.
function placeLabels(points, sizes, frame, kept = []) {
  const marks = [...kept, ...points.map(({ x, y }) => boxAround(x, y, 2 * MARK + 2, 2 * MARK + 2))]
  const crowd = points.map((one) => points.filter((other) => Math.hypot(one.x - other.x, one.y - other.y) < 70).length)
  const order = points.map((_, at) => at).sort((one, other) => crowd[other] - crowd[one])
  const labels = []
  for (const at of order) {
    const others = points.filter(({ x, y }, other) => other !== at && (x !== points[at].x || y !== points[at].y))
    labels[at] = cheapest(boxesBeside(points[at], sizes[at]), [...marks, ...Object.values(labels)], frame, points[at], others)
  }
  return labels
}

// From the nearest places on, to the right of the point first.
const boxesBeside = ({ x, y }, { wide, high }) => REACHES.flatMap((reach) =>
  Array.from({ length: AROUND }, (_, step) => {
    const angle = (2 * Math.PI * step) / AROUND, away = MARK + reach
    return boxAround(x + Math.cos(angle) * (away + wide / 2), y + Math.sin(angle) * (away + high / 2), wide, high)
  }))

// Covering something is worse than standing nearer to another point: that can be read, if not at a glance.
function cheapest(boxes, covered, frame, own, others) {
  let best = boxes[0], least = Infinity
  for (const box of boxes) {
    const outside = (box.right - box.left) * (box.bottom - box.top) - overlapOf(box, frame)
    const hidden = covered.reduce((sum, other) => sum + overlapOf(box, other), outside)
    const cost = 100 * hidden + (others.some((point) => distanceTo(box, point) < distanceTo(box, own)) ? 1 : 0)
    if (cost < least) best = box, least = cost
    if (!cost) break
  }
  return best
}

// A line between two points as small boxes along it.
function dotsOf(one, other) {
  const count = Math.ceil(Math.hypot(other.x - one.x, other.y - one.y) / 6)
  return Array.from({ length: count }, (_, at) =>
    boxAround(one.x + ((other.x - one.x) * at) / count, one.y + ((other.y - one.y) * at) / count, 3, 3))
}

const boxAround = (x, y, wide, high) => ({ left: x - wide / 2, top: y - high / 2, right: x + wide / 2, bottom: y + high / 2 })
const distanceTo = ({ left, top, right, bottom }, { x, y }) =>
  Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))

function overlapOf(one, other) {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  return wide > 0 && high > 0 ? wide * high : 0
}
