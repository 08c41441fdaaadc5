/** Long work in small pieces, so that the page stays alive: it scrolls, and "leave now" answers at once. */

/** Milliseconds of work between two pauses. */
export const SLICE = 40;

/** Let the page breathe. A message is not slowed down in a page that lies behind another, as a timer is. */
export function pause() {
  return new Promise((go) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      go();
    };
    channel.port2.postMessage(0);
  });
}

/** A function to await inside a loop: it pauses when a slice is over, and costs nothing before. */
export function breath() {
  let since = Date.now();
  return () => {
    if (Date.now() - since < SLICE) return null;
    return pause().then(() => {
      since = Date.now();
    });
  };
}
