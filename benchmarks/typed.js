// Times one search from the end of the pause after the last key to the first frame that shows its counts.
(() => {
  const LIMIT_MS = 60000;
  const roots = [document];
  let sent = null;

  window.WebSocket = class extends WebSocket {
    send(message) {
      sent ??= performance.now();
      super.send(message);
    }
  };

  // What is found can be drawn in shadow roots, which no selector of the document looks into.
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    roots.push(root);
    return root;
  };

  const all = (selector) =>
    roots.filter((root) => root.isConnected).flatMap((root) => [...root.querySelectorAll(selector)]);
  const isShown = (words, counts) =>
    all("p.answer").some((one) => one.textContent.includes(words)) && all(counts).length > 0;

  window.planAtlasTyped = {
    // Resolves with milliseconds once the answer to the words is there, and what the selector of its counts finds.
    shown(words, counts) {
      sent = null;
      const asked = performance.now();
      return new Promise((resolve, reject) => {
        const look = () => {
          const now = performance.now();
          if (sent !== null && isShown(words, counts)) resolve(now - sent);
          else if (now - asked > LIMIT_MS) reject(new Error(`"${words}" was not answered within ${LIMIT_MS} ms`));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    },
  };
})();
