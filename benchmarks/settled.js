// Times one change of a Streamlit page, from the press of the mouse to the first frame after which nothing moves.
// A page is settled once the server has answered, its script has ended, no element is stale, and neither the
// document nor the server has stirred for a while. Whether the script was seen to run says nothing: React can
// show its start and its end in one go.
(() => {
  const QUIET_MS = 400;
  const CHECK_MS = 25;
  const LIMIT_MS = 60000;
  // The running man comes half a second after the press and leaves later: he is not what the reader waits for.
  const APART = '[data-testid="stHeader"], [data-testid="stStatusWidget"]';

  let pressed = null;
  let answered = false;
  let painted = 0;
  let frame = 0;

  const stir = () => {
    cancelAnimationFrame(frame);
    painted = Infinity;
    frame = requestAnimationFrame(() => { painted = performance.now(); });
  };

  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", () => {
        if (pressed === null) return;
        answered = true;
        stir();
      });
    }
  };

  const isApart = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return Boolean(element && element.closest(APART));
  };
  const observer = new MutationObserver((records) => {
    if (pressed !== null && !records.every((record) => isApart(record.target))) stir();
  });
  const watch = (root) =>
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });

  // Components can live in shadow roots, which no observer of the document looks into.
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    watch(root);
    return root;
  };
  watch(document);

  document.addEventListener("pointerdown", (event) => { pressed ??= event.timeStamp; }, { capture: true });

  window.planAtlasTiming = {
    arm() { pressed = null; answered = false; painted = 0; },
    isSettled() {
      const app = document.querySelector('[data-testid="stApp"]');
      return answered && performance.now() - painted > QUIET_MS
        && app?.getAttribute("data-test-script-state") === "notRunning"
        && !document.querySelector('[data-stale="true"]');
    },
    settled() {
      const asked = performance.now();
      return new Promise((resolve, reject) => {
        const timer = setInterval(() => {
          const late = performance.now() - asked > LIMIT_MS;
          if (!late && !this.isSettled()) return;
          clearInterval(timer);
          if (late) reject(new Error(`the page did not settle within ${LIMIT_MS} ms`));
          else resolve(painted - pressed);
        }, CHECK_MS);
      });
    },
  };
})();
