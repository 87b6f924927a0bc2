/** <file-drop> around a form with one file field (of one or several files): drop, see names and sizes, upload with progress; around the field alone: all but the progress. */
import { phrase } from "../phrases";
import { toast } from "./toast-region";

class FileDrop extends HTMLElement {
  connectedCallback(): void {
    for (const name of ["dragover", "dragleave", "drop"]) this.addEventListener(name, (event) => this.onDrag(event as DragEvent));
    this.addEventListener("change", () => this.name());
    this.addEventListener("submit", (event) => this.send(event as SubmitEvent));
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector("input[type=file]");
  }

  private onDrag(event: DragEvent): void {
    event.preventDefault();
    this.toggleAttribute("data-over", event.type === "dragover");
    if (event.type !== "drop" || !this.input || !event.dataTransfer?.files.length) return;
    this.input.files = event.dataTransfer.files;
    this.name();
  }

  private name(): void {
    const files = [...(this.input?.files ?? [])];
    const said = this.querySelector("[data-file-name]");
    if (files.length && said) said.textContent = files.map((file) => phrase("file", { name: file.name, size: size(file.size) })).join("；");
  }

  private send(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const bar = this.querySelector("progress");
    if (!bar || !this.input?.files?.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => Object.assign(bar, { hidden: false, max: total, value: loaded });
    request.onload = () => this.done(request);
    request.onerror = () => {
      bar.hidden = true;
      toast(phrase("offline"), "late", phrase("offline_more"));
    };
    request.open("POST", form.action);
    request.send(new FormData(form, event.submitter));
  }

  private done(request: XMLHttpRequest): void {
    if (request.responseURL && request.responseURL !== this.querySelector("form")?.action) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.getElementById("main");
    if (main) document.getElementById("main")?.replaceWith(document.adoptNode(main));
    else toast(phrase("failed"), "late", phrase("failed_more"));
  }
}

const size = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
customElements.define("file-drop", FileDrop);
