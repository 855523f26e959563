// Lays out planes (scatter plots of labelled places): equal scales, and labels that overlap no label or marker.

const MARKER_RADIUS = 6.5
const DIRECTIONS = 16
const DISTANCES = [4, 12, 22, 34, 48, 64]
const PLANE_PADDING = { x: 34, y: 22 }

const spanOf = (values) => Math.max(...values) - Math.min(...values)
const middleOf = (values) => (Math.max(...values) + Math.min(...values)) / 2

// Height in pixels: in proportion to the places, within limits.
function planeHeight(places, width) {
  const xSpan = spanOf(places.map(({ x }) => x)), ySpan = spanOf(places.map(({ y }) => y))
  return Math.min(Math.max(width * Math.min(xSpan ? ySpan / xSpan : 0, 1), width * 0.6, 420), 620)
}

// Sets the axes of a plane, and adds labels as annotations, which keep their distance to markers on zooming.
function fitPlane(layout, width, height) {
  const { places, links } = layout.meta
  const xs = places.map(({ x }) => x), ys = places.map(({ y }) => y)
  const scale = Math.min(
    (width - 2 * PLANE_PADDING.x) / (spanOf(xs) || 1), (height - 2 * PLANE_PADDING.y) / (spanOf(ys) || 1),
  )
  const range = (values, size) => [middleOf(values) - size / 2 / scale, middleOf(values) + size / 2 / scale]
  layout.xaxis.range = range(xs, width)
  layout.yaxis.range = range(ys, height)
  const toPixels = ({ x, y }) => ({ x: (x - layout.xaxis.range[0]) * scale, y: (layout.yaxis.range[1] - y) * scale })
  const points = places.map(toPixels)
  const lines = links.flatMap(([one, other]) => boxesAlong(toPixels(places[one]), toPixels(places[other])))
  const size = width > 480 ? 12.5 : 11.5
  const sizes = places.map(({ label, bold }) => ({ wide: textWidth(label, size, bold ? 700 : 400) + 2, high: size }))
  const boxes = placeLabels(points, sizes, { left: 3, top: 2, right: width - 3, bottom: height - 2 }, lines)
  layout.annotations = places.map(({ label, bold, x, y }, at) => {
    const box = boxes[at], point = points[at]
    const isNear = distanceTo(box, point) < MARKER_RADIUS + 9
    const ax = (box.left + box.right) / 2 - point.x, ay = (box.top + box.bottom) / 2 - point.y
    const text = bold ? `<b>${escapeTags(label)}</b>` : escapeTags(label)
    return {
      x, y, text, captureevents: true, borderpad: 0, borderwidth: 0, font: { size },
      ...(isNear
        ? { showarrow: false, xshift: ax, yshift: -ay }
        : { showarrow: true, ax, ay, arrowhead: 0, arrowwidth: 0.8, standoff: MARKER_RADIUS, arrowcolor: layout.template.layout.xaxis.tickfont.color }),
    }
  })
}

// Greedy label placement; returns a box per point. Points with the most neighbours come first, and take the nearest
// position that is free and not closer to another point, or the one with the least overlap; `reserved` boxes stay free.
function placeLabels(points, sizes, frame, reserved = []) {
  const size = 2 * MARKER_RADIUS + 2
  const occupied = [...reserved, ...points.map(({ x, y }) => boxAround(x, y, size, size))]
  const neighbours = points.map((one) => points.filter((other) => Math.hypot(one.x - other.x, one.y - other.y) < 70).length)
  const order = points.map((_, at) => at).sort((one, other) => neighbours[other] - neighbours[one])
  const labels = []
  for (const at of order) {
    const others = points.filter(({ x, y }, other) => other !== at && (x !== points[at].x || y !== points[at].y))
    labels[at] = cheapestBox(labelBoxes(points[at], sizes[at]), [...occupied, ...Object.values(labels)], frame, points[at], others)
  }
  return labels
}

// The candidate positions of a label, by distance, from the right of the point on.
const labelBoxes = ({ x, y }, { wide, high }) => DISTANCES.flatMap((distance) =>
  Array.from({ length: DIRECTIONS }, (_, step) => {
    const angle = (2 * Math.PI * step) / DIRECTIONS, gap = MARKER_RADIUS + distance
    return boxAround(x + Math.cos(angle) * (gap + wide / 2), y + Math.sin(angle) * (gap + high / 2), wide, high)
  }))

// Overlap costs more than being closer to another point, which is still readable.
function cheapestBox(boxes, occupied, frame, own, others) {
  let best = boxes[0], least = Infinity
  for (const box of boxes) {
    const outside = (box.right - box.left) * (box.bottom - box.top) - overlapOf(box, frame)
    const overlap = occupied.reduce((sum, other) => sum + overlapOf(box, other), outside)
    const cost = 100 * overlap + (others.some((point) => distanceTo(box, point) < distanceTo(box, own)) ? 1 : 0)
    if (cost < least) best = box, least = cost
    if (!cost) break
  }
  return best
}

// Small boxes along the line between two points.
function boxesAlong(one, other) {
  const count = Math.ceil(Math.hypot(other.x - one.x, other.y - one.y) / 6)
  return Array.from({ length: count }, (_, at) =>
    boxAround(one.x + ((other.x - one.x) * at) / count, one.y + ((other.y - one.y) * at) / count, 3, 3))
}

const boxAround = (x, y, wide, high) => ({ left: x - wide / 2, top: y - high / 2, right: x + wide / 2, bottom: y + high / 2 })
const distanceTo = ({ left, top, right, bottom }, { x, y }) =>
  Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))

const overlapOf = (one, other) => Math.max(Math.min(one.right, other.right) - Math.max(one.left, other.left), 0)
  * Math.max(Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top), 0)
