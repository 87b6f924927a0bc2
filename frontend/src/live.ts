/** One stream of news for a page (server-sent events): "something in the list X changed", never what.
 *
 * Only a page that is seen listens: a browser has six connections to a host, and each stream takes one.
 * Where there is no stream, whoever follows a topic goes on asking as before; it is tried again with growing pauses. */
const FIRST = 2_000;
const LONGEST = 60_000;
const YOUNG = 5_000;

let source: EventSource | null = null;
let wait = FIRST;
let timer = 0;
let followed = false;

const tell = (name: string, topic = ""): boolean => document.dispatchEvent(new CustomEvent(name, { detail: topic }));

/** Whether news arrive by themselves now. */
export const listening = (): boolean => document.body.dataset.stream === "open";

/** From now on the page wants news; called by whatever shows a list. */
export function follow(): void {
  followed = true;
  open();
}

function open(): void {
  window.clearTimeout(timer);
  const address = document.body.dataset.live;
  if (!followed || !address || document.hidden || source) return;
  source = new EventSource(address);
  source.addEventListener("hello", () => {
    wait = FIRST;
    document.body.dataset.stream = "open";
    if (performance.now() > YOUNG) tell("live:open"); // a young page is news itself
  });
  source.addEventListener("changed", (event) => tell("live:changed", (event as MessageEvent<string>).data));
  source.addEventListener("full", () => end());
  source.addEventListener("error", () => again());
}

function end(): void {
  source?.close();
  source = null;
  delete document.body.dataset.stream;
}

function again(): void {
  end();
  timer = window.setTimeout(open, wait * (0.75 + Math.random() / 2));
  wait = Math.min(wait * 2, LONGEST);
}

document.addEventListener("visibilitychange", () => (document.hidden ? end() : open()));
window.addEventListener("pagehide", end);
window.addEventListener("pageshow", open);
