/** Every page's module: htmx, the custom elements, the keys. Elements initialise themselves in swapped-in HTML. */
import "../styles/app.css";
import "./htmx";
import "./elements/case-live";
import "./elements/command-palette";
import "./elements/copy-link";
import "./elements/draft-keeper";
import "./elements/file-drop";
import "./elements/list-steps";
import "./elements/live-poll";
import "./elements/mention-box";
import "./elements/quick-search";
import "./elements/roster-grid";
import "./elements/side-panel";
import "./elements/sla-clock";
import "./elements/toast-region";
import "./elements/work-list";
import "./dialogs";
import "./focus";
import "./keys";
import "./login-again";
import "./login-first";
import "./region";

/** Charts bring 170 KB of their own: only pages that have one fetch them. */
const charts = (): void => {
  if (document.querySelector("chart-box") && !customElements.get("chart-box")) void import("./elements/chart-box");
};
document.addEventListener("htmx:load", charts);
charts();
