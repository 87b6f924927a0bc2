/** <chart-box type="line|bar" target="98" unit="%" cut="80"> around its table: the chart is drawn from the table's own figures. */
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

class ChartBox extends HTMLElement {
  private chart?: EChartsType;
  private readonly watcher = new ResizeObserver(() => this.chart?.resize());

  connectedCallback(): void {
    const plot = this.querySelector<HTMLElement>("[data-plot]") ?? this.insertBefore(Object.assign(document.createElement("div"), { className: "sw-chart" }), this.firstChild);
    plot.dataset.plot = "";
    this.chart = init(plot, undefined, { renderer: "canvas" });
    this.chart.setOption(this.option(), { notMerge: true });
    this.watcher.observe(plot);
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("[data-show-table]");
      if (button) button.ariaPressed = String(this.toggleAttribute("data-table"));
    });
    document.addEventListener("region:refreshed", () => this.chart?.setOption(this.option(), { notMerge: true }));
  }

  disconnectedCallback(): void {
    this.watcher.disconnect();
    this.chart?.dispose();
  }

  private option(): Parameters<EChartsType["setOption"]>[0] {
    const ink = (name: string): string => getComputedStyle(this).getPropertyValue(`--sw-${name}`).trim();
    const heads = [...this.querySelectorAll("thead th")].map((cell) => cell.textContent?.trim() ?? "");
    const rows = [...this.querySelectorAll("tbody tr")].map((row) => [...row.children] as HTMLElement[]);
    const names = rows.map((row) => row[0]?.textContent?.trim() ?? "");
    const bar = this.getAttribute("type") === "bar";
    const target = this.getAttribute("target");
    const text = { color: ink("ink-3"), fontSize: 12, fontFamily: ink("font") };
    const category = { type: "category" as const, data: names, inverse: bar, axisTick: { show: false }, axisLine: { lineStyle: { color: ink("line-2") } }, axisLabel: text };
    const value = { type: "value" as const, min: Number(this.getAttribute("cut") ?? 0), max: this.hasAttribute("cut") ? 100 : undefined, minInterval: this.hasAttribute("unit") ? undefined : 1, splitLine: { lineStyle: { color: ink("line") } }, axisLabel: { ...text, formatter: `{value}${this.getAttribute("unit") ?? ""}` } };
    const mark = target === null ? undefined : { silent: true, symbol: "none", data: [bar ? { xAxis: Number(target) } : { yAxis: Number(target) }], lineStyle: { type: "dashed" as const, color: ink("ink-2") }, label: { position: "insideEndTop" as const, formatter: this.getAttribute("target-label") ?? "{c}", ...text } };
    return {
      animation: false,
      aria: { enabled: true },
      grid: { left: 8, right: bar ? 16 : 56, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      xAxis: bar ? value : category,
      yAxis: bar ? category : value,
      series: heads.slice(1).map((name, at) => ({
        name,
        type: bar ? ("bar" as const) : ("line" as const),
        data: rows.map((row) => (row[at + 1]?.dataset.value ? Number(row[at + 1]?.dataset.value) : null)),
        barMaxWidth: 16,
        symbolSize: 5,
        showSymbol: rows.length < 16,
        endLabel: bar || at ? undefined : { show: true, formatter: `{@[1]}${this.getAttribute("unit") ?? ""}`, color: ink("ink"), fontWeight: 600 },
        lineStyle: at ? { type: "dashed" as const, width: 1.5 } : { width: 2 },
        areaStyle: bar || at ? undefined : { opacity: 0.08 },
        color: at && !bar ? ink("ink-3") : ink(`c${at + 1}`),
        markLine: at ? undefined : mark,
      })),
    };
  }
}
customElements.define("chart-box", ChartBox);
